"""The forms of the settings: one for each section, each writing its own columns alone."""

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings

from accounts.forms.fields import HINTS, LABELS, ZoneField, zone_choices
from accounts.models import User


class Section(forms.ModelForm):
    """A part of what a person may change of themselves."""

    def save(self):
        """Only what the form shows: a password may be changing at the same time elsewhere.

        Raises IntegrityError when somebody took the name a moment ago.
        """
        self.instance.save(update_fields=list(self.fields))
        return self.instance


class BioField(forms.CharField):
    """Text that counts a line's end as one character, as the page's own counter does."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ProfileForm(Section):
    """Username, bio, time zone, theme."""

    bio = BioField(
        max_length=300,
        required=False,
        help_text="Up to 300 characters, on your public profile.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    time_zone = ZoneField()

    class Meta:
        model = User
        fields = ["username", "bio", "time_zone", "theme"]
        widgets = {"theme": forms.RadioSelect}
        help_texts = {
            "username": HINTS["username"]
            + " Links to your profile under the old name stop working."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        zone = self.instance.time_zone
        if not self.fields["time_zone"].valid_value(zone):  # staff may choose any zone there is
            self.fields["time_zone"].choices = [(zone, zone), *zone_choices()]

    def _get_validation_exclusions(self):
        """A name that one has may have become a word of the site's; it stays until it changes."""
        kept = set() if "username" in self.changed_data else {"username"}
        return super()._get_validation_exclusions() | kept

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.named(username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("That username is taken.")
        return username


class ExamsForm(Section):
    """What a person is granted in the real exam."""

    class Meta:
        model = User
        fields = ["exam_time", "has_extension", "has_shortcuts"]


class BoardsForm(Section):
    """Whether others see one."""

    class Meta:
        model = User
        fields = ["shows_on_boards"]


class QuietForm(Section):
    """Whether the game shows."""

    class Meta:
        model = User
        fields = ["is_quiet"]


class MailForm(Section):
    """Which mail one wants beside what the safety of the account needs."""

    class Meta:
        model = User
        fields = ["wants_weekly_report", "wants_reports_mail", "wants_device_mail"]


class WithPassword(forms.Form):
    """Asks for the password, of those who have one, and counts wrong ones like a login."""

    password = forms.CharField(
        label=LABELS["password"],
        strip=False,
        error_messages={"required": "Type your password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class AddressForm(WithPassword):
    """A new e-mail address, with the password."""

    email = forms.EmailField(
        label="New e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "password"]

    is_known = False

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if email == self.user.email:
            raise forms.ValidationError("That is your e-mail address already.")
        self.is_known = User.objects.filter(email=email).exclude(pk=self.user.pk).exists()
        if self.is_known and not settings.HAS_MAIL:  # elsewhere its owner is told, nobody else
            raise get_adapter().validation_error("email_taken")
        return email
