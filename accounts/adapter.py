"""What we do otherwise than allauth: its words, how wrong passwords are counted, mail."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts import audit, devices, limits, post
from accounts.models import User

NO_MATCH = "That e-mail address or username and that password do not go together."
LIFETIMES = {
    "account/email/email_confirmation": post.CODE_LIFETIME,
    "account/email/email_confirmation_signup": post.CODE_LIFETIME,
    "account/email/password_reset_key": post.LINK_LIFETIME,
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account adapter, in our manner."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_taken": "That e-mail address has an account already.",
        "username_taken": "That username is taken.",
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "too_many_login_attempts": "Too many tries. Wait a while, then try again.",
        "too_many_for_account": "Too many tries for this account. Wait a while, or reset "
        "the password.",
        "enter_current_password": "That is not your current password.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That is not the code from the mail.",
        "mailed_too_often": "A mail went to that e-mail address a moment ago. Look for it, in "
        "the spam folder too, or wait a while and try again.",
        "rate_limited": "That was too fast. Wait a little, then try again.",
    }

    def is_ajax(self, request):
        """Answer with JSON in one place alone: a script asks for the challenge of a passkey."""
        match = request.resolver_match
        is_challenge = match and match.url_name == "mfa_login_webauthn" and request.method == "GET"
        return bool(is_challenge and request.headers.get("Accept") == "application/json")

    def pre_authenticate(self, request, **credentials):
        """Count the try, unless there were too many: per account, whichever name was typed."""
        self._try = limits.Try(request, self._account_of(credentials))
        if not self._try.is_allowed():
            raise self.validation_error(self._try.fault)

    def _rollback_login_failed_rl_usage(self):
        self._try.forgive()

    def authentication_failed(self, request, **credentials):
        user = User.objects.filter(email=self._account_of(credentials)).first()
        audit.record(audit.Kind.LOGIN_FAILED, user, request=request)

    def _account_of(self, credentials):
        if email := credentials.get("email"):
            return email.lower()
        username = credentials.get("username", "")
        named = User.objects.named(username).values_list("email", flat=True)
        return named.first() or username.lower()

    def _delete_login_attempts_cached_email(self, request, **credentials):
        """Whoever chose a new password by a mailed link may use it at once."""
        limits.Try(request, self._account_of(credentials)).forget()

    def get_login_stages(self):
        """allauth's, with the second factor as `FactorStage` asks for it."""
        stages = super().get_login_stages()
        stages[stages.index("allauth.mfa.stages.AuthenticateStage")] = (
            "accounts.factors.FactorStage"
        )
        return stages

    def post_login(self, request, user, *, signup, **kwargs):
        """Tell the owner when the browser is a new one, and know it from now on."""
        response = super().post_login(request, user, signup=signup, **kwargs)
        devices.welcome(request, response, user, is_first=signup)
        return response

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:security")

    def respond_user_inactive(self, request, user):
        return HttpResponseRedirect(reverse("account_inactive"))

    def get_reset_password_from_key_url(self, key):
        """On this site, whatever host the request named: the link goes into a person's mail."""
        return settings.SITE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth's, which does not tell the template whose account it is."""
        context = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix, email, context):
        """Through the outbox, so that no page waits for, or fails with, the mail server."""
        post.send(template_prefix, email, context, lifetime=LIFETIMES.get(template_prefix))
