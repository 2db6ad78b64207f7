"""The pools that study offers to a custom quiz."""

from quizzes.pools import register
from study.models import Bookmark, Card


def due(user, exam, now):
    """What comes back by the end of the student's day."""
    return Card.objects.due(user, now).of_exam(exam).values_list("item_id", flat=True)


def bookmarked(user, exam, now):
    """What the student keeps."""
    return Bookmark.objects.filter(user=user).of_exam(exam).values_list("item_id", flat=True)


register("due", "Due for review", due)
register("bookmarked", "Bookmarked", bookmarked)
