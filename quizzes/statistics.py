"""Item statistics: how wordings do, by the first tries of students.

A *rest* is the share of the other questions of the same attempt that were right: what a student
can, without the question that is looked at. Facility is the share of right answers;
discrimination the point-biserial correlation of "right" with the rest (Lord and Novick,
Statistical Theories of Mental Test Scores, 1968, chapter 15; of a dichotomy it is Pearson's r).
Blanks are no first tries here: a question that was never reached says nothing of itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from math import sqrt

from django.core.cache import cache
from django.db import transaction
from django.db.models import Avg, Case, Count, F, FloatField, Max, Sum, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from quizzes.models import Question, QuestionStatistic, UserAnswer
from quizzes.models.statistics import ENOUGH

Flag = QuestionStatistic.Flag
HARD, EASY, WEAK = 0.20, 0.95, 0.10
CLAIM, PAUSE = "statistics", timedelta(minutes=5)
LEAST_RIVALS = 5  # so many must have taken a wrong choice before it can rival the key
WITH_CHOICES = [Question.Kind.SINGLE, Question.Kind.MULTIPLE]

RIGHT = Case(When(is_correct=True, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
REST = (Cast("attempt__correct", FloatField()) - RIGHT) / Cast(
    F("attempt__total") - 1, FloatField()
)


@dataclass
class Sums:
    """What the answers to some wordings add up to: all that the figures need."""

    answers: int = 0
    right: float = 0
    rest: float = 0
    rest_squared: float = 0
    right_rest: float = 0
    seconds: dict = field(default_factory=lambda: defaultdict(int))
    taken: dict = field(default_factory=lambda: defaultdict(int))
    taken_rest: dict = field(default_factory=lambda: defaultdict(float))

    def add(self, row):
        """Add a row of sums with these names."""
        for name in ("answers", "right", "rest", "rest_squared", "right_rest"):
            setattr(self, name, getattr(self, name) + row[name])

    @property
    def facility(self):
        return self.right / self.answers if self.answers else None

    @property
    def discrimination(self):
        """Pearson's r of right and rest; None where one of them never varies."""
        n = self.answers
        spread = (n * self.right - self.right**2) * (n * self.rest_squared - self.rest**2)
        if n < 2 or spread <= 1e-9 * n**4:
            return None
        return (n * self.right_rest - self.right * self.rest) / sqrt(spread)

    @property
    def median_seconds(self):
        """The median of those answers that say how long they took, rounded down."""
        half, seen = (sum(self.seconds.values()) + 1) // 2, 0
        for seconds, count in sorted(self.seconds.items()):
            seen += count
            if seen >= half:
                return seconds
        return None


def refresh(*, now, questions=None):
    """Count the statistics of `questions` anew, a queryset, or of all that were ever published.

    A fixed number of readings, whatever the number of answers; the rest is arithmetic. Returns
    how many wordings have statistics now.
    """
    wordings = Question.objects.final()
    if questions is not None:
        wordings = wordings.filter(pk__in=questions)
    wordings = list(wordings.order_by("item", "version").prefetch_related("choices"))
    chains = _chains(wordings)
    sums = _sums({pk for chain in chains.values() for pk in chain})
    rows = []
    for question in wordings:
        total = Sums()
        for pk in chains[question.pk]:
            _merge(total, sums.get(pk))
        if total.answers:
            rows.append(_statistic(question, total, now))
    names = [f.name for f in QuestionStatistic._meta.concrete_fields if not f.primary_key]
    with transaction.atomic():
        QuestionStatistic.objects.bulk_create(
            rows, 500, update_conflicts=True, unique_fields=["question"], update_fields=names
        )
    return len(rows)


def _chains(wordings):
    """`{wording: [it, and those before it that differ by a typo only]}`, by their ids."""
    before = dict(
        Question.objects.filter(statistics_from__isnull=False).values_list("pk", "statistics_from")
    )
    chains = {}
    for question in wordings:
        chain, pk = [], question.pk
        while pk and pk not in chain:
            chain.append(pk)
            pk = before.get(pk)
        chains[question.pk] = chain
    return chains


