"""The quizzes app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """The question bank and the attempts at it."""

    name = "quizzes"

    def ready(self):
        """Start to listen."""
        from quizzes import receivers  # noqa: F401
