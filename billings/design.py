"""/design/: every component as it is, in light and dark, for those who look after pages."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.forms.boundfield import BoundField
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gamification.models import Achievement, Avatar

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css")
# What progress.js draws: days as seconds, shares in percent, a domain without answers.
CHARTS = {
    "scores": {
        "x": [day * 86_400 for day in range(20_400, 20_408)],
        "y": [55, 60, 58, 70, 66, 80, 84, 90],
    },
    "domains": {"labels": ["1", "2", "3", "4", "5"], "y": [82, 64, None, 71, 93]},
}


class Specimen(forms.Form):
    """One of each kind of field: filled in, empty, wrong."""

    bound_field_class = BoundField  # which leaves the focus alone: nobody was refused here

    name = forms.CharField(label="A line of text", help_text="What it is for, in a few words.")
    note = forms.CharField(label="More text", widget=forms.Textarea({"rows": 2}), required=False)
    zone = forms.ChoiceField(label="One of many", choices=[("a", "Berlin"), ("b", "Lima")])
    mode = forms.ChoiceField(
        label="One of few",
        choices=[("practice", "Practice"), ("study", "Study")],
        widget=forms.RadioSelect,
    )
    agrees = forms.BooleanField(label="Yes or no", help_text="What it changes.", required=False)
    wrong = forms.EmailField(label="Something wrong", required=False)


@staff_member_required(login_url="account_login")
@require_safe
def design(request):
    """The design system, as the stylesheets and partials have it."""
    data = {"name": "subnet_sana", "zone": "b", "mode": "study", "agrees": "on", "wrong": "a@"}
    context = {
        "tokens": colours(),
        "sides": [(theme, Specimen(data, auto_id=f"{theme}_%s")) for theme in ("light", "dark")],
        "avatars": Avatar.objects.all(),
        "achievements": Achievement.objects.all(),
        "charts": CHARTS,
    }
    return render(request, "design/design.html", context)


def colours():
    """The names of the colours in tokens.css, in their order there."""
    return re.findall(r"--([\w-]+): light-dark", TOKENS.read_text())
