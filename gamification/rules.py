"""The rules of the game: pure arithmetic over integers.

Explained to students on /how-it-works/, with examples that these functions compute.
"""

from datetime import UTC, timedelta
from math import isqrt

XP_PER_CORRECT = 10
# (at least this accuracy in percent, this bonus in percent), best first
ACCURACY_BONUSES = ((90, 50), (80, 25), (70, 10))
COUNTS_FROM_QUESTIONS = 5
RANKED_FROM_QUESTIONS = 10
RANKED_FRESH_TENTHS = 8
HIGH_SCORE = 90
ACCURACY_BOARD_FROM = 10
CERTIFICATION_BOARD_FROM = 5


def accuracy_bonus(correct, total):
    """Percent on top of the base for `correct` of `total` items."""
    return next((bonus for at, bonus in ACCURACY_BONUSES if 100 * correct >= at * total), 0)


def xp_for(paid, bonus):
    """XP of a quiz: `paid` correct items at 10 XP each and `bonus` percent on top, rounded down."""
    return XP_PER_CORRECT * paid * (100 + bonus) // 100


def level_for(xp):
    """The level of somebody with `xp` points: floor of the root of a hundredth, plus one."""
    return isqrt(xp // 100) + 1


def xp_of_level(level):
    """The XP at which `level` begins."""
    return 100 * (level - 1) ** 2


def counts(answered, total):
    """Whether a quiz counts for streak, completed quizzes, boards and achievements."""
    return total >= COUNTS_FROM_QUESTIONS and 2 * answered >= total


def is_ranked(mode, answered, total, fresh):
    """Whether "perfect", "90 %+" and the accuracy boards look at a quiz.

    `fresh` is how many of its `total` items were not answered earlier that local day.
    """
    return (
        mode in ("practice", "exam")
        and counts(answered, total)
        and total >= RANKED_FROM_QUESTIONS
        and 10 * fresh >= RANKED_FRESH_TENTHS * total
    )


def score_of(correct, total):
    """The score of a quiz in hundredths of a percent, rounded down: 10,000 is all correct."""
    return 10_000 * correct // total


def streak_of(days, last):
    """How many days in a row up to `last`, given the set of local `days` that count."""
    length = 0
    while last - timedelta(days=length) in days:
        length += 1
    return length


def week_of(moment):
    """The Monday of the UTC week of `moment` (an aware datetime), as a date."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def month_of(moment):
    """The first of the UTC month of `moment` (an aware datetime), as a date."""
    return moment.astimezone(UTC).date().replace(day=1)
