"""Browsers: which of them an account knows, where it is logged in, when it was last used."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import audit, post

COOKIE, COOKIE_AGE, ACCOUNTS_KNOWN = "device", 365 * 24 * 3600, 10
USE_IS_NOTED_EVERY = timedelta(minutes=10)

BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


def describe(agent):
    """A browser's own description in words, such as "Firefox on Windows"."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), None)
    return f"{browser} on {system}" if system else browser


def welcome(request, response, user, *, is_first):
    """Mail the owner when this browser has not opened the account before, and mark it."""
    known = request.get_signed_cookie(COOKIE, "", salt=COOKIE).split(",")
    pk = str(user.pk)
    if pk not in known and not is_first:
        context = {
            "device": describe(audit.agent_of(request)),
            "address": audit.address_of(request),
            "at": timezone.now(),
        }
        post.send_wanted("device", user, "account/email/new_device", context)
    response.set_signed_cookie(
        COOKIE,
        ",".join([pk, *(each for each in known if each and each != pk)][:ACCOUNTS_KNOWN]),
        salt=COOKIE,
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def open_session(request, user):
    """Keep a record of the session that a login has just begun, and none of those that ended."""
    if "_session_expiry" not in request.session:  # the login form may have chosen
        end_after(request, settings.SESSION_COOKIE_AGE)
    now = timezone.now().timestamp()
    request.session.update({"used_at": now, "ends_at": now + settings.SESSION_COOKIE_AGE})
    UserSession.objects.filter(user=user).exclude(
        session_key__in=Session.objects.values("session_key")
    ).delete()
    _note(request, user)


def end_after(request, seconds):
    """Let the session end that long after now, whatever is stored in it until then."""
    request.session.set_expiry(timezone.now() + timedelta(seconds=seconds))


def note_use(request):
    """Record, at most once in ten minutes, that the session is in use. End it when it is over: one
    that lasts as long as the browser would go on for ever, were it only used.
    """
    now = timezone.now().timestamp()
    if now > request.session.get("ends_at", now):
        logout(request)
        return
    if now - request.session.get("used_at", 0) > USE_IS_NOTED_EVERY.total_seconds():
        request.session["used_at"] = now
        _note(request, request.user)


def keep_session(request):
    """Record the session that looks, should it have begun before sessions were recorded."""
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        _note(request, request.user)


def _note(request, user):
    address = audit.address_of(request)
    if request.session.session_key is None or address is None:
        return
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": address,
            "user_agent": audit.agent_of(request),
            "last_seen_at": timezone.now(),
        },
    )


def sessions_of(user):
    """The sessions in which `user` is logged in, last used first, each with its `device`."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    stored = Session.objects.filter(
        pk__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    # A session of an earlier SECRET_KEY goes on, and is marked anew when it is used.
    right = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    marks = {session.pk: session.get_decoded().get(HASH_SESSION_KEY, "") for session in stored}
    alive = {
        key
        for key, mark in marks.items()
        if any(constant_time_compare(mark, each) for each in right)
    }
    for row in rows:
        row.device = describe(row.user_agent)
    return [row for row in rows if row.session_key in alive]


def end_sessions(user, *, but=None, pk=None):
    """Log `user` out everywhere `but` in one session, or of the one with this `pk`.

    Returns how many ended.
    """
    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    if pk is not None:
        rows = rows.filter(pk=pk)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    rows.delete()
    return len(keys)
