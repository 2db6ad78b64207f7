"""What students say about a question."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class QuestionReport(models.Model):
    """A student's word to staff that something about a question is not right."""

    class Reason(models.TextChoices):
        WRONG_KEY = "wrong_key", "The key is wrong"
        OUTDATED = "outdated", "It is outdated"
        UNCLEAR = "unclear", "It is unclear"
        TYPO = "typo", "It has a typo"
        OTHER = "other", "Something else"

    question = models.ForeignKey("quizzes.Question", models.CASCADE, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField("in your words", max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "user"],
                condition=models.Q(resolved_at__isnull=True),
                name="report_one_open_per_student",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.question}"
