"""Answers: what a paper asked, and what the student said."""

from string import ascii_uppercase

from django.db import models
from django.db.models import Q

from quizzes.models.attempts import QuizAttempt
from quizzes.models.questions import Item, Question


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

    def for_review(self):
        """Answers with all that a result page shows of them."""
        return self.select_related("question__item__objective__domain").prefetch_related(
            "question__choices", "question__slots"
        )


class UserAnswer(models.Model):
    """One question of a paper, as shown, and what the student answered."""

    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    order = models.JSONField(help_text="The choice numbers in the order shown.")
    seed = models.BigIntegerField(null=True, blank=True)
    shown = models.JSONField(null=True, blank=True)
    response = models.JSONField(null=True, blank=True, help_text="Empty: left blank.")
    is_committed = models.BooleanField(
        default=False, help_text="Checked in study mode: the student has read what is right."
    )
    is_flagged = models.BooleanField(default=False, help_text="To look at again in this exam.")
    is_correct = models.BooleanField(default=False)
    points = models.PositiveSmallIntegerField(default=0)
    max_points = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = UserAnswerQuerySet.as_manager()

    # What was just posted and refused, a QueryDict: the page shows it again instead of what is
    # saved, so that nothing has to be typed twice.
    typed = None

    class Meta:
        ordering = ["attempt", "position"]
        indexes = [models.Index(fields=["item", "attempt"], name="answer_item")]
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

    def choices_as_shown(self):
        """The question's choices in the order of this paper, each with `letter`, `is_chosen`."""
        by_number = {choice.number: choice for choice in self.question.choices.all()}
        chosen = self.response or []
        if self.typed is not None:
            chosen = [n for n in by_number if str(n) in self.typed.getlist("choice")]
        return as_shown([by_number[number] for number in self.order], chosen)

    def slots_as_shown(self):
        """The slots to fill in, each with its `options` in the order of this paper, the
        `chosen` one of them, its `right` one, and whether the slot `is_right`.
        """
        choices = {choice.number: choice for choice in self.question.choices.all()}
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
        choices = {choice.number: choice for choice in self.question.choices.all()}
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


def as_shown(choices, response):
    """The same list of choices, each with its `letter` on the page and whether it `is_chosen`."""
    for letter, choice in zip(ascii_uppercase, choices, strict=False):
        choice.letter, choice.is_chosen = letter, choice.number in (response or [])
    return choices
