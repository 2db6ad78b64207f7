"""The bank and the attempts, by noun."""

from quizzes.models.answers import UserAnswer
from quizzes.models.attempts import QuizAttempt
from quizzes.models.blueprint import Certification, Domain, Exam, Objective
from quizzes.models.choices import Choice, Slot
from quizzes.models.images import ImageIsShown, QuestionImage
from quizzes.models.items import Item
from quizzes.models.questions import PublishedIsFinal, Question
from quizzes.models.refusals import (
    AlreadySubmitted,
    AnswerIsFinal,
    NothingAnswered,
    SavedLater,
    TimeIsUp,
)
from quizzes.models.reports import AlreadyResolved, QuestionReport
from quizzes.models.statistics import QuestionStatistic

__all__ = [
    "AlreadyResolved",
    "AlreadySubmitted",
    "AnswerIsFinal",
    "Certification",
    "Choice",
    "Domain",
    "Exam",
    "ImageIsShown",
    "Item",
    "NothingAnswered",
    "Objective",
    "PublishedIsFinal",
    "Question",
    "QuestionImage",
    "QuestionReport",
    "QuestionStatistic",
    "QuizAttempt",
    "SavedLater",
    "Slot",
    "TimeIsUp",
    "UserAnswer",
]
