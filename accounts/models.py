"""Users."""

from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.validators import USERNAME_MAX, known_time_zone, username_validators

MAY_APPEAR = Q(is_active=True, shows_on_boards=True)


class UserQuerySet(models.QuerySet):
    def on_boards(self):
        """People who may appear on boards and have a public profile."""
        return self.filter(MAY_APPEAR)

    def off_boards(self):
        """Everybody else: the few that boards leave out, and therefore the ones indexed."""
        return self.exclude(MAY_APPEAR)

    def named(self, username):
        """The person of that username, whatever its case: two that differ in case are one."""
        return self.alias(name=Lower("username")).filter(name=username.lower())


class Users(UserManager.from_queryset(UserQuerySet)):
    @classmethod
    def normalize_email(cls, email):
        """All in lower case: logins look an address up as it was stored."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username):
        """The user of that username, whatever its case. Raises User.DoesNotExist."""
        return self.named(username).get()


class User(AbstractUser):
    """A person. What the game knows of them is `gamification.UserProfile`."""

    class Theme(models.TextChoices):
        SYSTEM = "system", "Like the device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class ExamTime(models.IntegerChoices):
        """Percent of the exam's minutes; 0 has no clock."""

        STANDARD = 100, "Standard"
        QUARTER_MORE = 125, "A quarter more"
        HALF_MORE = 150, "Half as much again"
        DOUBLE = 200, "Double"
        TRIPLE = 300, "Triple"
        UNTIMED = 0, "Without a clock"

    first_name = last_name = None
    username = models.CharField(max_length=USERNAME_MAX, validators=username_validators)
    email = models.EmailField("e-mail address")
    bio = models.CharField(max_length=300, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_time_zone])
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    shows_on_boards = models.BooleanField(
        "show my username on leaderboards",
        default=True,
        help_text="Off: you are on no board and have no public profile.",
    )

    exam_time = models.PositiveSmallIntegerField(
        "time in exams",
        choices=ExamTime,
        default=ExamTime.STANDARD,
        help_text="For those who are granted more time in the real exam. No proof is asked.",
    )

    objects = Users()

    class Meta:
        indexes = [models.Index("id", condition=~MAY_APPEAR, name="user_off_boards")]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_once",
                violation_error_message="That username is taken.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="That e-mail address has an account already.",
            ),
        ]

    def get_full_name(self):
        """The username: nobody is asked for a real name."""
        return self.username

    get_short_name = get_full_name

    def local_day(self, moment):
        """The date of `moment` (an aware datetime) where this person lives."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()
