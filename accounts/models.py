"""Users, what happened to their accounts, and the mail that waits for them."""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.validators import USERNAME_MAX, known_time_zone, username_validators

logger = logging.getLogger(__name__)

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
    has_shortcuts = models.BooleanField(
        "shortcuts while answering",
        default=True,
        help_text="1 to 9 choose, N and P move on and back, F flags; ? lists them.",
    )
    has_extension = models.BooleanField(
        "English is my second language",
        default=False,
        help_text="Offers the 30 minutes more whenever you start an exam.",
    )
    is_quiet = models.BooleanField(
        "quiet mode",
        default=False,
        help_text="Hides XP, levels, streaks, leaderboards and celebrations everywhere. They go "
        "on being counted, and are there when you switch it off.",
    )
    wants_device_mail = models.BooleanField(
        "logins from a new device",
        default=True,
        help_text="When somebody logs in to your account from a new browser.",
    )
    wants_reports_mail = models.BooleanField(
        "Answers to your reports",
        default=True,
        help_text="When staff have looked at a question that you reported.",
    )
    wants_weekly_report = models.BooleanField(
        "weekly report",
        default=False,
        help_text="What you practised, once a week.",
    )
    wants_tour = models.BooleanField(
        default=True, editable=False, help_text="Three things to know, on the dashboard."
    )
    weekly_report_on = models.DateField(
        null=True, blank=True, editable=False, help_text="When the last one was sent."
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


class SecurityEventQuerySet(models.QuerySet):
    def forget(self, now):
        """Delete what is older than it is kept for. Returns how many."""
        return self.filter(at__lt=now - SecurityEvent.KEPT_FOR).delete()[0]


class SecurityEvent(models.Model):
    """Something that matters to the safety of an account, written down as it happened."""

    KEPT_FOR = timedelta(days=180)

    class Kind(models.TextChoices):
        SIGNED_UP = "signed_up", "Account created"
        LOGGED_IN = "logged_in", "Logged in"
        LOGIN_FAILED = "login_failed", "Login failed"
        PASSWORD_CHANGED = "password_changed", "Password changed"  # noqa: S105
        RESET_ASKED = "reset_asked", "Password reset asked for"
        RESET_LINK = "reset_link", "Reset link made by staff"
        PASSWORD_RESET = "password_reset", "Password reset"  # noqa: S105
        EMAIL_CHANGED = "email_changed", "E-mail address changed"
        FACTOR_ADDED = "factor_added", "Second factor added"
        FACTOR_REMOVED = "factor_removed", "Second factor removed"
        CODES_RENEWED = "codes_renewed", "Recovery codes renewed"
        CODE_USED = "code_used", "Recovery code used"
        LOGIN_CONNECTED = "login_connected", "Other login connected"
        LOGIN_DISCONNECTED = "login_disconnected", "Other login disconnected"
        SESSIONS_ENDED = "sessions_ended", "Logged out elsewhere"
        ROLE_CHANGED = "role_changed", "Rights changed"
        PUBLISHED = "published", "Question published"
        DATA_TAKEN = "data_taken", "Data downloaded"
        ACCOUNT_DELETED = "account_deleted", "Account deleted"

    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="security_events",
        help_text="Empty: nobody that is known here, or somebody who left.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField("browser", max_length=200, blank=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index("user", F("at").desc(), name="event_of_user"),
            models.Index("at", name="event_at"),
        ]

    def __str__(self):
        return self.get_kind_display()


class WaitingMailQuerySet(models.QuerySet):
    def free(self, now):
        """Mail that nobody is sending; who claimed one and fell silent has lost it."""
        return self.filter(
            Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - WaitingMail.CLAIMED_FOR)
        )

    def is_server_away(self, now):
        """Whether the mail server failed a moment ago: a page need not wait for it again."""
        return self.filter(failed_at__gt=now - WaitingMail.PAUSE).exists()

    def drop_late(self, now):
        """Forget what nobody could use any more. Returns how many."""
        late = Q(expires_at__lt=now) | Q(created_at__lt=now - WaitingMail.KEPT_FOR)
        return self.filter(late).delete()[0]


class WaitingMail(models.Model):
    """A mail from the moment when it is decided until the mail server has it."""

    CLAIMED_FOR = timedelta(minutes=5)
    PAUSE = timedelta(minutes=1)
    KEPT_FOR = timedelta(days=3)

    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="Whose account it is about, also when it goes to an earlier or a new address.",
    )
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = WaitingMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index("failed_at", name="mail_failed_at")]

    def __str__(self):
        return self.subject

    def deliver(self, now=None):
        """Hand it to the mail server and forget it. Returns whether the server could be reached.

        Two that try at once send it once: the first claims it.
        """
        now = now or timezone.now()
        own = WaitingMail.objects.filter(pk=self.pk)
        if not own.free(now).update(claimed_at=now):
            return True
        message = EmailMultiAlternatives(
            self.subject, self.text, to=[self.to], headers=self.headers
        )
        if self.html:
            message.attach_alternative(self.html, "text/html")
        try:
            message.send()
        except (SMTPRecipientsRefused, SMTPDataError) as error:
            if not _is_final(error):
                own.update(claimed_at=None, tries=F("tries") + 1)
                logger.warning("The mail server does not take a mail now, it waits: %s", error)
                return True
            logger.warning("The mail server refused a mail, which is dropped: %s", error)
        except OSError as error:  # what smtplib raises is one, too
            own.update(claimed_at=None, failed_at=now, tries=F("tries") + 1)
            logger.warning("No mail was sent, it waits: %s", error)
            return False
        except Exception:
            logger.exception("A mail could not be written, it is dropped.")
        own.delete()
        return True


def _is_final(error):
    """Whether the mail server will refuse this mail tomorrow as well (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return error.smtp_code >= 500
