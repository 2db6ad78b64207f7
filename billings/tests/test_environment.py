"""What the environment decides, and what production refuses to start without."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from billings.environment import SIGN_IN_VARIABLES

KEY = "not-a-secret-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "billings.example.org",
    "DATABASE_URL": "postgres://billings:pw@db.example.org:5433/billings?sslmode=require",
}


# Some checks ask the database for its version; this one is always there.
CHECK = "manage.py", "check", "--deploy", "--fail-level", "WARNING"
CHECKABLE = PRODUCTION | {"DATABASE_URL": "sqlite://:memory:"}


def start(*arguments, **environment):
    """Run Python as a new process that has these variables and no others of ours."""
    ours = {"ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "billings.settings"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | ours | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def read(*names, **environment):
    """The settings `names` as a process with this environment has them."""
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([getattr(settings, name) for name in {names!r}], default=str))"
    )
    done = start("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    values = json.loads(done.stdout)
    return values[0] if len(names) == 1 else values


def test_starts_a_developers_machine_with_nothing_set():
    debug, databases, cookie, url = read("DEBUG", "DATABASES", "SESSION_COOKIE_SECURE", "SITE_URL")

    assert debug is True
    assert databases["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert databases["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert cookie is False
    assert url == "http://localhost:8000"


def test_takes_an_empty_variable_as_one_that_is_not_set():
    names = "SECRET_KEY", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "SITE_URL", "STATIC_HOST"

    caches, mailers = read("CACHES", "MAILERS", **dict.fromkeys(names, ""))

    assert caches["default"]["BACKEND"].endswith("DatabaseCache")
    assert mailers["default"]["BACKEND"].endswith("console.EmailBackend")


def test_names_all_that_production_misses_at_once():
    done = start("manage.py", "check", DEBUG="off")

    assert done.returncode == 1
    assert done.stderr.count("ImproperlyConfigured: ") == 1
    message = done.stderr.split("ImproperlyConfigured: ")[1]
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"):
        assert f"{name} is missing: set it to" in message


@pytest.mark.parametrize(
    "change, message",
    [
        ({"SECRET_KEY": "x" * 31}, "SECRET_KEY is too short"),
        ({"SITE_URL": "billings.example.org"}, "SITE_URL is not an address"),
        ({"ALLOWED_HOSTS": "*"}, "SITE_URL is missing"),
    ],
)
def test_refuses_what_production_cannot_use(change, message):
    done = start("manage.py", "check", **PRODUCTION | change)

    assert done.returncode == 1
    assert message in done.stderr


def test_warns_a_developer_about_a_short_key():
    done = start("-c", "import billings.settings", SECRET_KEY="short")

    assert "SECRET_KEY is short" in done.stderr


def test_passes_djangos_deployment_checks():
    done = start(*CHECK, **CHECKABLE)

    assert done.returncode == 0, done.stderr


def test_protects_cookies_on_https():
    names = "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"

    assert read(*names, "SITE_URL", **PRODUCTION) == [*[True] * 3, "https://billings.example.org"]
    assert read("SECURE_HSTS_SECONDS", **PRODUCTION) == 365 * 24 * 3600


def test_lets_a_class_run_on_plain_http_knowingly():
    names = "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"
    lan = CHECKABLE | {"SITE_URL": "http://billings.lan:8000/"}

    assert read(*names, "SECURE_HSTS_SECONDS", **lan) == [False, False, False, 0]
    assert start(*CHECK, **lan).returncode == 0


def test_gives_postgresql_a_pool_of_healthy_connections():
    database = read("DATABASES", **PRODUCTION, DATABASE_POOL_SIZE="5")["default"]

    assert database["OPTIONS"]["pool"]["max_size"] == 5
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["CONN_HEALTH_CHECKS"] is True
    assert (database["HOST"], database["PORT"]) == ("db.example.org", 5433)


@pytest.mark.parametrize(
    "url, options",
    [
        ("smtp://relay", {"host": "relay", "port": 25, "use_tls": False, "use_ssl": False}),
        (
            "smtps://bob:p%40ss@mail.example.org",
            {
                "host": "mail.example.org",
                "port": 587,
                "username": "bob",
                "password": "p@ss",
                "use_tls": True,
                "use_ssl": False,
            },
        ),
        ("smtp+ssl://mail:4650", {"port": 4650, "use_tls": False, "use_ssl": True}),
        ("filemail:///var/mail/out", {"file_path": "/var/mail/out"}),
    ],
)
def test_sends_mail_where_the_address_says(url, options):
    mailers, verification = read(
        "MAILERS", "ACCOUNT_EMAIL_VERIFICATION", **PRODUCTION, EMAIL_URL=url
    )

    assert options.items() <= mailers["default"]["OPTIONS"].items()
    assert verification == "mandatory"


def test_asks_nobody_to_verify_without_a_mail_server():
    mailers, verification = read("MAILERS", "ACCOUNT_EMAIL_VERIFICATION", **PRODUCTION)

    assert mailers["default"]["BACKEND"].endswith("dummy.EmailBackend")
    assert verification == "none"


def test_shares_a_cache_that_a_classroom_does_not_overflow():
    table = read("CACHES", **PRODUCTION)["default"]
    redis = read("CACHES", **PRODUCTION, CACHE_URL="redis://cache:6379/1")["default"]

    assert table["BACKEND"].endswith("DatabaseCache")
    assert table["OPTIONS"]["MAX_ENTRIES"] >= 10_000
    assert redis["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert redis["LOCATION"] == "redis://cache:6379/1"


def test_lets_pages_load_from_the_static_host():
    host = "https://static.example.org"
    url, policy = read("STATIC_URL", "SECURE_CSP", **PRODUCTION, STATIC_HOST=f"{host}/")

    assert url == f"{host}/static/"
    for directive in ("script-src", "style-src", "font-src", "img-src"):
        assert url in policy[directive]
    assert policy["default-src"] == ["'self'"]
    assert "unsafe" not in json.dumps(policy)


def test_believes_proxies_only_when_told_of_them():
    names = "ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_PROXY_SSL_HEADER"

    assert read(*names, **PRODUCTION) == [0, None]
    assert read(*names, **PRODUCTION, TRUSTED_PROXY_COUNT="1") == [
        1,
        ["HTTP_X_FORWARDED_PROTO", "https"],
    ]


def test_documents_every_variable():
    text = (settings.BASE_DIR / ".env.example").read_text()
    source = (settings.BASE_DIR / "billings" / "settings.py").read_text()
    source += (settings.BASE_DIR / "billings" / "environment.py").read_text()
    source += (settings.BASE_DIR / "gunicorn.conf.py").read_text()

    names = set(re.findall(r"(?:env\.\w+|environ\.get|rate)\((?:env, )?\s*\"([A-Z_]+)\"", source))
    names |= {name for of_site in SIGN_IN_VARIABLES.values() for name in of_site}

    assert len(names) > 10
    assert names == set(re.findall(r"^# ([A-Z_]+)=", text, re.MULTILINE))


def test_switches_sites_to_sign_in_with_on_by_variables_alone():
    assert read("SOCIALACCOUNT_PROVIDERS", **PRODUCTION) == {}
    client = {"OIDC_CLIENT_ID": "billings", "OIDC_CLIENT_SECRET": "s"}
    client |= {"GITHUB_CLIENT_ID": "billings", "GITHUB_CLIENT_SECRET": "s"}
    server = {"OIDC_SERVER_URL": "https://login.example.org", "OIDC_NAME": "School"}
    providers = read("SOCIALACCOUNT_PROVIDERS", **PRODUCTION, **client, **server)
    assert set(providers) == {"github", "openid_connect"}
    assert providers["openid_connect"]["APPS"][0]["name"] == "School"


def test_names_what_a_site_to_sign_in_with_lacks():
    said = start("manage.py", "check", **PRODUCTION, GOOGLE_CLIENT_ID="billings").stderr
    assert "GOOGLE_CLIENT_SECRET: set all of GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET" in said


@pytest.mark.parametrize("value", ["often", "5", "0/5m", "5/5", "5/5m/ip"])
def test_refuses_what_is_no_rate(value):
    done = start("manage.py", "check", **PRODUCTION, LIMIT_LOGINS_PER_PAIR=value)
    assert "LIMIT_LOGINS_PER_PAIR is not a rate" in done.stderr


def test_takes_other_limits():
    limits = read("ACCOUNT_RATE_LIMITS", **PRODUCTION, LIMIT_LOGINS_PER_ADDRESS="200/1h")
    assert limits["login_failed_address"] == "200/1h/ip"
    assert limits["login_failed"] == "5/5m/key"


def test_wants_a_second_factor_of_staff_in_production():
    assert read("STAFF_NEED_SECOND_FACTOR", **PRODUCTION) is True
    assert read("STAFF_NEED_SECOND_FACTOR", **PRODUCTION, STAFF_NEED_SECOND_FACTOR="off") is False
    assert read("STAFF_NEED_SECOND_FACTOR") is False
