"""What can be earned: achievements and avatars, and who has them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from quizzes.models import Certification


class SlugManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class AchievementQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Achievement(models.Model):
    """A goal: a criterion reaches a value. Data; the criteria are fields of `rewards.Stats`."""

    class Criterion(models.TextChoices):
        QUIZZES = "quizzes", "Quizzes completed"
        PERFECT_QUIZZES = "perfect_quizzes", "Perfect quizzes"
        HIGH_QUIZZES = "high_quizzes", "Quizzes at 90 %+"
        CORRECT_ANSWERS = "correct_answers", "Correct answers"
        STREAK = "streak", "Streak days"
        CERTIFICATION_QUIZZES = "certification_quizzes", "Quizzes of a certification"
        LEVEL = "level", "Level"

    class Rarity(models.TextChoices):
        COMMON = "common", "Common"
        RARE = "rare", "Rare"
        EPIC = "epic", "Epic"
        LEGENDARY = "legendary", "Legendary"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200)
    category = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    criterion = models.CharField(max_length=21, choices=Criterion)
    certification = models.ForeignKey(
        Certification, models.PROTECT, null=True, blank=True, related_name="+"
    )
    value = models.PositiveIntegerField()
    xp = models.PositiveIntegerField("XP")
    rarity = models.CharField(max_length=9, choices=Rarity, default=Rarity.COMMON)
    motif = models.SlugField(
        default="first-steps", help_text="The drawing, a file in templates/gamification/motifs."
    )
    is_hidden = models.BooleanField(
        "hidden", default=False, help_text="Not listed, counted or named anywhere until earned."
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Off: nobody earns it any more."
    )

    objects = SlugManager.from_queryset(AchievementQuerySet)()

    class Meta:
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="achievement_value"),
            models.CheckConstraint(
                condition=Q(criterion="certification_quizzes", certification__isnull=False)
                | (~Q(criterion="certification_quizzes") & Q(certification__isnull=True)),
                name="achievement_certification",
                violation_error_message="Quizzes of a certification need one, other criteria none.",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["quizzes.certification"]


class AvatarQuerySet(models.QuerySet):
    def defaults(self):
        """The avatars that are open from sign-up; the first is equipped."""
        return self.filter(achievement__isnull=True).order_by("order")


class Avatar(models.Model):
    """A drawing that a student wears. It opens with its achievement, or at sign-up."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(
        "what the drawing shows", max_length=200, help_text="For people who do not see it."
    )
    order = models.PositiveSmallIntegerField(default=0)
    rarity = models.CharField(
        max_length=9, choices=Achievement.Rarity, default=Achievement.Rarity.COMMON
    )
    image = models.CharField(
        max_length=100,
        validators=[RegexValidator(r"^img/avatars/[a-z0-9-]+\.svg$", "A file in img/avatars.")],
        help_text="A path below static/.",
    )
    achievement = models.ForeignKey(
        Achievement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="avatars",
        help_text="Opens it. Empty: open from sign-up.",
    )

    objects = SlugManager.from_queryset(AvatarQuerySet)()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["gamification.achievement"]


class UserAchievement(models.Model):
    """Somebody earned an achievement: once, for good."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="achievements")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="+")
    attempt = models.ForeignKey(
        "quizzes.QuizAttempt", models.PROTECT, related_name="+", help_text="That brought it."
    )
    earned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-earned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "achievement"], name="achievement_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.achievement}"


class UserAvatar(models.Model):
    """Somebody may wear an avatar."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="avatars")
    avatar = models.ForeignKey(Avatar, models.PROTECT, related_name="+")
    attempt = models.ForeignKey(
        "quizzes.QuizAttempt",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="That brought it; empty for those of sign-up.",
    )
    unlocked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-unlocked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "avatar"], name="avatar_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.avatar}"
