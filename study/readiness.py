"""Ready? The chance of reaching the required score in this simulation, and what is missing.

It speaks of this simulation only. The method is told to students on /how-readiness-works/.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, erf, sqrt

from django.db.models import Sum

from quizzes.blueprints import seats
from quizzes.models import QuizAttempt, UserAnswer
from quizzes.scoring import HIGHEST, LOWEST, scaled_estimate

ENOUGH_ANSWERS = 100
EXAMS, EXAM_DAYS, MARGIN = 2, 21, 30
OBJECTIVES_SEEN, DOMAIN_PERCENT = 80, 70
LATEST = 60  # first tries of a domain that count: who learns is better than a year ago
DRAWS, SEED = 600, 709
# How alike the domains of one student are: a domain of which nothing is known is thought to be
# like the mean of the others, as if that many of its questions had been answered.
ALIKE = 40
PRIOR = (6, 2)  # before the first answer: three of four right, said with little weight


@dataclass(frozen=True)
class Record:
    """What one domain has shown: `right` of `total` answers; it has `weight` percent of the exam
    and `seats` of its questions. `are_first` tells whether the answers are first tries.
    """

    weight: int
    seats: int
    right: int
    total: int
    are_first: bool = True


@dataclass(frozen=True)
class Chance:
    """A chance and the range in which it lies in 80 of 100 cases: percent, 1 to 99."""

    percent: int
    low: int
    high: int


def chance_of(records, required, *, draws=DRAWS, rng=None):
    """The Chance that a practice exam reaches `required` (100 to 900).

    Each draw is a student who could have given these answers: first how much they know in
    general, then, near it, of each domain (a Beta posterior); and for that student the chance
    that the weighted shares of right answers suffice, by the normal approximation of what the
    seats of the blueprint can bring. The seed is fixed, so that a page shows the same number
    twice. The general level counts a domain's answers the less, the more of them say the same
    of that one domain: the design effect of cluster samples, 1 + (n - 1) · correlation, with
    correlation 1 / (ALIKE + 1). Source: L. Kish, "Survey Sampling", 1965.
    """
    rng = rng or random.Random(SEED)  # noqa: S311
    right, wrong = PRIOR
    for record in records:
        effect = 1 + max(0, record.total - 1) / (ALIKE + 1)
        right += record.right / effect
        wrong += (record.total - record.right) / effect
    needed, chances = _needed(records, required), []
    for _ in range(draws):
        level = min(rng.betavariate(right, wrong), 0.999)
        shares = [
            rng.betavariate(
                ALIKE * level + record.right, ALIKE * (1 - level) + record.total - record.right
            )
            for record in records
        ]
        chances.append(_reach(records, shares, needed))
    chances.sort()
    return Chance(
        percent=_percent(sum(chances) / draws),
        low=_percent(chances[draws // 10]),
        high=_percent(chances[-1 - draws // 10]),
    )


def _needed(records, required):
    """The share of right answers that `required` takes, less half a question: answers are whole,
    and a curve through their steps passes in the middle. The estimate is rounded to a point.
    """
    questions = sum(record.seats for record in records)
    share = (required - 0.5 - LOWEST) / (HIGHEST - LOWEST)
    return (ceil(share * questions) - 0.5) / questions


def _reach(records, shares, needed):
    """The chance that who knows these `shares` of the domains has the share `needed` right."""
    asked = [(r, share) for r, share in zip(records, shares, strict=True) if r.seats]
    total = sum(record.weight for record, _ in asked)
    mean = sum(record.weight * share for record, share in asked) / total
    variance = sum(
        (record.weight / total) ** 2 * share * (1 - share) / record.seats for record, share in asked
    )
    return (1 + erf((mean - needed) / sqrt(2 * variance + 1e-9))) / 2


def _percent(chance):
    return min(99, max(1, round(100 * chance)))


@dataclass
class Condition:
    """One thing that "Ready in this simulation" asks for."""

    name: str
    is_met: bool
    text: str
    domain: object = None  # to drill


@dataclass
class Readiness:
    """How ready a student is, in this simulation."""

    chance: Chance | None
    answers: int
    conditions: list

    @property
    def is_ready(self):
        return all(condition.is_met for condition in self.conditions)

    @property
    def missing(self):
        return [condition for condition in self.conditions if not condition.is_met]


def readiness_of(standing, domains, answers):
    """The Readiness of a Standing; `domains` are those of its exam, `answers` how many the student
    gave there: repeats count, blanks do not. One statement.
    """
    asked = {place.domain for place in standing.places}
    domains = [domain for domain in domains if domain.number in asked]
    records = _records(standing, domains)
    has_enough = answers >= ENOUGH_ANSWERS and any(record.seats for record in records)
    required = standing.exam.passing_score
    return Readiness(
        chance=chance_of(records, required) if has_enough else None,
        answers=answers,
        conditions=[
            _exams(standing),
            _objectives(standing),
            *_domains(domains, records),
        ],
    )


def _records(standing, domains):
    """What each domain has shown.

    A simulation asks unseen questions first. While a domain has enough of them to fill half of
    its seats, first tries say how that goes; as they run out, the newest answers do: of each
    question the first one of a day, for one that follows its own reasons says little.
    """
    size = min(standing.exam.max_questions, len(standing.places))
    quota = seats([domain.weight for domain in domains], size)
    unseen = Counter(place.domain for place in standing.unseen)
    records = []
    for domain, count in zip(domains, quota, strict=True):
        seen = [place.known for place in standing.seen if place.domain == domain.number]
        are_first = 2 * unseen[domain.number] >= count
        if are_first:
            latest = sorted(seen, key=lambda known: known.first_at)[-LATEST:]
            outcomes = [known.first_was_right for known in latest]
        else:
            outcomes = [known.cold_was_right for known in seen]
        records.append(
            Record(domain.weight, count, sum(outcomes), len(outcomes), are_first=are_first)
        )
    return records


def _exams(standing):
    wanted = standing.exam.passing_score + MARGIN
    reached = [estimate for estimate in _estimates(standing) if estimate >= wanted]
    return Condition(
        "exam",
        len(reached) >= EXAMS,
        f"{min(len(reached), EXAMS)} of {EXAMS} practice exams of the last {EXAM_DAYS} days "
        f"reached {wanted}",
    )


def _estimates(standing):
    """The estimates of the student's exams of the last three weeks."""
    rows = (
        UserAnswer.objects.filter(
            attempt__user=standing.user,
            attempt__exam=standing.exam,
            attempt__mode=QuizAttempt.Mode.EXAM,
            attempt__submitted_at__gte=standing.now - timedelta(days=EXAM_DAYS),
        )
        .order_by()
        .values("attempt", "item__objective__domain__weight", "item__objective__domain")
        .annotate(got=Sum("points"), most=Sum("max_points"))
    )
    exams = {}
    for row in rows:
        domain = (row["item__objective__domain__weight"], row["got"], row["most"])
        exams.setdefault(row["attempt"], []).append(domain)
    return [scaled_estimate(domains) for domains in exams.values()]


def _objectives(standing):
    seen = sum(bool(objective.seen) for objective in standing.objectives)
    total = len(standing.objectives)
    return Condition(
        "objectives",
        total > 0 and 100 * seen >= OBJECTIVES_SEEN * total,
        f"{seen} of {total} objectives seen; {OBJECTIVES_SEEN}\u00a0% wanted",
    )


def _domains(domains, records):
    for domain, record in zip(domains, records, strict=True):
        percent = 100 * record.right // record.total if record.total else 0
        which = " of first tries" if record.are_first else ""
        yield Condition(
            "domain",
            percent >= DOMAIN_PERCENT,
            f"{domain}: {percent}\u00a0%{which} right; {DOMAIN_PERCENT}\u00a0% wanted"
            if record.total
            else f"{domain}: nothing answered yet",
            domain,
        )
