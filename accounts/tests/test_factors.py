"""Second factors: apps, recovery codes, and who must have one."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import InvalidToken
from django.contrib.auth import get_user
from django.test import Client

from accounts.factors import MFAAdapter
from accounts.models import SecurityEvent
from accounts.tests.factories import PASSWORD, SECRET

pytestmark = pytest.mark.django_db


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def log_in(client, **form):
    return client.post("/accounts/login/", {"login": "Alice", "password": PASSWORD} | form)


def reauthenticate(client):
    """Show the password again, as pages that matter ask for."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_sets_up_an_app_and_hands_out_recovery_codes(alice_client, alice):
    address = "/accounts/2fa/totp/activate/"
    assert alice_client.get(address)["Location"].startswith("/accounts/reauthenticate/")
    reauthenticate(alice_client)
    page = alice_client.get(address)
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    wrong = alice_client.post(address, {"code": "000000"})
    assert wrong.context["form"].errors["code"]
    response = alice_client.post(address, {"code": code_of(secret)})

    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap()
    page = alice_client.get(response["Location"]).content.decode()
    assert all(code in page for code in codes.get_unused_codes())


def test_keeps_no_secret_in_the_clear(app, alice):
    data = {row.type: str(row.data) for row in Authenticator.objects.filter(user=alice)}
    assert SECRET not in data["totp"]
    assert app.instance.wrap().generate_codes()[0] not in data["recovery_codes"]


def test_reads_what_an_earlier_key_wrote(settings):
    adapter = MFAAdapter()
    settings.SECRET_KEY = "the first key, of which nobody knows anything"
    written = adapter.encrypt("secret")
    settings.SECRET_KEY = "the second key, of which nobody knows anything"
    with pytest.raises(InvalidToken):
        adapter.decrypt(written)
    settings.SECRET_KEY_FALLBACKS = ["the first key, of which nobody knows anything"]
    assert adapter.decrypt(written) == "secret"


def test_takes_no_code_after_a_password_that_has_changed(client, alice, app):
    """Who knew the old one and waits at the second factor does not come in with it."""
    log_in(client)
    alice.set_password("another horse battery")
    alice.save()
    page = client.post(
        "/accounts/2fa/authenticate/", {"code": app.generate_codes()[0]}, follow=True
    )
    assert page.redirect_chain == [("/accounts/login/", 302)]
    assert "Your password has been changed." in page.text
    assert not get_user(client).is_authenticated


def test_asks_for_a_code_after_the_password(client, alice, app):
    assert log_in(client, next="/exams/")["Location"].startswith("/accounts/2fa/authenticate/")
    assert not get_user(client).is_authenticated
    assert client.get("/settings/").status_code == 302

    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "not right" in str(wrong.context["form"].errors["code"])
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})["Location"] == (
        "/exams/"
    )
    assert get_user(client) == alice


def test_takes_each_recovery_code_once(alice, app):
    code = app.get_unused_codes()[0]
    for is_in in (True, False):
        client = Client()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert get_user(client).is_authenticated == is_in
    assert SecurityEvent.objects.filter(kind="code_used", user=alice).count() == 1


def test_takes_no_code_twice(alice, app):
    code = code_of(SECRET)
    for is_in in (True, False):
        client = Client()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert get_user(client).is_authenticated == is_in


def test_slows_who_guesses_codes(client, alice, app):
    log_in(client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert not get_user(client).is_authenticated


def test_removes_the_app_and_the_codes_with_it(alice_client, alice, app):
    reauthenticate(alice_client)
    alice_client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=alice).exists()
    assert log_in(Client())["Location"] == "/"


def test_asks_the_unproven_to_prove_their_address_first(alice_client, alice, mail):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True)
    response = alice_client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Confirm your e-mail address first." in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "2fa/",
        "2fa/totp/activate/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/reauthenticate/",
        "3rdparty/",
    ],
)
def test_wears_the_layout(alice_client, app, path, statements):
    if path == "2fa/totp/activate/":
        Authenticator.objects.filter(type="totp").delete()
    reauthenticate(alice_client)
    with statements() as seen:
        page = alice_client.get(f"/accounts/{path}")
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<h1") == 1
    assert "not affiliated with CompTIA" in text
    assert " style=" not in text
    assert seen.total <= 12, "\n".join(seen.data)


@pytest.fixture
def staff_client(staff_client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    return staff_client


def test_shows_staff_the_way_to_a_second_factor_before_admin_opens(staff_client, staff):
    response = staff_client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "The workshop opens when" in response.content.decode()
    assert staff_client.get("/admin/accounts/user/").status_code == 302
    assert staff_client.post("/admin/accounts/user/add/", {}).status_code == 302

    totp.TOTP.activate(staff, SECRET)
    assert staff_client.get("/admin/").status_code == 200
    assert staff_client.get("/admin/accounts/user/").status_code == 200


def test_takes_recovery_codes_alone_for_no_second_factor(staff_client, staff):
    RecoveryCodes.activate(staff)
    assert staff_client.get("/admin/accounts/user/").status_code == 302


def test_still_sends_students_away_from_admin(client, alice, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(alice)
    assert client.get("/admin/", follow=True).status_code == 403
