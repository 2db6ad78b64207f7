"""The bank and the attempts, by noun."""

from quizzes.models.attempts import AlreadySubmitted, QuizAttempt, UserAnswer
from quizzes.models.blueprint import Certification, Domain, Exam, Objective
from quizzes.models.questions import Choice, Item, PublishedIsFinal, Question, Slot
from quizzes.models.reports import QuestionReport

__all__ = [
    "AlreadySubmitted",
    "Certification",
    "Choice",
    "Domain",
    "Exam",
    "Item",
    "Objective",
    "PublishedIsFinal",
    "Question",
    "QuestionReport",
    "QuizAttempt",
    "Slot",
    "UserAnswer",
]
