"""The workshop: where staff keep the bank, and look at attempts and reports."""

from quizzes.admin import attempts, blueprint, history, images, items, people, questions, reports

__all__ = [
    "attempts",
    "blueprint",
    "history",
    "images",
    "items",
    "people",
    "questions",
    "reports",
]
