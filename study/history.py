"""What the progress page shows: scores, domains, days, time and pace."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum

from quizzes.models import Question, UserAnswer
from study.schedule import pace_of

QUIZZES, WEEKS = 30, 12
FAULTS_TO_TELL = 3


def scores_of(user, exam):
    """The last thirty submitted quizzes of `exam`, the oldest first."""
    latest = user.attempts.submitted().filter(exam=exam).order_by("-submitted_at", "-pk")
    return list(latest[:QUIZZES])[::-1]


@dataclass
class DomainShare:
    """One domain: how many of the newest answers are right."""

    domain: object
    right: int
    seen: int
    total: int

    @property
    def percent(self):
        return 100 * self.right // self.seen if self.seen else 0


def shares_of(cards, exam):
    """A DomainShare for each domain of `exam`; `cards` are the student's of that exam."""
    published = Q(objectives__items__questions__status=Question.Status.PUBLISHED)
    domains = exam.domains.annotate(total=Count("objectives__items__questions", filter=published))
    counts = cards.by_domain()
    shares = []
    for domain in domains:
        seen, right = counts.get(domain.number, (0, 0))
        shares.append(DomainShare(domain, right, seen, domain.total))
    return shares


@dataclass
class Day:
    """One local day: questions answered, in any exam, and seconds spent on them."""

    day: object
    answers: int = 0
    seconds: int = 0
    is_ahead: bool = False

    @property
    def level(self):
        """How dark the calendar shows it: 0 to 4."""
        return sum(self.answers >= least for least in (1, 10, 25, 50))


def days_of(user, today):
    """The last twelve weeks, from Monday to Sunday: lists of seven Days each."""
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    rows = (
        UserAnswer.objects.filter(
            attempt__user=user, attempt__submitted_on__gte=first, response__isnull=False
        )
        .order_by()
        .values("attempt__submitted_on")
        .annotate(answers=Count("pk"), seconds=Sum("seconds"))
    )
    found = {row["attempt__submitted_on"]: row for row in rows}
    days = []
    for n in range(7 * WEEKS):
        day = first + timedelta(days=n)
        row = found.get(day, {"answers": 0, "seconds": 0})
        days.append(Day(day, row["answers"], row["seconds"], day > today))
    return [days[n : n + 7] for n in range(0, len(days), 7)]


@dataclass
class Pace:
    """How the student's time and results go together, by the newest answers."""

    median: int  # seconds
    counts: dict  # "fast_right", "fast_wrong", "slow_right", "slow_wrong" → questions
    known: int  # how many answers say how long they took

    @property
    def fault(self):
        """What stands out: "fast" or "slow" among the wrong ones, "" when it is a few or none."""
        fast, slow = self.counts["fast_wrong"], self.counts["slow_wrong"]
        if max(fast, slow) < FAULTS_TO_TELL:
            return ""
        return "fast" if fast > slow else "slow"


def pace_in(cards):
    """The Pace of these cards, or None while too few answers say how long they took.

    Fast is under half of the own median, slow over one and a half of it.
    """
    answers = cards.paces()
    median = pace_of([seconds for seconds, _ in answers])
    if median is None:
        return None
    counts = Counter()
    for seconds, is_right in answers:
        if not median / 2 <= seconds <= 1.5 * median:
            speed = "fast" if seconds < median else "slow"
            counts[f"{speed}_{'right' if is_right else 'wrong'}"] += 1
    return Pace(round(median), counts, len(answers))
