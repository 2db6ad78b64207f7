"""The exhibits of a question, written as one text.

A line of `=== ` and a title begins an exhibit; the lines below it are its text, as they are. A
line of the text that itself begins with `===` is written with a backslash before it.
"""

import re

from django import forms
from django.core.exceptions import ValidationError

TITLE = re.compile(r"^===(?!=)(.*)$", re.MULTILINE)


def as_text(exhibits):
    """Exhibits, a list of dicts with `title` and `text`, as staff write them."""
    return "\n\n".join(
        f"=== {exhibit['title']}\n" + re.sub(r"(?m)^(\\*===)", r"\\\1", exhibit["text"])
        for exhibit in exhibits
    )


def from_text(text):
    """The exhibits in a text. Raises ValidationError in words."""
    before, *parts = TITLE.split(text)
    if before.strip():
        raise ValidationError("Begin with the title of an exhibit: === and its name, on one line.")
    exhibits = []
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        title, body = title.strip(), re.sub(r"(?m)^\\(\\*===)", r"\1", body).strip("\n")
        if not title:
            raise ValidationError("An exhibit has no title after its ===.")
        if not body.strip():
            raise ValidationError(f"The exhibit “{title}” has no text.")
        exhibits.append({"title": title, "text": body})
    return exhibits


class ExhibitsField(forms.CharField):
    """Exhibits as one text. Unchanged when what is read from it is."""

    widget = forms.Textarea({"rows": 8, "class": "exhibits", "spellcheck": "false"})

    def __init__(self, **kwargs):
        words = (
            "Each begins with a line “=== Title”; below it stands its text, shown in even width."
            " A line of the text that begins with === gets a backslash before it."
        )
        super().__init__(required=False, strip=False, help_text=words, **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else as_text(value or [])

    def clean(self, value):
        return from_text(unix(super().clean(value)))

    def has_changed(self, initial, data):
        return unix(data or "").strip("\n") != unix(self.prepare_value(initial)).strip("\n")


def unix(text):
    """The text with LF for the CR LF that a browser sends."""
    return text.replace("\r\n", "\n")
