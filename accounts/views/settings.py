"""The settings, section by section."""

from copy import copy
from functools import wraps
from time import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit, devices, factors
from accounts.addresses import PendingChange, change_address
from accounts.forms import settings as forms
from accounts.models import SecurityEvent, User

SECTIONS = {
    "profile": ("Profile", forms.ProfileForm),
    "exams": ("Exams", forms.ExamsForm),
    "boards": ("Public profile", forms.BoardsForm),
    "quiet": ("Quiet mode", forms.QuietForm),
    "mail": ("Mail", forms.MailForm),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, section="profile"):
    """One section: what it holds, and a form to change it."""
    if section not in SECTIONS:
        raise Http404
    title, form_class = SECTIONS[section]
    data = request.POST if request.method == "POST" else None
    # The form writes into its instance also what it then refuses; the page shows request.user.
    form = form_class(data, instance=copy(request.user))

    if form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("username", "That username is taken.")
        else:
            messages.success(request, "Your settings are saved.")
            return redirect(request.path)
    context = {"form": form, "section": section, "title": title, "has_mail": site.HAS_MAIL}
    return render(request, "accounts/settings.html", context)


@require_POST
@login_required
def end_tour(request):
    """No more of the three things to know."""
    User.objects.filter(pk=request.user.pk).update(wants_tour=False)
    return redirect("home")


@login_required
@require_safe
def security(request):
    """How one logs in, and the ways to make that safer."""
    context = {
        "section": "security",
        "has_factor": factors.has_second_factor(request.user),
        "needs_factor": factors.lacks_needed_factor(request.user),
        "has_providers": bool(site.SOCIALACCOUNT_PROVIDERS),
        "events": request.user.security_events.all()[:3],
    }
    return render(request, "accounts/security.html", context)


@login_required
@require_safe
def events(request):
    """What happened to one's account, page by page."""
    page = Paginator(request.user.security_events.all(), 25).get_page(request.GET.get("page"))
    context = {"page": page, "section": "security", "days": SecurityEvent.KEPT_FOR.days}
    return render(request, "accounts/events.html", context)


@login_required
@never_cache
@require_safe
def sessions(request):
    """Where one is logged in."""
    devices.keep_session(request)
    own = devices.sessions_of(request.user)
    context = {"sessions": own, "here": request.session.session_key, "section": "security"}
    return render(request, "accounts/sessions.html", context)


@login_required
@require_POST
def end_sessions(request):
    """Log out elsewhere: in one session, or in all but this one."""
    pk = request.POST.get("session", "")
    if pk and not (pk.isdecimal() and len(pk) < 19):  # longer is no row's
        raise Http404
    here = request.session.session_key
    count = devices.end_sessions(request.user, but=here, pk=int(pk) if pk else None)
    if count:
        audit.record(audit.Kind.SESSIONS_ENDED, request.user, request=request)
        messages.success(request, "Logged out there.")
    return redirect("accounts:sessions")


def has_no_password(request):
    return request.user.is_authenticated and not request.user.has_usable_password()


def known_again(view):
    """The view for who has just logged in, of those who come from another site and have neither
    password nor factor to show once more.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and not get_reauthentication_flows(user):
            logins = get_authentication_records(request, user)
            if not logins or time() - logins[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT:
                logout(request)
                messages.info(request, "Log in once more, to be sure that it is you.")
                return redirect_to_login(request.path)
        return view(request, *args, **kwargs)

    return wrapper


@login_required
@known_again
@reauthentication_required(app="allauth.mfa", enabled=has_no_password)
@require_http_methods(["GET", "HEAD", "POST"])
def address(request):
    """Another e-mail address, asked for with the password."""
    form = forms.AddressForm(request.POST or None, user=request.user)
    if not form.is_valid():
        return render(request, "accounts/address.html", {"form": form, "section": "security"})

    email = form.cleaned_data["email"]
    if site.HAS_MAIL:
        if not ratelimit.consume(request, action="confirm_email", key=email):
            form.add_error("email", get_adapter().validation_error("mailed_too_often"))
            return render(request, "accounts/address.html", {"form": form, "section": "security"})
        PendingChange.begin(request, request.user, email, is_known=form.is_known)
        return redirect(PendingChange.PAGE)
    try:
        change_address(request.user, email, is_verified=False, request=request)
    except IntegrityError:
        messages.error(request, "That e-mail address has an account already.")
        return redirect("accounts:address")
    messages.success(request, "Your e-mail address is changed.")
    return redirect("accounts:security")
