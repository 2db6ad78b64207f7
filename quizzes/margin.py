"""What a page tells beside an answer: choices ruled out, doubt, how long it was looked at, how long
ago it was given, and what was saved when it was shown.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

# A page that stayed open longer than this was left alone, not looked at.
LONGEST_LOOK = timedelta(minutes=15)

_signer = Signer(salt="quizzes.margin")


@dataclass(frozen=True)
class Margin:
    """Never graded. `seconds` is how long the question was looked at in all."""

    struck: list = field(default_factory=list)
    confidence: int | None = None
    seconds: int = 0


@dataclass(frozen=True)
class Sight:
    """What the page of an answer knew, which another page or device may have changed since.

    `seen` is the answer's `saved_at` in ISO format, empty for none; `shown` its response then;
    `given_at` is when an answer was given that may have waited to be sent, else None.
    """

    seen: str
    shown: object = ...
    given_at: datetime | None = None

    def is_stale(self, answer):
        """Whether `answer` was saved by another page since."""
        return bool(answer.saved_at) and answer.saved_at.isoformat() != self.seen


def read_sight(data, given_at=None):
    """The Sight in a posted form, a QueryDict. A form that does not tell is believed."""
    if "seen" not in data and not given_at:
        return None
    try:
        shown = json.loads(data.get("shown", ""))
    except (ValueError, RecursionError):
        shown = ...
    return Sight(data.get("seen", ""), shown, given_at)


def stamp(answer, now):
    """What the page of `answer` sends back, so that `read_margin` can tell how long it was open.

    It holds the seconds until then, so that a page may send it any number of times.
    """
    return _signer.sign_object([answer.seconds, int(now.timestamp())])


def read_margin(data, now=None):
    """The Margin in a posted form, a QueryDict. What makes no sense counts as not said."""
    confidence = data.get("confidence", "")
    return Margin(
        struck=sorted(
            {int(n) for n in data.getlist("struck") if n.isascii() and n.isdigit() and len(n) <= 3}
        ),
        confidence=int(confidence) if confidence in ("1", "2", "3") else None,
        seconds=_seconds(data.get("since", ""), now or timezone.now()),
    )


def _seconds(since, now):
    try:
        before, shown_at = _signer.unsign_object(since)
    except (BadSignature, ValueError):
        return 0
    look = int(now.timestamp()) - shown_at
    return before + max(0, min(look, int(LONGEST_LOOK.total_seconds())))


def made_at(data, now):
    """When the answer in a posted form was given: `age` seconds ago. Without an age it is new."""
    age = data.get("age", "")
    if not re.fullmatch(r"\d{1,8}(\.\d{1,6})?", age, re.ASCII):
        return now
    return now - timedelta(seconds=float(age))
