"""Attempts: facts about what a student did."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Min, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from quizzes.grading import SLOT_KINDS
from quizzes.models.blueprint import Exam
from quizzes.models.refusals import AlreadySubmitted, AnswerIsFinal, NothingAnswered, TimeIsUp
from quizzes.signals import quiz_submitted

# How long after the deadline an answer that was on its way is still taken.
GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Mark:
    """How one question of a paper stands."""

    position: int
    is_done: bool
    is_flagged: bool
    is_task: bool


class QuizAttemptQuerySet(models.QuerySet):
    def open(self):
        return self.filter(submitted_at__isnull=True)

    def submitted(self):
        return self.filter(submitted_at__isnull=False)

    def with_exam(self):
        return self.select_related("exam__certification")

    def with_answered(self):
        """Annotates how many answers are not blank, as `answered_now`, and the first blank one,
        as `next_position`, None when all are answered.
        """
        return self.annotate(
            answered_now=Count(
                "answers",
                filter=Q(answers__response__isnull=False) | Q(answers__is_committed=True),
            ),
            next_position=Min(
                "answers__position",
                filter=Q(answers__response__isnull=True, answers__is_committed=False),
            ),
        )

    def idle_study(self, since):
        """Open study quizzes of which nothing was saved since that moment, each with
        `last_checked_at`, when an answer was checked last, or the start.
        """
        checked = Max("answers__saved_at", filter=Q(answers__is_committed=True))
        return (
            self.open()
            .filter(mode=QuizAttempt.Mode.STUDY)
            .annotate(
                last_saved_at=Coalesce(Max("answers__saved_at"), "started_at"),
                last_checked_at=Coalesce(checked, "started_at"),
            )
            .filter(last_saved_at__lt=since)
        )

    def overdue(self, now):
        """Open exams whose deadline, and the grace after it, has passed."""
        return self.open().filter(deadline_at__lt=now - GRACE)

    @transaction.atomic
    def save_answer(
        self,
        pk,
        position,
        chosen,
        *,
        margin=None,
        must_be_whole=False,
        is_settled=True,
        is_flagged=None,
        sight=None,
        now=None,
    ):
        """Save what was chosen as the answer at `position` of attempt `pk`, graded for later.

        `chosen` and `must_be_whole` are those of `UserAnswer.respond`; `margin` is a Margin, what
        the page told beside the answer; `is_flagged` sets or lifts the flag. `sight` is a Sight,
        what the page knew: where another page has saved since, a page on which nothing was
        chosen changes nothing, and an answer that waited gives way to a later one.

        In study mode this commits the answer for good: its page shows what is right from now on.
        Not with `is_settled` false: then only the margin of an open answer is saved.

        Locks the attempt, so that an answer is either in before a submission that runs beside
        it, or refused. Raises QuizAttempt.DoesNotExist, UserAnswer.DoesNotExist,
        AlreadySubmitted, TimeIsUp, AnswerIsFinal, UnacceptableAnswer, SavedLater.
        """
        attempt = self.select_for_update().get(pk=pk)
        now = now or timezone.now()
        if attempt.is_submitted:
            raise AlreadySubmitted
        if attempt.is_over(now):
            raise TimeIsUp
        answer = attempt.answers.select_related("question").get(position=position)
        if attempt.is_study and not is_settled:
            if answer.is_committed:
                return answer
            answer.note(margin, sight)
        elif answer.is_committed:
            raise AnswerIsFinal
        else:
            answer.take(chosen, margin, sight, must_be_whole=must_be_whole)
            answer.is_committed = attempt.is_study
        if is_flagged is not None:
            answer.is_flagged = is_flagged
        answer.saved_at = now
        answer.save(update_fields=answer.GIVEN)
        return answer


class QuizAttempt(models.Model):
    """One paper: drawn, taken, submitted. The paper is fixed when it starts."""

    class Mode(models.TextChoices):
        PRACTICE = "practice", "Practice"
        STUDY = "study", "Study"
        EXAM = "exam", "Exam"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="attempts",
        help_text="Empty only when the account was erased.",
    )
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.PRACTICE)
    title = models.CharField(max_length=120)
    options = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_on = models.DateField(
        null=True, blank=True, help_text="The student's local day of the submission."
    )
    total = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField(default=0)
    correct = models.PositiveSmallIntegerField(default=0)
    points = models.PositiveSmallIntegerField(default=0)
    max_points = models.PositiveSmallIntegerField(default=0)

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index("user", models.F("submitted_at").desc(), name="attempt_history"),
            models.Index("user", "submitted_on", name="attempt_day"),
            models.Index("exam", "submitted_at", name="attempt_exam"),
            models.Index("submitted_on", "user", name="attempt_of_day"),
            models.Index(
                "deadline_at", condition=Q(submitted_at__isnull=True), name="attempt_running"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "exam", "mode"],
                condition=Q(submitted_at__isnull=True),
                name="attempt_one_open",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="attempt_has_questions"),
            models.CheckConstraint(
                condition=Q(correct__lte=models.F("answered"), answered__lte=models.F("total")),
                name="attempt_correct_le_total",
            ),
            models.CheckConstraint(
                condition=Q(points__lte=models.F("max_points")), name="attempt_points_le_max"
            ),
            models.CheckConstraint(
                condition=~Q(mode="exam") | Q(deadline_at__isnull=False),
                name="attempt_exam_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_on__isnull=True)
                | Q(submitted_at__isnull=False, submitted_on__isnull=False),
                name="attempt_submitted_on_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.title} #{self.pk}"

    def get_absolute_url(self):
        """The result of a submitted attempt, the first question of an open one."""
        if self.is_submitted:
            return reverse("quizzes:result", args=[self.pk])
        return reverse("quizzes:question", args=[self.pk, 1])

    @property
    def next_url(self):
        """Where an open attempt, read `with_answered`, goes on: at its first blank question."""
        return reverse("quizzes:question", args=[self.pk, self.next_position or self.total])

    @property
    def is_submitted(self):
        return self.submitted_at is not None

    @property
    def score(self):
        """Percent of the items that are correct, rounded down: 100 means all of them."""
        return 100 * self.correct // self.total

    @property
    def is_exam(self):
        return self.mode == self.Mode.EXAM

    @property
    def is_study(self):
        return self.mode == self.Mode.STUDY

    def map(self):
        """The paper at a glance: a Mark for each question."""
        rows = self.answers.order_by("position").values_list(
            "position", "response", "is_committed", "is_flagged", "question__kind"
        )
        return [
            Mark(
                position,
                is_committed if self.is_study else response is not None,
                is_flagged,
                kind in SLOT_KINDS,
            )
            for position, response, is_committed, is_flagged, kind in rows
        ]

    def seconds_left(self, now):
        """Whole seconds until the deadline, for the clock; None where no clock runs."""
        if self.deadline_at is None or not self.options.get("exam_time"):
            return None
        return max(0, int((self.deadline_at - now).total_seconds()))

    def save_answer(self, position, chosen, *, margin=None, now=None):
        """`QuizAttemptQuerySet.save_answer` of this attempt."""
        return QuizAttempt.objects.save_answer(self.pk, position, chosen, margin=margin, now=now)

    @transaction.atomic
    def submit(self, *, now=None):
        """Close the attempt, sum what its answers earned and announce it.

        A study quiz consists of what was checked; the rest of its paper was never seen.
        Raises AlreadySubmitted for all but the first of any number of simultaneous calls, and
        NothingAnswered.
        """
        now = now or timezone.now()
        # Claimed by the database, not by a look at `submitted_at`: of two submissions that
        # run side by side the second waits here and then finds nothing to claim.
        claimed = (
            QuizAttempt.objects.open()
            .filter(pk=self.pk)
            .update(submitted_at=now, submitted_on=self.user.local_day(now))
        )
        if not claimed:
            raise AlreadySubmitted
        if self.is_study:
            self._leave_out_unseen()
        self.answered = self._sum(Count("pk", filter=Q(response__isnull=False)))
        self.correct = self._sum(Count("pk", filter=Q(is_correct=True)))
        self.points = self._sum(Sum("points"))
        self.max_points = self._sum(Sum("max_points"))
        self.save(update_fields=["total", "answered", "correct", "points", "max_points"])
        if self.is_exam and not self.answered:
            raise NothingAnswered
        self.submitted_at, self.submitted_on = now, self.user.local_day(now)
        quiz_submitted.send(sender=QuizAttempt, attempt=self)

    def is_over(self, now):
        """Whether the deadline, and the grace after it, has passed at `now`."""
        return self.deadline_at is not None and now > self.deadline_at + GRACE

    def close(self):
        """Submit what has run out of time, as of its deadline, with what was saved or checked.

        Drops it when nothing was. Raises AlreadySubmitted.
        """
        if self.answers.filter(Q(response__isnull=False) | Q(is_committed=True)).exists():
            self.submit(now=self.deadline_at)
        else:
            self.drop()

    def drop(self):
        """Delete an attempt that is open, with its answers. Raises AlreadySubmitted."""
        if not QuizAttempt.objects.open().filter(pk=self.pk).delete()[0]:
            raise AlreadySubmitted

    def _sum(self, aggregate):
        """An aggregate over the answers that the database computes as it saves."""
        answers = self.answers.order_by().values("attempt")
        return Coalesce(Subquery(answers.annotate(sum=aggregate).values("sum")), 0)

    def _leave_out_unseen(self):
        unseen, _ = self.answers.filter(is_committed=False).delete()
        self.total -= unseen
        if not self.total:
            raise NothingAnswered
