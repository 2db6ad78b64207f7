"""Drawing a paper: which questions, in which order, with their choices in which order."""

import random
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from quizzes.blueprints import DEFAULT_TASKS, draw
from quizzes.generators import LARGEST_SEED, faults_in
from quizzes.grading import SLOT_KINDS, max_points
from quizzes.models import AlreadySubmitted, Question, QuizAttempt, UserAnswer
from quizzes.pools import POOLS

SMALLEST, LARGEST = 5, 90
SIZES = (10, 20, 30, 50, 90)
MODES = ("practice", "study")
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
    generator: str = ""  # its name, where one writes stem and choices
    params: dict = field(default_factory=dict, compare=False)

    @property
    def is_task(self):
        """Whether it is a performance-based task."""
        return self.kind in SLOT_KINDS

    @property
    def can_be_asked(self):
        """Whether the code that runs here knows its generator: an older one may not."""
        return self.kind != "generated" or not faults_in(self.generator, self.params)


def candidates(exam, domains=(), objectives=(), student=None):
    """The published questions of `exam`: all, or those of the domains with the given numbers and
    of the objectives with the given ids.

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
            "generator",
            "params",
        )
    )
    if domains or objectives:
        rows = rows.filter(
            Q(item__objective__domain__number__in=domains) | Q(item__objective__in=objectives)
        )
    if student:
        asked = UserAnswer.objects.filter(attempt__user=student, attempt__submitted_at__isnull=True)
        rows = rows.exclude(item__in=asked.values("item"))
    found = [Candidate(*row) for row in rows]
    return [candidate for candidate in found if candidate.can_be_asked]


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


def drawable(user, exam, now, *, domains=(), objectives=(), pool="all", items=None, has_tasks=True):
    """The candidates of a quiz: see `start_quiz` for what narrows them."""
    allowed = POOLS[pool].items_of(user, exam, now)
    if allowed is not None:
        allowed = set(allowed)
    return [
        candidate
        for candidate in candidates(exam, domains, objectives, user)
        if (allowed is None or candidate.item_id in allowed)
        and (items is None or candidate.item_id in items)
        and (has_tasks or not candidate.is_task)
    ]


def start_quiz(
    user, exam, *, size, mode="practice", title="", is_timed=False, now=None, rng=None, **wishes
):
    """Draw a quiz and store it whole: questions, their order, the order of choices.

    `mode` is "practice" or "study"; `size` is how many to ask at most; `is_timed` gives each
    question its share of the exam's minutes. The wishes narrow what is drawn: `domains` are
    domain numbers and `objectives` ids, none of both meaning all; `pool` names one of POOLS;
    `items`, a set of item ids, narrows the pool further; `has_tasks=False` leaves
    performance-based tasks out. Raises HasOpenAttempt, NothingToDraw.
    """
    now = now or timezone.now()
    rng = rng or random.SystemRandom()
    attempt = QuizAttempt(
        user=user,
        exam=exam,
        mode=mode,
        title=title or _title(exam, mode, **wishes),
        options={
            "domains": sorted(set(wishes.get("domains", ()))),
            "pool": wishes.get("pool", "all"),
        },
        started_at=now,
    )
    with _drawing(attempt):
        last_results = dict(
            UserAnswer.objects.last_per_item(user, exam).values_list("item_id", "is_correct")
        )
        paper = pick(drawable(user, exam, now, **wishes), min(size, LARGEST), last_results, rng)
        if is_timed and user.exam_time:
            attempt.options["exam_time"] = user.exam_time
            attempt.deadline_at = now + quiz_duration(exam, len(paper), user.exam_time)
        _store(attempt, paper, last_results, rng)
    return attempt


def quiz_duration(exam, size, exam_time):
    """How long a timed quiz of `size` questions may take, at the pace of the exam.

    `exam_time` is percent of its minutes.
    """
    return timedelta(minutes=exam.minutes) * size * exam_time / (exam.max_questions * 100)


def start_exam(user, exam, *, tasks=DEFAULT_TASKS, has_extension=False, now=None, rng=None):
    """Draw an exam by the blueprint of `exam`, start its clock, and store it whole.

    `tasks` is how many performance-based tasks come first; `has_extension` adds the minutes for
    a second language. Raises HasOpenAttempt, NothingToDraw.
    """
    now = now or timezone.now()
    rng = rng or random.SystemRandom()
    attempt = QuizAttempt(
        user=user,
        exam=exam,
        mode=QuizAttempt.Mode.EXAM,
        title=f"{exam.certification.name} practice exam",
        options={"exam_time": user.exam_time, "has_extension": has_extension, "tasks": tasks},
        started_at=now,
        deadline_at=now + exam_duration(exam, user.exam_time, has_extension=has_extension),
    )
    with _drawing(attempt):
        weights = dict(exam.domains.values_list("number", "weight"))
        seen = set(UserAnswer.objects.last_per_item(user, exam).values_list("item_id", flat=True))
        paper = draw(candidates(exam, student=user), weights, exam.max_questions, tasks, seen, rng)
        _store(attempt, paper, seen, rng)
    return attempt


def exam_duration(exam, exam_time, *, has_extension):
    """How long an exam may take. `exam_time` is percent of its minutes, 0 for no clock."""
    if not exam_time:
        return UNTIMED
    extension = EXTENSION if has_extension else timedelta()
    return timedelta(minutes=exam.minutes) * exam_time / 100 + extension


@contextmanager
def _drawing(attempt):
    """Draw the paper of `attempt` in this block and store it, or nothing.

    One paper of a student after the other: of two drawn side by side, say in two modes, both
    might ask the same item. Raises HasOpenAttempt, and NothingToDraw as the block does.
    """
    same = {"exam": attempt.exam, "mode": attempt.mode}
    try:
        with transaction.atomic():
            if _lock(attempt.user, **same).has_same:
                _refuse_second(attempt, **same)
            yield
    except (IntegrityError, NothingToDraw):
        # Two clicks at once: the database let one of them in, or left the other nothing to draw.
        _refuse_second(attempt, **same)
        raise


def _lock(user, **wanted):
    """The row of `user`, locked, with `has_same`: whether a wanted attempt is open."""
    same = QuizAttempt.objects.open().filter(user=OuterRef("pk"), **wanted)
    users = get_user_model().objects.annotate(has_same=Exists(same))
    return users.select_for_update(no_key=True).get(pk=user.pk)


def _refuse_second(attempt, **wanted):
    if found := unfinished(attempt.user, attempt.started_at, **wanted):
        raise HasOpenAttempt(found[0])


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


def _store(attempt, paper, seen, rng):
    """Store the paper and its answers; `seen` holds the item ids that the student has met.

    Raises NothingToDraw.
    """
    if not paper:
        raise NothingToDraw
    attempt.total = len(paper)
    attempt.max_points = sum(max_points(candidate.kind) for candidate in paper)
    attempt.save(force_insert=True)
    UserAnswer.objects.bulk_create(
        _answer(attempt, candidate, position, candidate.item_id not in seen, rng)
        for position, candidate in enumerate(paper, start=1)
    )


def _answer(attempt, candidate, position, is_first_try, rng):
    answer = UserAnswer(
        attempt=attempt,
        question_id=candidate.question_id,
        item_id=candidate.item_id,
        position=position,
        is_first_try=is_first_try,
        max_points=max_points(candidate.kind),
    )
    if candidate.kind == "generated":
        answer.generate(candidate.generator, candidate.params, rng.randint(1, LARGEST_SEED))
    else:
        numbers = list(range(1, candidate.choices + 1))
        answer.order = numbers if candidate.keeps_order else rng.sample(numbers, len(numbers))
    return answer


def _title(exam, mode, *, domains=(), objectives=(), pool="all", items=None, has_tasks=True):
    name = exam.certification.name
    if pool == "missed" or items is not None:
        return f"{name}: what you missed"
    where = "all domains"
    if objectives:
        where = "chosen objectives"
    elif domains:
        numbers = sorted(set(domains))
        where = f"domain{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
    what = "" if pool == "all" else f", {POOLS[pool].label.lower()}"
    return f"{name} {mode}, {where}{what}"
