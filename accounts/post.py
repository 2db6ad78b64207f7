"""Mail: written in the transaction that causes it, sent after that, kept until it is sent."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User, WaitingMail

# Mail that a person may do without, and the switch of each.
SWITCHES = {
    "device": "wants_device_mail",
    "reports": "wants_reports_mail",
    "weekly": "wants_weekly_report",
}


def send(template, to, context, *, lifetime=None):
    """Write the mail of `template` (a prefix) to an address; it leaves when this is committed.

    After `lifetime`, a timedelta, or when the `user` of the context has gone, it is not sent any
    more. Without a mail server nothing happens.
    """
    if not settings.HAS_MAIL:
        return
    now = timezone.now()
    context = {"site_url": settings.SITE_URL, "email": to} | context
    message = get_adapter().render_mail(template, to, context)
    mail = WaitingMail.objects.create(
        user=context.get("user"),
        to=to,
        subject=message.subject[:200],
        text=message.body,
        html=message.alternatives[0].content if message.alternatives else "",
        headers=context.get("headers", {}),
        expires_at=now + lifetime if lifetime else None,
    )
    transaction.on_commit(lambda: _try(mail), robust=True)


def _try(mail):
    if not WaitingMail.objects.is_server_away(timezone.now()):
        mail.deliver()


def send_wanted(kind, user, template, context):
    """The same to `user`, unless they switched this `kind` of SWITCHES off; with the way out."""
    if not getattr(user, SWITCHES[kind]):
        return
    way_out = settings.SITE_URL + reverse("accounts:unsubscribe", args=[token_for(user, kind)])
    headers = {
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send(template, user.email, context | {"user": user, "way_out": way_out, "headers": headers})


def send_waiting(now=None):
    """Send what waits, and stop when the server is away. Returns how many are left."""
    now = now or timezone.now()
    WaitingMail.objects.drop_late(now)
    for mail in WaitingMail.objects.free(now):
        if not mail.deliver(now):
            break
    return WaitingMail.objects.count()


def token_for(user, kind):
    """What an unsubscribe link carries: it works without a login, for one kind of mail."""
    return signing.dumps([user.pk, kind], salt="unsubscribe")


def read_token(token):
    """The user and the kind of mail. Raises BadSignature, User.DoesNotExist."""
    pk, kind = signing.loads(token, salt="unsubscribe")
    return User.objects.get(pk=pk), kind


def switch_off(user, kind):
    User.objects.filter(pk=user.pk).update(**{SWITCHES[kind]: False})


CODE_LIFETIME, LINK_LIFETIME = timedelta(minutes=15), timedelta(hours=1)
