"""Pools: from which items a quiz may be drawn. Other rooms register theirs when they are ready."""

from collections.abc import Callable
from dataclasses import dataclass

from quizzes.models import Item, UserAnswer


@dataclass(frozen=True)
class Pool:
    """`items_of(user, exam, now)` gives the ids of the items in it, or None for all."""

    name: str
    label: str
    items_of: Callable


POOLS = {}


def register(name, label, items_of):
    """Offer a pool in the custom quiz, under `label`, and in the addresses, under `name`."""
    POOLS[name] = Pool(name, label, items_of)


def unseen(user, exam, now):
    """What no submitted quiz of the student has asked."""
    seen = UserAnswer.objects.last_per_item(user, exam).values("item")
    items = Item.objects.filter(objective__domain__exam=exam).exclude(pk__in=seen)
    return items.values_list("pk", flat=True)


def missed(user, exam, now):
    """What the student's newest answer had wrong."""
    last = UserAnswer.objects.last_per_item(user, exam)
    return last.filter(is_correct=False).values_list("item_id", flat=True)


def flagged(user, exam, now):
    """What the student flagged when it was last asked."""
    last = UserAnswer.objects.last_per_item(user, exam)
    return last.filter(is_flagged=True).values_list("item_id", flat=True)


register("all", "All questions", lambda user, exam, now: None)
register("unseen", "Not seen yet", unseen)
register("missed", "Missed last time", missed)
register("flagged", "Flagged", flagged)
