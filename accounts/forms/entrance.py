"""The forms on the way in: sign-up, login, passwords, codes."""

from allauth.account import app_settings
from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from allauth.socialaccount import forms as social_forms
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.shortcuts import redirect

from accounts import audit, devices
from accounts.forms.fields import HINTS, Plain, ZoneField, on_boards_field
from accounts.models import User
from accounts.signup import PendingSignup, open_account, open_connected_account
from accounts.social import confirmed_address, is_on


class OurSignup(Plain):
    """What both sign-ups ask, and how an account begins."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = HINTS["username"]
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-guess"] = "zone"

    def new_user(self):
        fields = ("email", "username", "time_zone", "shows_on_boards")
        user = User(**{field: self.cleaned_data[field] for field in fields})
        # Hashing takes a quarter of a second: before the transaction, for writers queue, and for
        # known addresses as well, for a clock must not tell them from others.
        user.password = make_password(self.cleaned_data.get("password1"))
        return user

    def ask_to_confirm(self, request, user, sociallogin=None):
        """Mail code and link to the address; a response, for nothing is opened yet.

        Raises ValidationError when that address had mail a moment ago, or too often.
        """
        if not ratelimit.consume(request, action="confirm_email", key=user.email):
            raise get_adapter().validation_error("mailed_too_often")
        is_known = self.account_already_exists
        PendingSignup.begin(request, user, is_known=is_known, sociallogin=sociallogin)
        return redirect(PendingSignup.PAGE)


class SignupForm(OurSignup, allauth_forms.SignupForm):
    """allauth's sign-up with a time zone and the switch for the boards."""

    time_zone = ZoneField(initial="UTC")
    shows_on_boards = on_boards_field()
    field_order = ["email", "username", "password1", "time_zone", "shows_on_boards"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Password"

    def try_save(self, request):
        """Create the account, or ask for a confirmation first; a pair of a user and a response.

        Raises IntegrityError when somebody took the name or the address a moment ago.
        """
        if app_settings.EMAIL_VERIFICATION == "mandatory":
            return None, self.ask_to_confirm(request, self.new_user())
        return open_account(self.new_user(), is_verified=False), None


class SocialSignupForm(OurSignup, social_forms.SignupForm):
    """The rest of a sign-up by an account elsewhere: no password; a confirmed address stands."""

    time_zone = ZoneField(initial="UTC")
    shows_on_boards = on_boards_field()
    field_order = ["email", "username", "time_zone", "shows_on_boards"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.confirmed = confirmed_address(self.sociallogin)
        self.fields["email"].help_text = (
            f"As {self.sociallogin.provider.name} has it. Another one is asked for a code."
            if self.confirmed
            else ""
        )

    def validate_unique_email(self, value):
        """Say that the address is known to who has confirmed it, and to nobody else."""
        email = super().validate_unique_email(value)
        if self.account_already_exists and value == self.confirmed:
            raise get_social_adapter().validation_error(
                "email_taken", self.sociallogin.provider.name
            )
        return email

    def try_save(self, request):
        """As `SignupForm.try_save`."""
        user = self.new_user()
        is_confirmed = user.email == self.confirmed
        if app_settings.EMAIL_VERIFICATION == "mandatory" and not is_confirmed:
            return None, self.ask_to_confirm(request, user, self.sociallogin)
        open_connected_account(request, user, self.sociallogin, is_verified=is_confirmed)
        return user, None


class DisconnectForm(social_forms.DisconnectForm):
    """An account elsewhere that is to open this one no more."""

    def save(self):
        """allauth asks the site for its name, which one that was switched off has not."""
        account = self.cleaned_data["account"]
        if is_on(account):
            super().save()
            return
        raise_if_reauthentication_required(self.request, app="allauth.socialaccount")
        account.delete()
        kind = audit.Kind.LOGIN_DISCONNECTED
        audit.record(kind, self.request.user, detail=account.provider, request=self.request)


class LoginForm(Plain, allauth_forms.LoginForm):
    """allauth's login by address or username."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.widget.attrs.update(autocomplete="username", maxlength=254)
        login.validators.append(MaxLengthValidator(254))  # SQLite has no LIKE for 50 kB
        days = settings.SESSION_COOKIE_AGE // (24 * 3600)
        self.fields["remember"].help_text = f"For {days} days. Leave it off on a shared computer."

    def user_credentials(self):
        """An address is never tried as a username: checking a known one's password twice would
        take twice as long as an unknown one's, and tell."""
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials

    def login(self, request, redirect_url=None):
        """Remembered or not, a login ends; one that is remembered outlives the browser."""
        response = super().login(request, redirect_url)
        if self.cleaned_data["remember"]:
            devices.end_after(request, settings.SESSION_COOKIE_AGE)
        return response


class CodeForm(Plain, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code from the mail."""


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    """The password once more."""


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    """The old password and a new one."""

    def clean_oldpassword(self):
        """Wrong ones are counted like those of a login."""
        old = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("enter_current_password")
        return old


class SetPasswordForm(Plain, allauth_forms.SetPasswordForm):
    """A first password, for an account that staff made without one."""


class ResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    """The address to send a reset link to."""


class ResetPasswordKeyForm(Plain, allauth_forms.ResetPasswordKeyForm):
    """A new password, by a reset link."""
