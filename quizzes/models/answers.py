"""Answers: what a paper asked, and what the student said."""

from dataclasses import asdict
from string import ascii_uppercase

from django.db import models
from django.db.models import Q

from quizzes.generators import generate
from quizzes.grading import UnacceptableAnswer, clean_response, grade
from quizzes.models.attempts import QuizAttempt
from quizzes.models.choices import Choice
from quizzes.models.items import Item
from quizzes.models.questions import Question
from quizzes.models.refusals import SavedLater


class UserAnswerQuerySet(models.QuerySet):
    def last_per_item(self, user, exam=None):
        """The newest submitted answer of `user` to each item, of one exam or of all.

        Answers are made in the order of their attempts, so the highest id is the newest.
        """
        submitted = self.filter(attempt__user=user, attempt__submitted_at__isnull=False)
        if exam:
            submitted = submitted.filter(attempt__exam=exam)
        newest = submitted.values("item").annotate(newest=models.Max("pk")).values("newest")
        return self.filter(pk__in=newest)

    def drawable(self):
        """Answers to items that still have a published wording."""
        return self.filter(item__questions__status=Question.Status.PUBLISHED)

    def with_asked(self):
        """Answers with `is_asked`: another quiz of the student, unfinished, asks the item again.

        Its key is then shown nowhere, also where it was answered before.
        """
        again = UserAnswer.objects.filter(
            item=models.OuterRef("item"),
            attempt__user=models.OuterRef("attempt__user"),
            attempt__submitted_at=None,
        )
        return self.annotate(is_asked=models.Exists(again))

    def for_review(self):
        """Answers with all that a result page shows of them.

        `corrected_at` is when the key of what was asked was found wrong and corrected, or None.
        """
        corrections = Question.objects.corrections(
            models.OuterRef("item"), models.OuterRef("question__version")
        )
        first = corrections.values("published_at")[:1]
        return (
            self.select_related("question__item__objective__domain", "question__statistic")
            .prefetch_related("question__choices", "question__slots")
            .annotate(corrected_at=models.Subquery(first))
        )


