"""Drawing a paper: which questions, in which order, with their choices in which order."""

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from quizzes.blueprints import DEFAULT_TASKS, draw
from quizzes.grading import SLOT_KINDS, max_points
from quizzes.models import AlreadySubmitted, Question, QuizAttempt, UserAnswer

SMALLEST, LARGEST = 5, 90
SIZES = (10, 20, 30, 50, 90)
MODES = ("practice", "study")
POOLS = ("all", "missed")
EXTENSION = timedelta(minutes=30)  # for those who sit the exam in a second language
# An exam without a clock still ends: a week after its start it closes with what was saved.
UNTIMED = timedelta(days=7)


class NothingToDraw(Exception):
    """No published question fits what was asked for."""


class HasOpenAttempt(Exception):
    """The student has an unfinished quiz of this exam and mode: `attempt`."""

    def __init__(self, attempt):
        super().__init__(attempt)
        self.attempt = attempt


@dataclass(frozen=True)
class Candidate:
    """A published question that may be drawn."""

    question_id: int
    item_id: int
    domain: int  # its number
    kind: str
    choices: int  # how many, numbered from 1
    keeps_order: bool
    objective: int  # its id

    @property
    def is_task(self):
        """Whether it is a performance-based task."""
        return self.kind in SLOT_KINDS


def candidates(exam, domains=(), student=None):
    """The published questions of `exam`, of all its domains or of those with the given numbers.

    Nothing that an unfinished quiz of `student` asks is among them: one of the two would show
    the key while the other is open.
    """
    rows = (
        Question.objects.published()
        .of_exam(exam)
        .annotate(choice_count=Count("choices"))
        .order_by("pk")
        .values_list(
            "pk",
            "item_id",
            "item__objective__domain__number",
            "kind",
            "choice_count",
            "keeps_order",
            "item__objective_id",
        )
    )
    if domains:
        rows = rows.filter(item__objective__domain__number__in=domains)
    if student:
        asked = UserAnswer.objects.filter(attempt__user=student, attempt__submitted_at__isnull=True)
        rows = rows.exclude(item__in=asked.values("item"))
    return [Candidate(*row) for row in rows]


def pick(pool, size, last_results, rng):
    """`size` of the candidates in `pool`: first those never seen, then those last missed, then
    the rest; at random within each, and in random order.

    `last_results` maps item ids to whether the newest answer was correct.
    """

    def urgency(candidate):
        was_correct = last_results.get(candidate.item_id)
        return 0 if was_correct is None else 1 + was_correct

    shuffled = rng.sample(pool, len(pool))
    picked = sorted(shuffled, key=urgency)[:size]
    return rng.sample(picked, len(picked))


def start_quiz(
    user, exam, *, size, mode="practice", domains=(), pool="all", items=None, now=None, rng=None
):
    """Draw a quiz and store it whole: questions, their order, the order of choices.

    `mode` is "practice" or "study"; `size` is how many to ask at most; `domains` are domain
    numbers, none meaning all; `pool` is "all", or "missed" for items whose newest answer was
    wrong; `items`, a set of item ids, narrows the pool further.
    Raises HasOpenAttempt, NothingToDraw.
    """
    now = now or timezone.now()
    _refuse_second(user, exam, mode, now)
    rng = rng or random.SystemRandom()
    last_results = dict(
        UserAnswer.objects.last_per_item(user, exam).values_list("item_id", "is_correct")
    )
    drawable = [
        candidate
        for candidate in candidates(exam, domains, user)
        if (pool == "all" or last_results.get(candidate.item_id) is False)
        and (items is None or candidate.item_id in items)
    ]
    paper = pick(drawable, min(size, LARGEST), last_results, rng)
    attempt = QuizAttempt(
        user=user,
        exam=exam,
        mode=mode,
        title=_title(exam, mode, domains, pool, items),
        options={"domains": sorted(domains), "pool": pool},
        started_at=now,
    )
    return _start(attempt, paper, rng)


def start_exam(user, exam, *, tasks=DEFAULT_TASKS, has_extension=False, now=None, rng=None):
    """Draw an exam by the blueprint of `exam`, start its clock, and store it whole.

    `tasks` is how many performance-based tasks come first; `has_extension` adds the minutes for
    a second language. Raises HasOpenAttempt, NothingToDraw.
    """
    now = now or timezone.now()
    _refuse_second(user, exam, QuizAttempt.Mode.EXAM, now)
    rng = rng or random.SystemRandom()
    weights = dict(exam.domains.values_list("number", "weight"))
    seen = set(UserAnswer.objects.last_per_item(user, exam).values_list("item_id", flat=True))
    paper = draw(candidates(exam, student=user), weights, exam.max_questions, tasks, seen, rng)
    attempt = QuizAttempt(
        user=user,
        exam=exam,
        mode=QuizAttempt.Mode.EXAM,
        title=f"{exam.certification.name} exam",
        options={"exam_time": user.exam_time, "has_extension": has_extension, "tasks": tasks},
        started_at=now,
        deadline_at=now + exam_duration(exam, user.exam_time, has_extension=has_extension),
    )
    return _start(attempt, paper, rng)


def exam_duration(exam, exam_time, *, has_extension):
    """How long an exam may take. `exam_time` is percent of its minutes, 0 for no clock."""
    if not exam_time:
        return UNTIMED
    extension = EXTENSION if has_extension else timedelta()
    return timedelta(minutes=exam.minutes) * exam_time / 100 + extension


def _refuse_second(user, exam, mode, now):
    if attempt := unfinished(user, now, exam=exam, mode=mode):
        raise HasOpenAttempt(attempt[0])


def unfinished(user, now, **wanted):
    """The open attempts of `user`, newest first, with `answered_now`; `wanted` filters them.

    An exam whose time is up is none of them: it is closed here, at the first request after it.
    """
    attempts = list(
        user.attempts.open().with_exam().with_answered().filter(**wanted).order_by("-started_at")
    )
    for attempt in attempts:
        if attempt.is_over(now):
            with suppress(AlreadySubmitted):
                attempt.close()
    return [attempt for attempt in attempts if not attempt.is_over(now)]


def _start(attempt, paper, rng):
    """Store the paper and its answers. Raises NothingToDraw, HasOpenAttempt."""
    if not paper:
        raise NothingToDraw
    attempt.total = len(paper)
    attempt.max_points = sum(max_points(candidate.kind) for candidate in paper)
    try:
        _store(attempt, paper, rng)
    except IntegrityError:
        # Two clicks at once: the database let one of them in.
        _refuse_second(attempt.user, attempt.exam, attempt.mode, attempt.started_at)
        raise
    return attempt


@transaction.atomic
def _store(attempt, paper, rng):
    attempt.save(force_insert=True)
    UserAnswer.objects.bulk_create(
        UserAnswer(
            attempt=attempt,
            question_id=candidate.question_id,
            item_id=candidate.item_id,
            position=position,
            order=_choice_order(candidate, rng),
            max_points=max_points(candidate.kind),
        )
        for position, candidate in enumerate(paper, start=1)
    )


def _choice_order(candidate, rng):
    numbers = list(range(1, candidate.choices + 1))
    return numbers if candidate.keeps_order else rng.sample(numbers, len(numbers))


def _title(exam, mode, domains, pool, items):
    name = exam.certification.name
    if pool == "missed" or items is not None:
        return f"{name}: what you missed"
    if not domains:
        return f"{name} {mode}, all domains"
    numbers = ", ".join(str(number) for number in sorted(domains))
    return f"{name} {mode}, domain{'s' if len(domains) > 1 else ''} {numbers}"
