"""Cards, plans and bookmarks: what is known of a student and a question."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from quizzes.models import Exam, Item, Question, QuizAttempt, UserAnswer

DAYS_TO_FIX = 2  # a mistake is fixed by right answers on this many local days


def end_of_day(user, now):
    """The moment at which the student's local day, of which `now` is part, ends."""
    zone = ZoneInfo(user.time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


class CardQuerySet(models.QuerySet):
    def of_exam(self, exam):
        return self.filter(item__objective__domain__exam=exam)

    def drawable(self):
        """Cards of items that still have a published wording."""
        return self.filter(item__questions__status=Question.Status.PUBLISHED)

    def due(self, user, now):
        """What comes back by the end of the student's local day."""
        return self.filter(user=user, due_at__lt=end_of_day(user, now))

    def mistakes(self):
        """What was missed, and not yet right on two different days since."""
        return self.filter(missed__gt=0, run__lt=DAYS_TO_FIX)

    def missed_last(self, user, items):
        """Cards of these items that were missed the last time, and can be asked again."""
        return self.filter(user=user, item__in=items, run=0).drawable()

    def by_confidence(self):
        """`{(is_right, confidence or None): questions}`, by the newest answers."""
        rows = (
            self.order_by()
            .annotate(right_now=Q(run__gt=0))
            .values_list("right_now", "answer__confidence")
        )
        return {(right, level): count for right, level, count in rows.annotate(count=Count("pk"))}

    def by_domain(self):
        """`{domain number: (seen, right now)}`."""
        rows = self.order_by().values_list("item__objective__domain__number")
        counted = rows.annotate(seen=Count("pk"), right_now=Count("pk", filter=Q(run__gt=0)))
        return {number: (seen, right_now) for number, seen, right_now in counted}

    def paces(self):
        """`(seconds, is_right)` of the newest answers that say how long they took."""
        rows = self.order_by().filter(answer__seconds__gt=0).annotate(right_now=Q(run__gt=0))
        return list(rows.values_list("answer__seconds", "right_now"))

    def with_answer(self):
        """Cards with the newest answer and all that a page shows of it, and `corrected_at`: when
        the key of what was asked was found wrong and corrected, or None.
        """
        corrections = Question.objects.corrections(
            OuterRef("item"), OuterRef("answer__question__version")
        )
        return (
            self.select_related(
                "answer__attempt",
                "answer__question__item__objective__domain__exam__certification",
                "answer__question__statistic",
            )
            .prefetch_related("answer__question__choices", "answer__question__slots")
            .annotate(corrected_at=Subquery(corrections.values("published_at")[:1]))
        )

    def days_by_exam(self, user, today):
        """`{exam id: {"done": n, "most": n or None, "exam_on": a date or None}}` of exams begun.

        `done` is how many questions were answered on that local day; the rest is the plan's.
        """
        plan = Plan.objects.filter(user=user, exam=OuterRef("item__objective__domain__exam"))
        rows = (
            self.filter(user=user)
            .drawable()
            .values("item__objective__domain__exam")
            .annotate(
                done=Count("pk", filter=Q(answered_on=today)),
                most=Subquery(plan.values("most_a_day")),
                exam_on=Subquery(plan.values("exam_on")),
            )
        )
        return {row["item__objective__domain__exam"]: row for row in rows}


class Card(models.Model):
    """What a student's memory of one item is thought to be, by its answers."""

    class Rating(models.IntegerChoices):
        """As in the fsrs library."""

        AGAIN = 1, "Again"
        HARD = 2, "Hard"
        GOOD = 3, "Good"
        EASY = 4, "Easy"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cards")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+", db_index=False)
    # Submitted answers are never deleted, and the database would refuse it. Were Django to look
    # for cards first, a study quiz could not leave out what was not answered in one statement.
    answer = models.ForeignKey(
        UserAnswer, models.DO_NOTHING, related_name="+", help_text="The newest one."
    )
    stability = models.FloatField(help_text="Days until nine of ten such items are still known.")
    difficulty = models.FloatField(help_text="From 1 to 10.")
    rating = models.PositiveSmallIntegerField(choices=Rating, help_text="Of the newest answer.")
    reviewed_at = models.DateTimeField()
    scheduled_at = models.DateTimeField(help_text="When memory alone would have it come back.")
    due_at = models.DateTimeField(help_text="The same, but not after the day of the exam.")
    lapses = models.PositiveSmallIntegerField(default=0, help_text="Missed after being right.")
    right = models.PositiveSmallIntegerField(default=0, help_text="Right answers in all.")
    missed = models.PositiveSmallIntegerField(default=0, help_text="Wrong and blank ones in all.")
    run = models.PositiveSmallIntegerField(
        default=0, help_text="Local days with a right answer since the last miss."
    )
    right_on = models.DateField(null=True, help_text="The local day of the last right answer.")
    answered_on = models.DateField(help_text="The local day of the newest answer.")
    cold_was_right = models.BooleanField(
        help_text="The first answer of that day: before its reasons were read again."
    )
    first_at = models.DateTimeField()
    first_was_right = models.BooleanField()

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "due_at"], name="card_due")]
        constraints = [
            models.UniqueConstraint(fields=["user", "item"], name="card_once"),
            models.CheckConstraint(condition=Q(stability__gt=0), name="card_stability"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 10)), name="card_difficulty"),
            models.CheckConstraint(
                condition=Q(due_at__lte=models.F("scheduled_at")), name="card_due_le_scheduled"
            ),
            models.CheckConstraint(
                condition=Q(run__lte=models.F("right")), name="card_run_le_right"
            ),
        ]

    def __str__(self):
        return f"{self.user_id}/{self.item_id}"

    @property
    def is_mistake(self):
        return self.missed > 0 and self.run < DAYS_TO_FIX


class Plan(models.Model):
    """What a student has set for one exam: its day, and how much a day."""

    MOST_A_DAY = 20

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans")
    exam = models.ForeignKey(Exam, models.CASCADE, related_name="+")
    exam_on = models.DateField("day of the exam", null=True, blank=True)
    most_a_day = models.PositiveSmallIntegerField("questions a day, at most", default=MOST_A_DAY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "exam"], name="plan_once"),
            models.CheckConstraint(condition=Q(most_a_day__range=(5, 90)), name="plan_most_a_day"),
        ]

    def __str__(self):
        return f"{self.user_id}/{self.exam_id}"

    def days_left(self, today):
        """Days from `today` to the exam, 0 on its day; None without one, or when it is over."""
        if self.exam_on is None or self.exam_on < today:
            return None
        return (self.exam_on - today).days


class BookmarkQuerySet(models.QuerySet):
    def keep(self, user, item_id, note=None):
        """Bookmark an item. A bookmark that is there stays, and so does its note, unless another
        is given, which may be empty.
        """
        defaults = {} if note is None else {"note": note}
        bookmark, _ = self.update_or_create(user=user, item_id=item_id, defaults=defaults)
        return bookmark

    def of_exam(self, exam):
        return self.filter(item__objective__domain__exam=exam)


class Bookmark(models.Model):
    """An item that a student wants to find again, with a note for nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    note = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="bookmark_once")]

    def __str__(self):
        return f"{self.user_id}/{self.item_id}"


def open_items(user):
    """The ids of the items that an unfinished quiz of `user` asks: nothing may show their keys."""
    return QuizAttempt.objects.open().filter(user=user).values("answers__item")