class UserAnswer(models.Model):
    """One question of a paper, as shown, and what the student answered.

    What was asked is asked of the answer, not of its question: `stem`, `choices`, `key`,
    `rationale`, `reference`. Of a generated question each answer has its own.
    """

    class Confidence(models.IntegerChoices):
        GUESS = 1, "Guess"
        UNSURE = 2, "Unsure"
        SURE = 3, "Sure"

    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    order = models.JSONField(help_text="The choice numbers in the order shown.")
    seed = models.BigIntegerField(null=True, blank=True)
    # What the generator made of the seed, with the key: kept, for generators may change.
    shown = models.JSONField(null=True, blank=True)
    response = models.JSONField(null=True, blank=True, help_text="Empty: left blank.")
    is_committed = models.BooleanField(
        default=False, help_text="Checked in study mode: the student has read what is right."
    )
    is_flagged = models.BooleanField(default=False, help_text="To look at again in this exam.")
    struck = models.JSONField(
        default=list, blank=True, help_text="The choice numbers that the student ruled out."
    )
    confidence = models.PositiveSmallIntegerField(choices=Confidence, null=True, blank=True)
    seconds = models.PositiveIntegerField(
        default=0, help_text="How long the question was looked at, as far as pages told."
    )
    is_first_try = models.BooleanField(
        default=False, help_text="The student had not met the item in a submitted quiz before."
    )
    is_correct = models.BooleanField(default=False)
    points = models.PositiveSmallIntegerField(default=0)
    max_points = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = UserAnswerQuerySet.as_manager()

    # The fields that answering writes.
    GIVEN = (
        "response",
        "points",
        "max_points",
        "is_correct",
        "is_committed",
        "is_flagged",
        "saved_at",
        "struck",
        "confidence",
        "seconds",
    )

    # What was just posted and refused, a QueryDict: the page shows it again instead of what is
    # saved, so that nothing has to be typed twice.
    typed = None

    class Meta:
        ordering = ["attempt", "position"]
        indexes = [
            models.Index(fields=["item", "attempt"], name="answer_item"),
            models.Index("question", condition=Q(is_first_try=True), name="answer_first_try"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="answer_position_once"),
            models.UniqueConstraint(fields=["attempt", "question"], name="answer_question_once"),
            models.CheckConstraint(
                condition=Q(points__lte=models.F("max_points")), name="answer_points_le_max"
            ),
        ]

    def __str__(self):
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_blank(self):
        return self.response is None

    def generate(self, generator, params, seed):
        """Ask what a generator makes of `seed`. Raises KeyError, TypeError (see `generate`)."""
        self.seed, self.shown = seed, asdict(generate(generator, params, seed))
        self.order = [number for number, _ in enumerate(self.shown["choices"], start=1)]

    @property
    def stem(self):
        return self.shown["stem"] if self.shown else self.question.stem

    @property
    def is_markdown(self):
        """Whether stem and rationales are in Markdown; what a generator writes is plain."""
        return self.question.is_markdown and not self.shown

    @property
    def rationale(self):
        return self.shown["rationale"] if self.shown else self.question.rationale

    @property
    def reference(self):
        return self.shown["reference"] if self.shown else self.question.reference

    @property
    def choices(self):
        """The choices by number. Those of a generated question are rows of no table."""
        if self.shown:
            return {n: Choice(number=n, **c) for n, c in enumerate(self.shown["choices"], start=1)}
        return {choice.number: choice for choice in self.question.choices.all()}

    @property
    def key(self):
        """The right answer, in the form of a response."""
        if self.shown:
            return [number for number, choice in self.choices.items() if choice.is_key]
        return self.question.key

    def respond(self, chosen, *, must_be_whole=False):
        """Make `chosen` the response, and grade it; nothing is saved.

        `chosen` is a list of choice numbers, or a dict of slot number to choice number;
        `must_be_whole` refuses a blank and a part of an answer. Raises UnacceptableAnswer.
        """
        kind, key = self.question.kind, self.key
        self.response = clean_response(kind, key, self.order, chosen)
        if must_be_whole and len(self.response or ()) < len(key):
            raise UnacceptableAnswer("Answer all of it first, or press “I don’t know”.")
        self.points, self.max_points = grade(kind, key, self.response)
        self.is_correct = self.points == self.max_points

    def take(self, chosen, margin, sight, *, must_be_whole=False):
        """`respond` and `note`, with regard to what the page knew, see `save_answer`.

        Raises UnacceptableAnswer, SavedLater.
        """
        before = self.response
        self.respond(chosen, must_be_whole=must_be_whole)
        if sight and self.response != before and sight.is_stale(self):
            if self.response == sight.shown:
                self.respond(before or [])
                return
            if sight.given_at and self.saved_at > sight.given_at:
                raise SavedLater
        if margin:
            self.note(margin, sight if self.response == before else None)

    def note(self, margin, sight=None):
        """Take over what the page told beside the answer. Ruled out is what it offered only, and
        what is not chosen. A page that moves on, and did not see what another has saved since,
        tells no more than how long it was open.
        """
        self.seconds = max(self.seconds, margin.seconds)
        if sight and not sight.given_at and sight.is_stale(self):
            return
        left = set(self.order) - set(self.response or ())
        self.struck = [number for number in margin.struck if number in left]
        self.confidence = margin.confidence

    def choices_as_shown(self):
        """The choices in the order of this paper, each with `letter`, `is_chosen`,
        `is_struck`.
        """
        by_number = self.choices
        chosen = self.response or []
        if self.typed is not None:
            chosen = [n for n in by_number if str(n) in self.typed.getlist("choice")]
        choices = [by_number[number] for number in self.order]
        for letter, choice in zip(ascii_uppercase, choices, strict=False):
            choice.letter, choice.is_chosen = letter, choice.number in chosen
            choice.is_struck = choice.number in self.struck
        return choices

    def slots_as_shown(self):
        """The slots to fill in, each with its `options` in the order of this paper, the
        `chosen` one of them, its `right` one, and whether the slot `is_right`.
        """
        choices = self.choices
        by_pk = {choice.pk: choice for choice in choices.values()}
        slots = list(self.question.slots.all())
        for slot in slots:
            slot.options = [choices[n] for n in self.order if choices[n].group == slot.group]
            number = (self.response or {}).get(str(slot.number))
            if self.typed is not None:
                number = next(
                    (n for n in choices if str(n) == self.typed.get(f"s{slot.number}")), 0
                )
            slot.chosen = choices.get(number)
            slot.right = by_pk[slot.key_id]
            slot.is_right = slot.chosen == slot.right
        return slots

    def table_as_shown(self):
        """The slots as `(columns, [(row, cells)])`: slots with the same row make one line.

        The cells of a line stand under their columns; where it has no slot, a cell is None.
        """
        slots = self.slots_as_shown()
        columns = list(dict.fromkeys(slot.column for slot in slots))
        rows = {}
        for slot in slots:
            rows.setdefault(slot.row, {})[slot.column] = slot
        return columns, [
            (row, [cells.get(column) for column in columns]) for row, cells in rows.items()
        ]

    def steps_as_shown(self):
        """The steps to order, each with its chosen `place`, and `places` to choose from."""
        choices = self.choices
        places = {number: int(slot) for slot, number in (self.response or {}).items()}
        steps = [choices[number] for number in self.order]
        for step in steps:
            step.place, step.places = places.get(step.number), range(1, len(steps) + 1)
            if self.typed is not None:
                typed = self.typed.get(f"p{step.number}")
                step.place = next((n for n in step.places if str(n) == typed), None)
        return steps

    def choices_right_first(self):
        """The same, as study mode explains them: what is right, what was chosen, the rest."""
        return sorted(
            self.choices_as_shown(), key=lambda c: 0 if c.is_key else 1 if c.is_chosen else 2
        )
