"""What the forms of accounts have in common: labels, hints, time zones."""

from functools import cache

from django import forms

from accounts.validators import time_zones

LABELS = {
    "email": "E-mail address",
    "username": "Username",
    "login": "E-mail address or username",
    "password": "Password",
    "oldpassword": "Current password",
    "code": "Code",
    "remember": "Stay logged in on this device",
}
HINTS = {
    "username": "Shown instead of your real name. Letters, digits, hyphens and underscores.",
    "password1": "At least 12 characters; not common, not like the username or e-mail address.",
    "time_zone": "Your day begins at midnight there.",
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


def on_boards_field():
    """The switch for the boards, as sign-up shows it."""
    return forms.BooleanField(
        label="Show my username on leaderboards",
        help_text="You can change this at any time.",
        initial=True,
        required=False,
    )
