"""The forms of sign-up, login, passwords and settings."""

from functools import cache

from allauth.account import app_settings
from allauth.account import forms as allauth_forms
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.shortcuts import redirect

from accounts.models import User
from accounts.signup import PendingSignup, open_account
from accounts.validators import time_zones

LABELS = {
    "email": "E-mail address",
    "username": "Username",
    "login": "E-mail address or username",
    "password": "Password",
    "oldpassword": "Current password",
    "code": "Code",
}
HINTS = {
    "username": "Shown instead of your real name. Letters, digits, hyphens and underscores.",
    "password1": "At least 12 characters; not common, not like your username or e-mail address.",
    "time_zone": "Your day, and so your streak, begins at midnight there.",
}
AREAS = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
]


@cache
def zone_choices():
    """UTC and the zones that are places, by area. The rest of the database is old aliases."""
    areas = {area: [] for area in AREAS}
    for name in sorted(time_zones()):
        area, _, place = name.partition("/")
        if area in areas:
            areas[area].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *areas.items()]


class ZoneSelect(forms.Select):
    """A select that takes milliseconds, not a fortieth of a second."""

    template_name = "account/_zones.html"


class ZoneField(forms.ChoiceField):
    """A choice of time zone."""

    widget = ZoneSelect

    def __init__(self, **kwargs):
        super().__init__(
            choices=zone_choices, label="Time zone", help_text=HINTS["time_zone"], **kwargs
        )
        self.error_messages["invalid_choice"] = "Choose a time zone from the list."


class Plain:
    """Our labels; no placeholders, which say the same again and then vanish; passwords once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "username", "code"):
                field.widget.attrs.update(autocapitalize="none", spellcheck="false")
            if name in ("password", "oldpassword"):
                field.help_text = ""
        if "password1" in self.fields:
            self.fields["password1"].label = "New password"
            self.fields["password1"].help_text = HINTS["password1"]


class SignupForm(Plain, allauth_forms.SignupForm):
    """allauth's sign-up with a time zone and the switch for the boards."""

    time_zone = ZoneField(initial="UTC")
    shows_on_boards = forms.BooleanField(
        label="Show my username on leaderboards",
        help_text="You can change this at any time.",
        initial=True,
        required=False,
    )
    field_order = ["email", "username", "password1", "time_zone", "shows_on_boards"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = HINTS["username"]
        self.fields["password1"].label = "Password"
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-guess"] = "zone"

    def try_save(self, request):
        """Open the account, or mail a code first; allauth's pair of a user and a response.

        Raises IntegrityError when somebody took the name or the address a moment ago.
        """
        is_mailed = app_settings.EMAIL_VERIFICATION == "mandatory"
        if is_mailed:
            key = self.cleaned_data["email"]
            too_often = ratelimit.consume_or_429(request, action="confirm_email", key=key)
            if too_often:
                return None, too_often

        fields = ("email", "username", "time_zone", "shows_on_boards")
        user = User(**{field: self.cleaned_data[field] for field in fields})
        # Hashing takes a quarter of a second: before the transaction, for writers queue, and for
        # known addresses as well, for a clock must not tell them from others.
        user.password = make_password(self.cleaned_data["password1"])
        if is_mailed:
            PendingSignup.begin(request, user, is_known=self.account_already_exists)
            return None, redirect("account_email_verification_sent")
        return open_account(user, is_verified=False), None


class LoginForm(Plain, allauth_forms.LoginForm):
    """allauth's login by address or username."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.widget.attrs.update(autocomplete="username", maxlength=254)
        login.validators.append(MaxLengthValidator(254))  # SQLite has no LIKE for 50 kB

    def user_credentials(self):
        """An address is never tried as a username: checking a known one's password twice would
        take twice as long as an unknown one's, and tell."""
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class CodeForm(Plain, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code from the mail."""


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    """The password once more."""


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    """The old password and a new one."""


class SetPasswordForm(Plain, allauth_forms.SetPasswordForm):
    """A first password, for an account that staff made without one."""


class ResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    """The address to send a reset link to."""


class ResetPasswordKeyForm(Plain, allauth_forms.ResetPasswordKeyForm):
    """A new password, by a reset link."""


class BioField(forms.CharField):
    """Text that counts a line's end as one character, as the page's own counter does."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class SettingsForm(forms.ModelForm):
    """What a person may change of themselves."""

    bio = BioField(
        max_length=300,
        required=False,
        help_text="Up to 300 characters, on your public profile.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    time_zone = ZoneField()

    class Meta:
        model = User
        fields = ["username", "bio", "time_zone", "theme", "exam_time", "shows_on_boards"]
        widgets = {"theme": forms.RadioSelect}
        help_texts = {"username": HINTS["username"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        zone = self.instance.time_zone
        if not self.fields["time_zone"].valid_value(zone):  # staff may choose any zone there is
            self.fields["time_zone"].choices = [(zone, zone), *zone_choices()]

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.named(username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("That username is taken.")
        return username

    def save(self):
        """Only what the form shows: a password may be changing at the same time elsewhere.

        Raises IntegrityError when somebody took the name a moment ago.
        """
        self.instance.save(update_fields=self.fields)
        return self.instance
