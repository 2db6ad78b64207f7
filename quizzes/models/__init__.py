"""The bank and the attempts, by noun."""

from quizzes.models.answers import UserAnswer
from quizzes.models.attempts import (
    AlreadySubmitted,
    AnswerIsFinal,
    NothingAnswered,
    QuizAttempt,
    TimeIsUp,
)
from quizzes.models.blueprint import Certification, Domain, Exam, Objective
from quizzes.models.choices import Choice, Slot
from quizzes.models.questions import Item, PublishedIsFinal, Question
from quizzes.models.reports import QuestionReport

__all__ = [
    "AlreadySubmitted",
    "AnswerIsFinal",
    "Certification",
    "Choice",
    "Domain",
    "Exam",
    "Item",
    "NothingAnswered",
    "Objective",
    "PublishedIsFinal",
    "Question",
    "QuestionReport",
    "QuizAttempt",
    "Slot",
    "TimeIsUp",
    "UserAnswer",
]
