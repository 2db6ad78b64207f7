"""What accounts listens to: security events, and logins."""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from allauth.usersessions.signals import on_user_logged_in
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import devices
from accounts.audit import Kind, record
from accounts.factors import FACTORS
from accounts.signals import signed_up

# It would look at each session of the account by itself.
account.user_logged_in.disconnect(on_user_logged_in)


@receiver(user_logged_in)
def open_session(sender, request, user, **kwargs):
    devices.open_session(request, user)


@receiver(signed_up)
def note_signup(sender, user, **kwargs):
    record(Kind.SIGNED_UP, user)


@receiver(account.user_logged_in)
def note_login(sender, request, user, **kwargs):
    record(Kind.LOGGED_IN, user, detail=_ways_in(request), request=request)


def _ways_in(request):
    """How the visitor showed who they are, such as "password, then authenticator app"."""
    names = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery code"}
    ways = []
    for step in request.session.get("account_authentication_methods", []):
        if step["method"] == "mfa":
            ways.append(names[step["type"]])
        else:
            ways.append(step.get("provider", step["method"].replace("_", " ")))
    return ", then ".join(ways)


@receiver(account.password_changed)
@receiver(account.password_set)
def note_password(sender, request, user, **kwargs):
    record(Kind.PASSWORD_CHANGED, user, request=request)


@receiver(account.password_reset)
def note_reset(sender, request, user, **kwargs):
    record(Kind.PASSWORD_RESET, user, request=request)


@receiver(mfa.authenticator_added)
def note_factor(sender, request, user, authenticator, **kwargs):
    record(Kind.FACTOR_ADDED, user, detail=_name(authenticator), request=request)
    # Until now a password was enough: whoever used it elsewhere shows the factor, too.
    is_first = Authenticator.objects.filter(user=user, type__in=FACTORS).count() == 1
    if is_first and authenticator.type in FACTORS:
        ended = devices.end_sessions(user, but=request.session.session_key)
        if ended:
            record(Kind.SESSIONS_ENDED, user, request=request)


@receiver(mfa.authenticator_removed)
def note_lost_factor(sender, request, user, authenticator, **kwargs):
    record(Kind.FACTOR_REMOVED, user, detail=_name(authenticator), request=request)


@receiver(mfa.authenticator_reset)
def note_codes(sender, request, user, **kwargs):
    record(Kind.CODES_RENEWED, user, request=request)


@receiver(mfa.authenticator_used)
def note_code(sender, request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record(Kind.CODE_USED, user, request=request)


@receiver(mfa.authentication_failed)
def note_wrong_code(sender, request, user, **kwargs):
    record(Kind.LOGIN_FAILED, user, detail="second factor", request=request)


@receiver(social.social_account_added)
def note_connection(sender, request, sociallogin, **kwargs):
    record(
        Kind.LOGIN_CONNECTED,
        sociallogin.user,
        detail=sociallogin.provider.name,
        request=request,
    )


@receiver(social.social_account_removed)
def note_disconnection(sender, request, socialaccount, **kwargs):
    record(
        Kind.LOGIN_DISCONNECTED,
        socialaccount.user,
        detail=socialaccount.get_provider().name,
        request=request,
    )


def _name(authenticator):
    names = {
        Authenticator.Type.TOTP: "Authenticator app",
        Authenticator.Type.RECOVERY_CODES: "Recovery codes",
    }
    return names.get(authenticator.type) or f"Passkey: {authenticator.wrap().name}"
