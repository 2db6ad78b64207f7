"""The days until the exam: how much a day, and what will be known on it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from math import ceil
from zoneinfo import ZoneInfo

# FSRS waits about four times as long as before after a right answer, and starts again after a
# miss: with both, what comes back comes back about as often as if it waited three times as long.
GROWTH = 3
FIRST_INTERVAL = 2  # days, after the first right answer


@dataclass
class Outlook:
    """What lies between today and the exam."""

    days_left: int
    days: int  # to spread it over: the last before the exam is light, the exam's own is free
    unseen: int
    reviews: int  # expected until then
    a_day: int  # questions a day that cover both
    recall: int | None  # percent of what was seen that is expected to be known on the day
    is_feasible: bool  # whether the student's own limit allows it


def outlook_of(standing):
    """The Outlook of a Standing, or None when no exam is ahead."""
    days_left = standing.days_left
    if days_left is None:
        return None
    days = max(1, days_left - 1)
    reviews = sum(_reviews(place.known, standing.now, days) for place in standing.seen)
    reviews += round(len(standing.unseen) * _repeats_of_new(days))
    a_day = ceil((len(standing.unseen) + reviews) / days)
    return Outlook(
        days_left=days_left,
        days=days,
        unseen=len(standing.unseen),
        reviews=reviews,
        a_day=a_day,
        recall=_recall_on(standing),
        is_feasible=a_day <= standing.plan.most_a_day,
    )


def _reviews(known, now, days):
    due_in = (known.due_at - now).total_seconds() / 86400
    return _repeats(max(0, due_in), max(1, known.stability * GROWTH), days)


def _repeats_of_new(days):
    """How often a question comes back within `days` in the mean, asked first on any of them."""
    left = range(1, days + 1)
    return sum(_repeats(FIRST_INTERVAL, FIRST_INTERVAL * GROWTH, n) for n in left) / days


def _repeats(due_in, interval, days):
    """How often something comes back within `days` that is due in `due_in` days, and then after
    `interval` and ever longer."""
    count = 0
    while due_in < days:
        count, due_in, interval = count + 1, due_in + interval, interval * GROWTH
    return count


def _recall_on(standing):
    """The mean chance, in percent, that what was seen is known on the morning of the exam."""
    if not standing.seen:
        return None
    morning = datetime.combine(
        standing.plan.exam_on, time(9), ZoneInfo(standing.user.time_zone)
    ).astimezone(UTC)
    chances = [place.known.recall(morning) for place in standing.seen]
    return round(100 * sum(chances) / len(chances))
