"""Settings, from the environment. With nothing set this is a developer's machine.

Deployment facts only: the rules of the game live in `gamification/rules.py`.
"""

import warnings
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP

from billings.environment import (
    MINIMUM_KEY_LENGTH,
    default_site_url,
    mailer,
    rate,
    require_production,
    security_contact,
    sign_in_providers,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(env.str("ENV_FILE", default=BASE_DIR / ".env"))

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="")
# Keys of before: what they signed or encrypted is read. `renew_secrets` makes them superfluous.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DATABASE_URL = env.str("DATABASE_URL", default="")

SITE_URL = env.str("SITE_URL", default="")

if not DEBUG:
    require_production(
        {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS, "DATABASE_URL": DATABASE_URL},
        site_url=SITE_URL,
    )
elif SECRET_KEY and len(SECRET_KEY) < MINIMUM_KEY_LENGTH:
    warnings.warn("SECRET_KEY is short; production refuses fewer than 32 characters.", stacklevel=1)
SECRET_KEY = SECRET_KEY or "for a developer's machine only, never for a site with visitors"

# The address that visitors type. Its scheme decides whether cookies travel over TLS only.
SITE_URL = (
    SITE_URL or default_site_url(ALLOWED_HOSTS, port=env.int("PORT", default=8000), debug=DEBUG)
).rstrip("/")
IS_HTTPS = urlsplit(SITE_URL).scheme == "https"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of ours stand in front. Their X-Forwarded-* headers are believed, no others.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

INSTALLED_APPS = [
    "accounts",
    "quizzes",
    "gamification",
    "study",
    "leaderboards",
    "billings.apps.BillingsAdminConfig",
    "billings.apps.RightsConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "lucide",
    "billings",
]

MIDDLEWARE = [
    "billings.health.answer_machines",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "billings.middleware.refuse_null_bytes",
    "billings.middleware.explain_wrong_method",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.use_time_zone",
    "accounts.middleware.note_use",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "billings.urls"
WSGI_APPLICATION = "billings.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.static", "lucide.templatetags.lucide"],
        },
    }
]
FORM_RENDERER = "billings.forms.Renderer"

# Database
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.db_url_config(DATABASE_URL or f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # Writers queue for SQLite's one lock instead of failing in the middle of a transaction.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Who waits for a row longer than this gets the page that says "busy", as on SQLite.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c lock_timeout=20s")
    # One pool per process: at least as many connections as gunicorn has threads.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "pool",
        {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=10), "timeout": 10},
    )

# Cache: shared by all workers, for the login limits count in it. The database cache drops a
# third of its rows when it is full, and Django's own limit of 300 is one busy classroom.
CACHES = {
    "default": env.cache_url_config(
        env.str("CACHE_URL", default="") or "dbcache://cache?max_entries=20000"
    )
}

# Mail. Without a server nobody is asked to confirm an address, and staff hand out reset links.
EMAIL_URL = env.str("EMAIL_URL", default="")
HAS_MAIL = bool(EMAIL_URL)
# Nobody reads mail out of a server's log, and a reset link has no business there.
_no_mail = "consolemail://" if DEBUG else "dummymail://"
MAILERS = {"default": mailer(env.email_url_config(EMAIL_URL or _no_mail))}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", default="")
    or f"Billings <no-reply@{urlsplit(SITE_URL).hostname}>"
)

# Who you are
AUTH_USER_MODEL = "accounts.User"
# The username is unique by a constraint on its lower case, which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", default=7) * 24 * 3600

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "accounts.forms.entrance.SignupForm",
    "login": "accounts.forms.entrance.LoginForm",
    "confirm_email_verification_code": "accounts.forms.entrance.CodeForm",
    "reauthenticate": "accounts.forms.entrance.ReauthenticateForm",
    "change_password": "accounts.forms.entrance.ChangePasswordForm",
    "set_password": "accounts.forms.entrance.SetPasswordForm",
    "reset_password": "accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.entrance.ResetPasswordKeyForm",
}
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_USERNAME_VALIDATORS = "accounts.validators.username_validators"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if HAS_MAIL else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = HAS_MAIL
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None  # the login form asks
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
# A classroom shares one address: sixty students sign up and log in within five minutes. Right
# passwords are not counted; `accounts/limits.py` says what is.
ACCOUNT_RATE_LIMITS = {
    "signup": rate(env, "LIMIT_SIGNUPS_PER_ADDRESS", "300/5m") + "/ip",
    "login": None,
    "change_password": "30/5m/user",
    "login_failed": rate(env, "LIMIT_LOGINS_PER_PAIR", "5/5m") + "/key",
    "login_failed_address": rate(env, "LIMIT_LOGINS_PER_ADDRESS", "50/5m") + "/ip",
    "login_failed_account": rate(env, "LIMIT_LOGINS_PER_ACCOUNT", "20/1h") + "/key",
    "confirm_email": "1/10s/key," + rate(env, "LIMIT_CODES_PER_ADDRESS", "10/1h") + "/key",
    "reset_password": (
        rate(env, "LIMIT_RESETS_PER_ADDRESS", "60/5m")
        + "/ip,"
        + rate(env, "LIMIT_RESETS_PER_ACCOUNT", "5/1h")
        + "/key"
    ),
    "reset_password_from_key": "120/5m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# Second factors: apps, recovery codes, passkeys. Passkeys need https, or localhost.
MFA_ADAPTER = "accounts.factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.factors.FactorForm",
    "reauthenticate": "accounts.forms.factors.FactorAgainForm",
    "activate_totp": "accounts.forms.factors.AppForm",
    "add_webauthn": "accounts.forms.factors.PasskeyForm",
    "edit_webauthn": "accounts.forms.factors.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = not HAS_MAIL
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_RATE_LIMITS = {"webauthn_login": "300/5m/ip"}
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=not DEBUG)

# Other sites to log in with: those whose variables are set.
SOCIALACCOUNT_ADAPTER = "accounts.social.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = sign_in_providers(env)
SOCIALACCOUNT_FORMS = {
    "signup": "accounts.forms.entrance.SocialSignupForm",
    "disconnect": "accounts.forms.entrance.DisconnectForm",
}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

# Whether a question is published by somebody other than who wrote it.
NEEDS_SECOND_APPROVAL = env.bool("NEEDS_SECOND_APPROVAL", default=False)

# Who answers for the site: shown in its terms, its privacy page and security.txt
OPERATOR = env.str("OPERATOR", default="")
SECURITY_CONTACT = security_contact(env.str("SECURITY_CONTACT", default=""))

# Time and language
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "billings.formats"

# Static files
STATIC_HOST = env.str("STATIC_HOST", default="").rstrip("/")
STATIC_URL = STATIC_HOST + "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Security
# A path in a policy's source ends with a slash, or it allows that one file alone.
_static_sources = [CSP.SELF, STATIC_URL] if STATIC_HOST else [CSP.SELF]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": _static_sources,
    "style-src": _static_sources,
    "font-src": _static_sources,
    # The service worker fetches the site's own files, from wherever they come.
    "connect-src": _static_sources,
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "img-src": [*_static_sources, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS and not DEBUG
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS and not DEBUG else 0
# Other sites may live on the same domain, so HSTS speaks for this host alone.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
if not IS_HTTPS:  # a plain-http network was chosen knowingly, by SITE_URL
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
if not HAS_MAIL:  # staff hand out reset links
    SILENCED_SYSTEM_CHECKS += ["mail.E001"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "billings.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Not by Django's own handler as well.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
