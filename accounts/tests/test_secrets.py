"""Second factors against guesses, onlookers, old sessions and lost keys."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import InvalidToken
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import SecurityEvent
from accounts.tests.factories import PASSWORD, SECRET
from accounts.tests.postbox import link_in
from accounts.tests.test_factors import code_of, log_in

pytestmark = pytest.mark.django_db

NEW_KEY = "a new key, of which nobody knows anything"
ACTIVATE = "/accounts/2fa/totp/activate/"
SLOWED = "Too many tries for this account"
CODE = "/accounts/2fa/authenticate/"


def set_up_app(client):
    """Returns the code that was shown for it."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    code = code_of(client.get(ACTIVATE).context["form"].secret)
    assert client.post(ACTIVATE, {"code": code}).status_code == 302
    return code


def errors(response):
    return " ".join(response.context["form"].errors.get("code", []))


def test_lets_nobody_log_in_with_the_code_that_set_the_app_up(alice_client, alice):
    code = set_up_app(alice_client)
    other = Client()
    log_in(other)
    assert other.post(CODE, {"code": code}).context["form"].errors["code"]


def test_ends_what_a_password_alone_had_opened(staff, settings, django_capture_on_commit_callbacks):
    settings.STAFF_NEED_SECOND_FACTOR = True
    thief, own = Client(), Client()
    for client in (thief, own):
        log_in(client, login="Staff")
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(own)
    assert own.get("/admin/").status_code == 200
    assert not get_user(thief).is_authenticated
    assert SecurityEvent.objects.filter(kind="sessions_ended", user=staff).exists()


def test_slows_guesses_over_an_hour_until_the_password_is_new(mail, alice, app, settings):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_account": "4/1h/key"
    }
    client, right = Client(), app.generate_codes()[0]
    log_in(client)
    said = [errors(client.post(CODE, {"code": "000000"})) for _ in range(5)]
    assert [SLOWED in each for each in said] == [False] * 4 + [True]
    assert SLOWED in errors(client.post(CODE, {"code": right}))

    client.post("/accounts/password/reset/", {"email": alice.email})
    link = link_in(mail[-1].body)
    client.post(client.get(link)["Location"], {"password1": "another horse battery"})
    log_in(client, password="another horse battery")
    client.post(CODE, {"code": right})
    assert get_user(client) == alice


def test_says_so_when_the_key_to_the_secrets_is_gone(alice, app, settings):
    settings.SECRET_KEY = NEW_KEY
    client = Client(raise_request_exception=False)
    log_in(client)
    response = client.post(CODE, {"code": code_of(SECRET)})
    assert response.status_code == 500
    assert "its key has changed" in response.content.decode()
    assert not get_user(client).is_authenticated


def test_writes_secrets_with_a_new_key(alice, app, settings, capsys):
    codes = app.generate_codes()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = NEW_KEY
    call_command("renew_secrets")
    assert capsys.readouterr().out == "2 renewed.\n"
    settings.SECRET_KEY_FALLBACKS = []
    rows = {row.type: row for row in Authenticator.objects.filter(user=alice)}
    assert RecoveryCodes(rows["recovery_codes"]).generate_codes() == codes
    assert totp.TOTP(rows["totp"]).validate_code(code_of(SECRET))


def test_tells_of_secrets_that_no_key_reads(alice, app, settings):
    settings.SECRET_KEY = NEW_KEY
    with pytest.raises(CommandError, match="No key reads 2"):
        call_command("renew_secrets", verbosity=0)
    with pytest.raises(InvalidToken):
        app.generate_codes()
