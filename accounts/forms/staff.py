"""The forms of accounts for staff: Django's, in words about this site."""

from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm

from accounts.forms.fields import HINTS, LABELS


class PasswordWords:
    """What the fields for somebody else's password are called."""

    disabled = "Disabled: they log in with another site, where this one offers any."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, help_text in [
            ("usable_password", "Log in by password", self.disabled),
            ("password1", LABELS["password"], HINTS["password1"]),
            ("password2", "The same password again", ""),
        ]:
            if field := self.fields.get(name):
                field.label, field.help_text = label, help_text


class AccountForm(PasswordWords, AdminUserCreationForm):
    """A new account."""


class PasswordForm(PasswordWords, AdminPasswordChangeForm):
    """A new password for an account that there is."""

    disabled = PasswordWords.disabled + " The password that they have is lost."
