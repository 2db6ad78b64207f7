"""Where a student stands in one exam: every question of the bank with what is known of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef

from quizzes.models import Question, UserAnswer
from study.models import DAYS_TO_FIX, Card, Plan, end_of_day
from study.schedule import SCHEDULER

CARD = (
    "item_id",
    "stability",
    "reviewed_at",
    "answered_on",
    "due_at",
    "right",
    "missed",
    "run",
    "cold_was_right",
    "first_was_right",
    "first_at",
    "answer__confidence",
    "answer__seconds",
)


@dataclass
class Known:
    """What the card of one question says."""

    stability: float
    last_review: datetime
    answered_on: date
    due_at: datetime
    right: int
    missed: int
    run: int
    cold_was_right: bool
    first_was_right: bool
    first_at: datetime
    confidence: int | None
    seconds: int | None

    @property
    def is_right(self):
        """Whether the newest answer was right."""
        return self.run > 0

    @property
    def is_mistake(self):
        return self.missed > 0 and self.run < DAYS_TO_FIX

    def recall(self, at):
        """The chance, 0 to 1, that it is known at `at`: FSRS's curve of forgetting."""
        return SCHEDULER.get_card_retrievability(self, at)


@dataclass
class Place:
    """One question of the bank, for one student."""

    item_id: int
    objective_id: int
    domain: int  # its number
    is_asked: bool  # in an unfinished quiz, which alone may show its key
    known: Known | None = None


@dataclass
class Objective:
    """One objective with its questions."""

    pk: int
    code: str
    title: str
    domain: int
    places: list = field(default_factory=list)

    @property
    def seen(self):
        return [place for place in self.places if place.known]


@dataclass
class Standing:
    """One student in one exam, at `now`."""

    user: object
    exam: object
    now: datetime
    today: date
    day_end: datetime
    plan: Plan
    objectives: list

    @cached_property
    def places(self):
        return [place for objective in self.objectives for place in objective.places]

    @cached_property
    def seen(self):
        return [place for place in self.places if place.known]

    @cached_property
    def unseen(self):
        return [place for place in self.places if not place.known]

    @cached_property
    def mistakes(self):
        return [place for place in self.seen if place.known.is_mistake]

    @cached_property
    def due(self):
        return [place for place in self.seen if self.is_due(place)]

    def is_due(self, place):
        """Whether it comes back by the end of the student's day."""
        return place.known.due_at < self.day_end

    def was_today(self, place):
        """Whether its newest answer is of the student's local day."""
        return place.known.answered_on == self.today

    @cached_property
    def recall(self):
        """Item id → the chance that it is known now, of what was seen."""
        return {place.item_id: place.known.recall(self.now) for place in self.seen}

    def urgency(self, place):
        """What to sort by so that the least certain comes first."""
        return self.recall[place.item_id], -place.known.missed, place.item_id

    @cached_property
    def done_today(self):
        """How many questions of this exam were answered on the student's local day."""
        return sum(self.was_today(place) for place in self.seen)

    @cached_property
    def by_confidence(self):
        """`{(is_right, confidence or None): questions}`, by the newest answers."""
        return Counter((place.known.is_right, place.known.confidence) for place in self.seen)

    @property
    def days_left(self):
        return self.plan.days_left(self.today)


def standing_of(user, exam, now):
    """The Standing of `user` in `exam` at `now`: three statements, whatever the history."""
    plan = Plan.objects.filter(user=user, exam=exam).first() or Plan(user=user, exam=exam)
    objectives = _objectives_of(user, exam)
    known = dict(_cards_of(user, exam))
    for objective in objectives:
        for place in objective.places:
            place.known = known.get(place.item_id)
    return Standing(
        user=user,
        exam=exam,
        now=now,
        today=user.local_day(now),
        day_end=end_of_day(user, now),
        plan=plan,
        objectives=objectives,
    )


def _objectives_of(user, exam):
    asked = UserAnswer.objects.filter(
        attempt__user=user, attempt__submitted_at=None, item=OuterRef("item")
    )
    rows = (
        Question.objects.published()
        .of_exam(exam)
        .annotate(is_asked=Exists(asked))
        .order_by("item__objective__domain__number", "item__objective__number", "item_id")
        .values_list(
            "item_id",
            "item__objective_id",
            "item__objective__domain__number",
            "item__objective__number",
            "item__objective__title",
            "is_asked",
        )
    )
    objectives = {}
    for item_id, pk, domain, number, title, is_asked in rows:
        objective = objectives.setdefault(pk, Objective(pk, f"{domain}.{number}", title, domain))
        objective.places.append(Place(item_id, pk, domain, is_asked))
    return list(objectives.values())


def _cards_of(user, exam):
    rows = Card.objects.filter(user=user).of_exam(exam).order_by().values_list(*CARD)
    for item_id, *values in rows:
        yield item_id, Known(*values)
