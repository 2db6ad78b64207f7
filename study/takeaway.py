"""What study keeps of a student: for them to take along, or to see go."""

from study.models import Bookmark, Card, Plan


def data_of(user):
    """Review schedule, exam days, bookmarks and notes of `user`, as JSON can hold them."""
    cards = Card.objects.filter(user=user).order_by("item__code")
    return {
        "plans": list(
            Plan.objects.filter(user=user)
            .order_by("exam__code")
            .values("exam__code", "exam_on", "most_a_day")
        ),
        "bookmarks": list(
            Bookmark.objects.filter(user=user).values("item__code", "note", "created_at")
        ),
        "cards": list(
            cards.values(
                "item__code",
                "stability",
                "difficulty",
                "rating",
                "reviewed_at",
                "scheduled_at",
                "due_at",
                "lapses",
                "right",
                "missed",
                "run",
                "right_on",
                "answered_on",
                "cold_was_right",
                "first_at",
                "first_was_right",
            )
        ),
    }


def losses_of(user):
    """What goes with the account."""
    cards = Card.objects.filter(user=user).count()
    bookmarks = Bookmark.objects.filter(user=user).count()
    happens = (
        f"Your review schedule (questions: {cards}), exam days and bookmarks with their notes "
        f"({bookmarks}) go."
    )
    return [("What you study", happens)]
