"""What the environment must say before a production site may start."""

from django.core.exceptions import ImproperlyConfigured

MINIMUM_KEY_LENGTH = 32

REMEDIES = {
    "SECRET_KEY": "set it to a random string of at least 32 characters, for example the output of "
    "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`",
    "ALLOWED_HOSTS": "set it to the host names the site answers to, with commas between them, "
    "for example billings.example.org",
    "DATABASE_URL": "set it to the address of the database, "
    "for example postgres://user:password@host:5432/billings",
}


def require_production(values):
    """Refuse to start a production site whose environment is incomplete.

    `values` maps each name in REMEDIES to what the environment gave, or to an empty value.
    Raises ImproperlyConfigured with one message that names every fault and its remedy.
    """
    faults = [
        f"{name} is missing: {remedy}." for name, remedy in REMEDIES.items() if not values[name]
    ]
    if values["SECRET_KEY"] and len(values["SECRET_KEY"]) < MINIMUM_KEY_LENGTH:
        faults.append(f"SECRET_KEY is too short: {REMEDIES['SECRET_KEY']}.")
    if faults:
        raise ImproperlyConfigured(
            "DEBUG is off and the environment is not complete.\n  - " + "\n  - ".join(faults)
        )
