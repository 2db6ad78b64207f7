"""What a username, a time zone may be."""

import re
from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.urls import get_resolver

USERNAME_MIN, USERNAME_MAX = 3, 30

# Words that would read as the site speaking. The words of its addresses come on top.
RESERVED_USERNAMES = frozenset(
    """
    about administrator anonymous api billings comptia contact guest healthz help me moderator none
    null official readyz root security staff support system undefined user users you
    """.split()  # noqa: SIM905
)


@cache
def words_of_addresses():
    """The names and the first words of the site's own addresses, as usernames would write them."""
    words = set()
    for pattern in _patterns(get_resolver().url_patterns):
        first_word = re.match(r"\^?([\w-]*)", str(pattern.pattern))[1]
        words |= {first_word, (getattr(pattern, "name", None) or "").replace("_", "-")}
    return frozenset(word.lower() for word in words if word)


def _patterns(patterns):
    """All addresses and what leads to them, but for the hundreds inside admin."""
    for pattern in patterns:
        yield pattern
        if getattr(pattern, "app_name", None) != "admin":
            yield from _patterns(getattr(pattern, "url_patterns", ()))


def not_reserved(username):
    """Refuse a username that is a word of the site's own."""
    word = username.lower().replace("_", "-")
    if word in RESERVED_USERNAMES or word in words_of_addresses():
        raise ValidationError("That username is kept for the site. Choose another.")


username_validators = [
    RegexValidator(
        r"^[A-Za-z0-9_-]+\Z",
        "A username has letters, digits, hyphens and underscores, nothing else.",
    ),
    MinLengthValidator(USERNAME_MIN),
    MaxLengthValidator(USERNAME_MAX),
    not_reserved,
]


@cache
def time_zones():
    """The names of the zone database. It is read from disk, hence once."""
    return frozenset(available_timezones())


def known_time_zone(name):
    """Refuse a time zone that the zone database does not have."""
    if name not in time_zones():
        raise ValidationError("Choose a time zone from the list, such as Europe/Paris.")