def _sums(ids):
    """The Sums of each wording with answers, by id."""
    tries = UserAnswer.objects.order_by().filter(
        is_first_try=True,
        response__isnull=False,
        attempt__submitted_at__isnull=False,
        attempt__total__gt=1,
        question__in=ids,
    )
    measured = tries.annotate(one=RIGHT, others=REST)
    sums = defaultdict(Sums)
    for row in measured.values("question_id").annotate(
        answers=Count("pk"),
        right=Sum("one"),
        rest=Sum("others"),
        rest_squared=Sum(F("others") * F("others")),
        right_rest=Sum(F("one") * F("others")),
    ):
        sums[row["question_id"]].add(row)
    timed = tries.filter(seconds__gt=0).values_list("question_id", "seconds")
    for pk, seconds, count in timed.annotate(count=Count("pk")).iterator():
        sums[pk].seconds[seconds] += count
    chosen = measured.filter(question__kind__in=WITH_CHOICES).values("question_id", "response")
    for row in chosen.annotate(count=Count("pk"), mean=Avg("others")).iterator():
        for number in row["response"]:
            sums[row["question_id"]].taken[number] += row["count"]
            sums[row["question_id"]].taken_rest[number] += row["count"] * row["mean"]
    return sums


def _merge(total, part):
    if part is None:
        return
    total.add(vars(part))
    for name in ("seconds", "taken", "taken_rest"):
        for key, value in getattr(part, name).items():
            getattr(total, name)[key] += value


def _statistic(question, sums, now):
    numbers = []
    if question.kind in WITH_CHOICES:
        numbers = [choice.number for choice in question.choices.all()]
    choices = {
        str(number): {
            "taken": sums.taken[number],
            "rest": sums.taken_rest[number] / sums.taken[number] if sums.taken[number] else None,
        }
        for number in numbers
    }
    flags = flags_of(question, sums, choices) if sums.answers >= ENOUGH else []
    return QuestionStatistic(
        question=question,
        answers=sums.answers,
        right=round(sums.right),
        facility=sums.facility,
        discrimination=sums.discrimination,
        median_seconds=sums.median_seconds,
        choices=choices,
        flags=flags,
        is_flagged=bool(flags),
        refreshed_at=now,
    )


def flags_of(question, sums, choices):
    """What staff should look at, of a wording with enough answers."""
    found = {
        Flag.HARD: sums.facility < HARD,
        Flag.EASY: sums.facility > EASY,
        Flag.WEAK: sums.discrimination is not None and sums.discrimination < WEAK,
        Flag.IDLE: any(not choice["taken"] for choice in choices.values()),
        Flag.RIVAL: question.kind == Question.Kind.SINGLE and _has_rival(question, choices),
    }
    return [flag.value for flag, is_so in found.items() if is_so]


def _has_rival(question, choices):
    """Whether those who took some wrong choice did better elsewhere than those who took the key."""
    key = choices[str(question.key[0])]
    return any(
        choice["taken"] >= LEAST_RIVALS and (key["rest"] is None or choice["rest"] > key["rest"])
        for number, choice in choices.items()
        if int(number) not in question.key
    )


def refresh_after_submissions():
    """Count anew what was answered since the last time; at most once in `PAUSE` for the site.

    Called when a submission is answered and gone, so that no student waits for it.
    """
    if not cache.add(CLAIM, 1, PAUSE.total_seconds()):
        return
    last = QuestionStatistic.objects.aggregate(last=Max("refreshed_at"))["last"]
    answered = UserAnswer.objects.filter(is_first_try=True)
    if last:
        answered = answered.filter(attempt__submitted_at__gte=last)
    refresh(now=timezone.now(), questions=answered.values("question_id"))
