"""The quizzes app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """The question bank and the attempts at it."""

    name = "quizzes"
