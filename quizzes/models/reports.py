"""What students say about a question, and what staff answer."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts import post


class AlreadyResolved(Exception):
    """Somebody else has answered the report."""


class QuestionReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at__isnull=True)

    def unread(self):
        """Those that staff have answered, and whose reporter has not seen it."""
        return self.filter(resolved_at__isnull=False, seen_at__isnull=True)


class QuestionReport(models.Model):
    """A student's word to staff that something about a question is not right."""

    class Reason(models.TextChoices):
        WRONG_KEY = "wrong_key", "The answer given as right is wrong"
        OUTDATED = "outdated", "It is outdated"
        UNCLEAR = "unclear", "It is unclear"
        TYPO = "typo", "It has a typo"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "The question is corrected"
        RETIRED = "retired", "The question is not asked any more"
        FINE = "fine", "The question stays as it is"
        DUPLICATE = "duplicate", "It was reported before"

    question = models.ForeignKey("quizzes.Question", models.CASCADE, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Submitted answers are never deleted, and only those are reported. Were Django to look for
    # reports first, a study quiz could not leave out what was not answered in one statement.
    answer = models.ForeignKey(
        "quizzes.UserAnswer",
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        help_text="What the student was asked, and said.",
    )
    seed = models.BigIntegerField(
        null=True, editable=False, help_text="Of a generated question: which one it was."
    )
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField("in your words", max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reply = models.TextField(
        max_length=1000, blank=True, help_text="The student reads it. Why it is, or is not, so."
    )
    corrected_by = models.ForeignKey(
        "quizzes.Question", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    seen_at = models.DateTimeField(
        null=True, editable=False, help_text="When the student read the answer."
    )

    objects = QuestionReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "seen_at"], name="report_unread")]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "user"],
                condition=models.Q(resolved_at__isnull=True),
                name="report_one_open_per_student",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, outcome="")
                | models.Q(resolved_at__isnull=False) & ~models.Q(outcome=""),
                name="report_resolved_somehow",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.question}"

    @property
    def is_resolved(self):
        return self.resolved_at is not None

    @transaction.atomic
    def resolve(self, outcome, reply="", *, now=None):
        """Answer the report, and tell who made it. A correction is linked to the live wording.

        Raises AlreadyResolved.
        """
        live = self.question.item.questions.published().first()
        is_new = live and live.version > self.question.version
        changes = {
            "outcome": outcome,
            "reply": reply,
            "resolved_at": now or timezone.now(),
            "corrected_by": live if outcome == self.Outcome.CORRECTED and is_new else None,
        }
        if not QuestionReport.objects.open().filter(pk=self.pk).update(**changes):
            raise AlreadyResolved
        for name, value in changes.items():
            setattr(self, name, value)
        if self.user and self.user.is_active:
            post.send_wanted(
                "reports", self.user, "quizzes/email/report_answered", {"report": self}
            )
