"""What is kept of a person: handing it over, and deleting it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts import audit, devices, post
from accounts.models import SecurityEvent, User, WaitingMail
from accounts.signals import data_asked, leaving, leaving_asked

OWN_FIELDS = [
    "username",
    "email",
    "bio",
    "time_zone",
    "theme",
    "shows_on_boards",
    "exam_time",
    "has_shortcuts",
    "has_extension",
    "is_quiet",
    "wants_device_mail",
    "wants_reports_mail",
    "wants_weekly_report",
    "weekly_report_on",
    "wants_tour",
    "is_staff",
    "date_joined",
    "last_login",
]


class LastSuperuser(Exception):
    """Without this account nobody could look after the others."""


def everything_of(user):
    """All that is kept of `user`, as JSON can hold it. Secrets and keys are no part of it."""
    account = {field: getattr(user, field) for field in OWN_FIELDS}
    others = SocialAccount.objects.filter(user=user)
    factors = Authenticator.objects.filter(user=user)
    events = user.security_events.all()
    done = LogEntry.objects.filter(user=user)
    return {
        "taken_at": timezone.now(),
        "account": account,
        "addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "other_logins": list(
            others.values("provider", "uid", "date_joined", "last_login", "extra_data")
        ),
        "second_factors": [_factor(row) for row in factors],
        "sessions": [
            {
                "device": row.device,
                "agent": row.user_agent,
                "address": row.ip,
                "began_at": row.created_at,
                "last_used_at": row.last_seen_at,
            }
            for row in devices.sessions_of(user)
        ],
        "security_events": list(events.values("kind", "detail", "at", "address", "agent")),
        "waiting_mail": list(
            WaitingMail.objects.filter(user=user).values("to", "subject", "created_at")
        ),
        "staff_actions": list(
            done.values("action_time", "content_type__model", "object_id", "action_flag")
        ),
    } | dict(pair for _, pair in data_asked.send(sender=User, user=user))


def _factor(row):
    """A second factor without its secret; passkeys have a name."""
    columns = ("type", "created_at", "last_used_at")
    return {name: getattr(row, name) for name in columns} | {"name": row.data.get("name")}


def losses_of(user):
    """What goes when the account goes, as pairs of what and how, for the person to read."""
    own = [
        ("Your account", "Username, e-mail address, bio, settings, logins and second factors go."),
    ]
    return own + [line for _, lines in leaving_asked.send(sender=User, user=user) for line in lines]


@transaction.atomic
def delete_account(user):
    """Delete all that is personal of `user`, and log them out everywhere.

    Raises LastSuperuser.
    """
    superusers = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if user.is_superuser and not [each for each in superusers if each.pk != user.pk]:
        raise LastSuperuser
    leaving.send(sender=User, user=user)
    devices.end_sessions(user)
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    WaitingMail.objects.filter(to__in=[user.email, *addresses]).delete()
    _forget_name(user)
    post.send("account/email/account_deleted", user.email, {"username": user.username})
    SecurityEvent.objects.create(kind=SecurityEvent.Kind.ACCOUNT_DELETED)  # and not from where
    User.objects.get(pk=user.pk).delete()


def _forget_name(user):
    """Name the person neither in what staff did with the account nor in what they did as staff."""
    published = user.security_events.filter(kind=SecurityEvent.Kind.PUBLISHED)
    published.update(user=None, address=None, agent="")  # a fact about the bank
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    about = about.filter(object_id=str(user.pk))
    about.update(object_repr="a deleted account", change_message="")
    signature = audit.signed_by(user)
    for event in SecurityEvent.objects.filter(detail__endswith=signature):
        event.detail = event.detail.removesuffix(signature) + audit.signed_by("somebody who left")
        event.save(update_fields=["detail"])
