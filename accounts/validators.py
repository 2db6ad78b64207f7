"""What a username, a time zone may be."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator

USERNAME_MIN, USERNAME_MAX = 3, 30

# Words that would read as the site speaking, or stand where an address of ours stands.
RESERVED_USERNAMES = frozenset(
    """
    about accounts achievements admin administrator anonymous api attempts avatars billings comptia
    contact exams guest healthz help how-it-works leaderboards login logout me moderator none null
    official people readyz root security settings signup staff static support system try undefined
    user users you
    """.split()  # noqa: SIM905
)


def not_reserved(username):
    """Refuse a username that is a word of the site's own."""
    if username.lower() in RESERVED_USERNAMES:
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
