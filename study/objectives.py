"""Objectives: which are weak, and how far each is mastered."""

from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

from study.standing import Objective

FIRST_TRIES, ENOUGH = 20, 5
# What is thought to be known with less than this chance counts as known no more.
FADED = 0.8
Z = 1.96  # a 95 % interval


class Mastery(IntEnum):
    """How far an objective is mastered. It also goes down: by a miss, and by forgetting."""

    NEW = 0
    ATTEMPTED = 1
    FAMILIAR = 2
    PROFICIENT = 3
    MASTERED = 4

    @property
    def label(self):
        return self.name.capitalize()


@dataclass
class Result:
    """How an objective goes: `right` of the last `tries` first tries, an interval in percent."""

    objective: Objective
    tries: int
    right: int
    low: int
    high: int
    mastery: Mastery

    @property
    def is_enough(self):
        return self.tries >= ENOUGH

    @property
    def percent(self):
        return 100 * self.right // self.tries if self.tries else 0

    @property
    def width(self):
        """Of the interval, in percent."""
        return self.high - self.low


def wilson(right, tries):
    """The interval, 0 to 1, in which the true share of right answers lies in 95 of 100 cases.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    Journal of the American Statistical Association 22, 1927. Without tries it is 0 to 1.
    """
    if not tries:
        return 0.0, 1.0
    share, z2 = right / tries, Z * Z
    middle = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    half = Z / (1 + z2 / tries) * sqrt(share * (1 - share) / tries + z2 / (4 * tries * tries))
    return max(0.0, middle - half), min(1.0, middle + half)


def mastery_of(*, total, seen, known, held):
    """The Mastery of an objective with `total` questions.

    `seen` of them were answered, `known` are thought to be known now, `held` were besides right
    on two different days.
    """
    if not seen:
        return Mastery.NEW
    if 10 * known >= 9 * seen and seen >= min(8, total) and 10 * held >= 8 * seen:
        return Mastery.MASTERED
    if 10 * known >= 8 * seen and seen >= min(5, total):
        return Mastery.PROFICIENT
    if 2 * known >= seen:
        return Mastery.FAMILIAR
    return Mastery.ATTEMPTED


def results_of(standing):
    """The Result of each objective: first those with enough answers, the weakest of them first."""
    results = [_result(objective, standing.recall) for objective in standing.objectives]
    return sorted(results, key=lambda r: (not r.is_enough, r.is_enough and (r.percent, r.low)))


def _result(objective, recall):
    seen = objective.seen
    latest = sorted(seen, key=lambda place: place.known.first_at, reverse=True)[:FIRST_TRIES]
    right = sum(place.known.first_was_right for place in latest)
    low, high = wilson(right, len(latest))
    known = [p.known for p in seen if p.known.is_right and recall[p.item_id] >= FADED]
    return Result(
        objective=objective,
        tries=len(latest),
        right=right,
        low=round(100 * low),
        high=round(100 * high),
        mastery=mastery_of(
            total=len(objective.places),
            seen=len(seen),
            known=len(known),
            held=sum(card.run > 1 for card in known),
        ),
    )
