"""What we do otherwise than allauth: its words, how wrong passwords are counted, lost mail."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User

logger = logging.getLogger(__name__)

NO_MATCH = "That address or username and that password do not go together."


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account adapter, in our manner."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_taken": "That e-mail address has an account already.",
        "username_taken": "That username is taken.",
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
        "enter_current_password": "That is not your current password.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That is not the code from the mail.",
        "rate_limited": "That was too fast. Wait ten seconds, then try again.",
    }

    def is_ajax(self, request):
        """Never: this site answers with pages, not with JSON."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Count wrong passwords per account, whichever of its two names was typed."""
        if "email" not in credentials:
            named = User.objects.named(credentials["username"])
            email = named.values_list("email", flat=True).first()
            credentials["email"] = email or credentials["username"]
        super().pre_authenticate(request, **credentials)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:settings")

    def send_mail(self, template_prefix, email, context):
        """Send, or answer 503 when the mail server does not take it: what failed is told."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # what smtplib raises is one, too
            logger.exception("No mail was sent (%s)", template_prefix)
            sentence = "The mail could not be sent, and nothing was saved. Try again in a minute."
            page = render(self.request, "503.html", {"sentence": sentence}, status=503)
            page["Retry-After"] = "60"
            raise ImmediateHttpResponse(page) from error
