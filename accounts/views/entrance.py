"""The way in: sign-up, codes and links, and out to other sites to log in with."""

from functools import wraps

from allauth.account import app_settings
from allauth.account import views as allauth_views
from allauth.account.utils import complete_signup
from allauth.core import ratelimit
from allauth.socialaccount import views as social_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from requests.exceptions import RequestException

from accounts import audit
from accounts.addresses import PendingChange
from accounts.confirmation import waiting_for
from accounts.forms.entrance import CodeForm
from accounts.models import User
from accounts.signup import PendingSignup

LATE = {
    PendingSignup.KEY: "That username was taken a moment ago. Choose another.",
    PendingChange.KEY: "That e-mail address cannot be used any more. Nothing was changed.",
}


class KeepsTheForm:
    """Of two who race for a name, the second reads that it is taken; who is too fast, so."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.full_clean()
            if form.is_valid():
                raise
        except ValidationError as error:  # too many mails to that address
            form.add_error("email", error)
        return self.form_invalid(form)


class SignupView(KeepsTheForm, allauth_views.SignupView):
    """allauth's sign-up."""


class SocialSignupView(KeepsTheForm, social_views.SignupView):
    """allauth's, for who comes from another site."""

    def form_invalid(self, form):
        """What the other site said is kept for another try."""
        self.request.session["socialaccount_sociallogin"] = self.sociallogin.serialize()
        return super().form_invalid(form)


class PasswordResetView(allauth_views.PasswordResetView):
    """allauth's, which also writes down who was asked about."""

    def form_valid(self, form):
        for user in form.users or [None]:  # as much work for an address that nobody has
            audit.record(audit.Kind.RESET_ASKED, user, request=self.request)
        return super().form_valid(form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request):
    """The code from a mail: of a sign-up here, of a login with an unproven address by allauth."""
    pending = PendingSignup.of(request)
    if pending is None:
        if app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED:
            return allauth_views.email_verification_sent(request)
        return redirect("account_login")
    return _ask_for_code(request, pending)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request):
    """The code from the mail to a new address."""
    pending = PendingChange.of(request)
    if pending is None:
        return redirect("accounts:address")
    return _ask_for_code(request, pending)


def _ask_for_code(request, pending):
    if pending.is_used:
        pending.end()
        messages.success(request, "The link from the mail has done that already.")
        return redirect("accounts:security" if request.user.is_authenticated else "account_login")
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
        messages.error(request, "That was the third wrong code. Begin again for a new one.")
        return redirect(pending.START)
    context = {
        "verify_form": form,
        "email": pending.state["email"],
        "has_link": True,
        "can_resend": pending.can_resend,
        "action_url": reverse(pending.PAGE),
        "cancel_url": reverse(pending.START),
    }
    return render(request, "account/confirm_email_verification_code.html", context)


def _resend(request, pending):
    if not ratelimit.consume(request, action="confirm_email", key=pending.state["email"]):
        messages.warning(request, "That was too soon. Wait a little, then ask again.")
    elif pending.can_resend:
        pending.resend()
        messages.info(request, "Another code is on its way.")
    return redirect(pending.PAGE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_link(request, token):
    """The link from a mail, in whatever browser: asks, for mail programs open links, too."""
    pending = waiting_for(request, token, (PendingSignup, PendingChange))
    if pending and request.method == "POST":
        return _finish(request, pending)
    context = {"pending": pending, "is_change": isinstance(pending, PendingChange)}
    return render(request, "account/email_confirm.html", context)


def _finish(request, pending):
    is_here = pending.is_here
    try:
        user = pending.finish()
    except (IntegrityError, User.DoesNotExist):
        messages.error(request, LATE[pending.KEY])
        return redirect(pending.START)
    if isinstance(pending, PendingChange):
        messages.success(request, "Your new e-mail address is confirmed and in use.")
        return redirect("accounts:security")
    if not is_here:  # whoever reads the mail may open the account; who knows its password, use it
        messages.success(request, "Your account is ready. Log in to it.")
        return redirect("account_login")
    next_url = pending.state["next_url"]
    return complete_signup(request, user, app_settings.EMAIL_VERIFICATION, next_url)


def with_mail(view):
    """The view where there is a mail server; elsewhere a page that says whom to ask."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if settings.HAS_MAIL:
            return view(request, *args, **kwargs)
        return render(request, "account/password_reset_by_staff.html")

    return wrapper


def by_a_page(view):
    """Go to another site by a page of ours: our policy lets no form lead there."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except RequestException:  # a provider whose own description cannot be had
            return render(request, "socialaccount/authentication_error.html", status=401)
        there = response.get("Location", "")
        if not there or url_has_allowed_host_and_scheme(there, request.get_host()):
            return response
        page = render(request, "socialaccount/leaving.html", {"there": there})
        page["Cache-Control"] = "no-store"
        return page

    return wrapper
