"""Sign-up and its code, settings, public profiles."""

from copy import copy
from functools import wraps

from allauth.account import app_settings
from allauth.account import views as allauth_views
from allauth.account.utils import complete_signup
from allauth.core import ratelimit
from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import CodeForm, SettingsForm
from accounts.models import User
from accounts.signup import PendingSignup


class SignupView(allauth_views.SignupView):
    """allauth's sign-up; of two who race for a name, the second reads that it is taken."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.full_clean()
            if form.is_valid():
                raise
            return self.form_invalid(form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request):
    """The code from a mail: of a sign-up here, of a login with an unproven address by allauth."""
    pending = PendingSignup.of(request)
    if pending is None:
        if app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED:
            return allauth_views.email_verification_sent(request)
        return redirect("account_login")
    if request.method == "POST" and request.POST.get("action") == "resend":
        return _resend(request, pending)

    form = CodeForm(
        request.POST if request.method == "POST" else None,
        code=pending.state["code"],
        email=pending.state["email"],
    )
    if form.is_valid():
        return _finish(request, pending)
    if form.is_bound and not pending.miss():
        messages.error(request, "That was the third wrong code. Sign up again for a new one.")
        return redirect("account_signup")
    context = {
        "verify_form": form,
        "email": pending.state["email"],
        "can_resend": pending.can_resend,
        "cancel_url": reverse("account_signup"),
    }
    return render(request, "account/confirm_email_verification_code.html", context)


def _resend(request, pending):
    too_often = ratelimit.consume_or_429(
        request, action="confirm_email", key=pending.state["email"]
    )
    if too_often:
        return too_often
    if pending.can_resend:
        pending.resend()
        messages.info(request, "Another code is on its way.")
    return redirect("account_email_verification_sent")


def _finish(request, pending):
    try:
        user = pending.finish()
    except IntegrityError:
        messages.error(request, "That username was taken a moment ago. Choose another.")
        return redirect("account_signup")
    next_url = pending.state["next_url"]
    return complete_signup(request, user, app_settings.EMAIL_VERIFICATION, next_url)


def with_mail(view):
    """The view where there is a mail server; elsewhere a page that says whom to ask."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if site.HAS_MAIL:
            return view(request, *args, **kwargs)
        return render(request, "account/password_reset_by_staff.html")

    return wrapper


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    """Username, bio, time zone, theme, and whether to appear on boards."""
    data = request.POST if request.method == "POST" else None
    # The form writes into its instance also what it then refuses; the page shows request.user.
    form = SettingsForm(data, instance=copy(request.user))

    if form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("username", "That username is taken.")
        else:
            messages.success(request, "Your settings are saved.")
            return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form})


@require_safe
def person(request, username):
    """The public profile of a person who shows themselves, at the name as they write it."""
    person = get_object_or_404(User.objects.on_boards().named(username))
    if person.username != username:
        return redirect("accounts:person", person.username, permanent=False)
    return render(request, "accounts/person.html", {"person": person})
