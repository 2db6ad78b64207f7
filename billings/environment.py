"""What the environment must say before a production site may start, and what follows from it."""

import re
from urllib.parse import urlsplit

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
SITE_URL_REMEDY = (
    "set it to the address that visitors type, scheme and all, for example "
    "https://billings.example.org"
)


def require_production(values, *, site_url=""):
    """Refuse to start a production site whose environment is incomplete.

    `values` maps each name in REMEDIES to what the environment gave, or to an empty value;
    `site_url` is SITE_URL, if it was given. Raises ImproperlyConfigured with one message that
    names every fault and its remedy.
    """
    faults = [
        f"{name} is missing: {remedy}." for name, remedy in REMEDIES.items() if not values[name]
    ]
    if values["SECRET_KEY"] and len(values["SECRET_KEY"]) < MINIMUM_KEY_LENGTH:
        faults.append(f"SECRET_KEY is too short: {REMEDIES['SECRET_KEY']}.")
    if site_url and not is_address(site_url):
        faults.append(f"SITE_URL is not an address: {SITE_URL_REMEDY}.")
    if values["ALLOWED_HOSTS"] and not site_url and not _first_host(values["ALLOWED_HOSTS"]):
        faults.append(f"SITE_URL is missing, and ALLOWED_HOSTS names no host: {SITE_URL_REMEDY}.")
    if faults:
        raise ImproperlyConfigured(
            "DEBUG is off and the environment is not complete.\n  - " + "\n  - ".join(faults)
        )


def is_address(url):
    """Whether `url` has a scheme of the web and a host."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def default_site_url(allowed_hosts, *, port, debug):
    """The site's address when SITE_URL does not say it: https and the first allowed host."""
    return f"http://localhost:{port}" if debug else f"https://{_first_host(allowed_hosts)}"


def _first_host(allowed_hosts):
    return next((host.lstrip(".") for host in allowed_hosts if host != "*"), "")


def mailer(config):
    """Django's MAILERS entry for what django-environ, which only knows EMAIL_*, made of a URL."""
    options = {}
    if config["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        options = {
            "host": config["EMAIL_HOST"] or "localhost",
            "port": config["EMAIL_PORT"] or _smtp_port(config),
            "username": config["EMAIL_HOST_USER"] or "",
            "password": config["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": config.get("EMAIL_USE_TLS", False),
            "use_ssl": config.get("EMAIL_USE_SSL", False),
            "timeout": 10,
        }
    elif config["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
        options = {"file_path": f"/{config['EMAIL_FILE_PATH']}"}
    return {"BACKEND": config["EMAIL_BACKEND"], "OPTIONS": options}


def _smtp_port(config):
    if config.get("EMAIL_USE_SSL"):
        return 465
    return 587 if config.get("EMAIL_USE_TLS") else 25


def security_contact(value):
    """What security.txt says of whom to tell: an address as it is, or an e-mail address as mailto.

    Raises ImproperlyConfigured when it is neither.
    """
    if not value or value.startswith(("https://", "mailto:")):
        return value
    if re.fullmatch(r"[^\s:/@]+@[^\s:/@]+", value):
        return f"mailto:{value}"
    raise ImproperlyConfigured(
        "SECURITY_CONTACT is neither an e-mail address nor an address that begins with https://."
    )


def rate(env, name, default):
    """How often something may happen, such as "5/5m" (s, m, h, d), as the variable `name` says.

    Raises ImproperlyConfigured.
    """
    value = env.str(name, default="") or default
    if not re.fullmatch(r"[1-9]\d*/([1-9]\d*)?[smhd]", value):
        raise ImproperlyConfigured(
            f"{name} is not a rate: write how many in how long, for example {default}."
        )
    return value


# What makes each site to log in with complete.
SIGN_IN_VARIABLES = {
    "google": ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
    "github": ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
    "microsoft": ["MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET"],
    "openid_connect": ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_SERVER_URL"],
}


def sign_in_providers(env):
    """allauth's SOCIALACCOUNT_PROVIDERS of the sites whose variables are set.

    Raises ImproperlyConfigured when of one site's some are set and others are not.
    """
    tenant = env.str("MICROSOFT_TENANT", default="") or "common"
    name = env.str("OIDC_NAME", default="") or "single sign-on"
    more = {
        "google": ({"SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True}, {}),
        "github": ({"SCOPE": ["user:email"]}, {}),
        "microsoft": ({}, {"settings": {"tenant": tenant}}),
        "openid_connect": ({"OAUTH_PKCE_ENABLED": True}, {"provider_id": "sso", "name": name}),
    }
    providers = {}
    for provider, names in SIGN_IN_VARIABLES.items():
        if values := _all_or_none(env, names):
            settings, app = more[provider]
            app |= {"client_id": values[0], "secret": values[1]}
            if provider == "openid_connect":
                app["settings"] = {"server_url": values[2]}
            providers[provider] = settings | {"APPS": [app]}
    return providers


def _all_or_none(env, names):
    values = [env.str(name, default="") for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing and any(values):
        raise ImproperlyConfigured(
            f"{' and '.join(missing)}: set all of {', '.join(names)}, or none of them."
        )
    return [] if missing else values
