"""How a wording does: counted from the first tries of students."""

from django.db import models

from quizzes.models.questions import Question

ENOUGH = 30  # answers, before a figure is worth reading


class QuestionStatisticQuerySet(models.QuerySet):
    def flagged(self):
        """Those of wordings that somebody should look at."""
        return self.filter(is_flagged=True)


class QuestionStatistic(models.Model):
    """Figures of one wording, and of those before it that differ by a typo only.

    They are counted anew by `quizzes.statistics.refresh`, never while a student waits.
    """

    class Flag(models.TextChoices):
        HARD = "hard", "Fewer than 20\u00a0% get it right"
        EASY = "easy", "More than 95\u00a0% get it right"
        WEAK = "weak", "It does not tell the strong from the weak"
        IDLE = "idle", "A choice that nobody takes"
        RIVAL = "rival", "The strong prefer a wrong choice to the key"

    question = models.OneToOneField(
        Question, models.CASCADE, primary_key=True, related_name="statistic"
    )
    answers = models.PositiveIntegerField(help_text="First tries that were answered.")
    right = models.PositiveIntegerField()
    facility = models.FloatField(null=True, help_text="The share of right answers, 0 to 1.")
    discrimination = models.FloatField(
        null=True, help_text="Point-biserial with the rest of the same attempt, -1 to 1."
    )
    median_seconds = models.PositiveIntegerField(null=True)
    choices = models.JSONField(
        default=dict, help_text="For each choice number: how many took it, and their mean rest."
    )
    flags = models.JSONField(default=list)
    is_flagged = models.BooleanField(default=False)
    refreshed_at = models.DateTimeField()

    objects = QuestionStatisticQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("question", condition=models.Q(is_flagged=True), name="statistic_flagged"),
            models.Index(fields=["facility"], name="statistic_facility"),
            models.Index(fields=["discrimination"], name="statistic_discrimination"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("answers")), name="statistic_right_le_all"
            )
        ]

    def __str__(self):
        return f"{self.question_id}: {self.right}/{self.answers}"

    @property
    def is_enough(self):
        """Whether so many answered that the figures are worth reading."""
        return self.answers >= ENOUGH

    @property
    def percent(self):
        """Facility in percent, rounded."""
        return round(100 * self.right / self.answers) if self.answers else 0

    @property
    def concerns(self):
        """The flags in words."""
        return [self.Flag(flag).label for flag in self.flags]
