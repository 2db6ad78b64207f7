"""The forms of second factors: allauth's, in our words."""

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache

from accounts import limits
from accounts.forms.fields import Plain

# A code of half a minute is taken half a minute early and late (MFA_TOTP_TOLERANCE).
CODE_LIVES = 3 * 30


def use_up(user, code):
    """Take the code this once. allauth forgets after half a minute. Raises ValidationError."""
    typed = "".join(filter(str.isalnum, code))
    if not cache.add(f"code-used:{user.pk}:{typed}", True, CODE_LIVES):
        raise get_adapter().validation_error("incorrect_code")


class Code(Plain):
    """A code from the app or a recovery code, each of which works once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hint = "The six digits that your app shows, or one of your recovery codes."
        self.fields["code"].help_text = hint

    def clean_code(self):
        """Beside allauth's five in five minutes, count as many wrong ones an hour as passwords."""
        usage = limits.count_code(self.user)
        if not usage:
            raise get_account_adapter().validation_error("too_many_for_account")
        code = super().clean_code()
        use_up(self.user, code)
        usage.rollback()
        return code


class FactorForm(Code, base.AuthenticateForm):
    """The code at a login."""


class FactorAgainForm(Code, base.ReauthenticateForm):
    """The code before something that matters."""


class AppForm(Plain, totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "The six digits that the app shows now."
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        """Who looked over the shoulder cannot log in with it."""
        code = super().clean_code()
        use_up(self.user, code)
        return code


class PasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "To tell it from others, such as “phone” or “blue key”."
        self.fields["name"].widget.attrs["maxlength"] = 60
        alone = self.fields["passwordless"]
        alone.label = "Log in with it alone, without a password"
        alone.help_text = "It then asks for your finger, face or PIN."
        alone.initial = True


class PasskeyNameForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60
