"""Logging in and out."""

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user

from accounts.models import User
from accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def log_in(client, login="alice@example.com", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password} | more)


@pytest.mark.parametrize(
    "login", ["alice@example.com", "ALICE@Example.com", " alice@example.com ", "Alice", "aLICE"]
)
def test_takes_address_or_username_in_any_case(client, alice, login):
    assert log_in(client, login)["Location"] == "/"
    assert get_user(client) == alice


def test_takes_an_address_that_was_made_with_capitals(client, db):
    User.objects.create_user("Dora", "Dora@Example.COM", PASSWORD)
    log_in(client, "Dora@Example.COM")
    assert get_user(client).username == "Dora"


@pytest.mark.parametrize("login", ["alice@example.com", "Alice", "nobody@example.com", "nobody"])
def test_says_the_same_of_a_wrong_password_and_of_a_stranger(client, alice, login):
    response = log_in(client, login, "a wrong password")

    assert response.status_code == 200
    said = response.context["form"].non_field_errors()
    assert said == ["That e-mail address or username and that password do not go together."]
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("login", ["alice@example.com", "Alice", "nobody@example.com", "nobody"])
def test_works_as_hard_on_a_stranger(client, alice, login, monkeypatch):
    """Each password costs a quarter of a second to check: a clock must not tell who is known."""
    checks = []
    monkeypatch.setattr(User, "check_password", lambda *args: checks.append("check") or False)
    monkeypatch.setattr(
        AuthenticationBackend, "_mitigate_timing_attack", lambda *args: checks.append("pretend")
    )
    log_in(client, login, "a wrong password")
    assert len(checks) == 1


@pytest.mark.parametrize("field", ["login", "password", "next"])
@pytest.mark.parametrize("broken", ["a%00b", "%ED%A0%80%FF", "", "x" * 300_000])
def test_survives_broken_input(client, alice, field, broken):
    form = {"login": "Alice", "password": "correct+horse+battery", field: broken}
    body = "&".join(f"{name}={value}" for name, value in form.items())
    response = client.post(LOGIN, body, "application/x-www-form-urlencoded")
    assert response.status_code < 500


def test_brings_back_to_where_one_was_going(client, alice):
    response = client.get("/settings/")
    assert response["Location"] == "/accounts/login/?next=/settings/"

    page = client.get(response["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/settings/">' in page
    assert 'href="/accounts/signup/?next=%2Fsettings%2F"' in page
    assert log_in(client, next="/settings/")["Location"] == "/settings/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\thttps://evil.example",
    ],
)
def test_goes_to_no_other_site(client, alice, elsewhere):
    assert log_in(client, next=elsewhere)["Location"] == "/"


def test_puts_out_at_the_next_request_whom_staff_deactivate(alice_client, alice):
    assert alice_client.get("/settings/").status_code == 200
    User.objects.update(is_active=False)
    assert alice_client.get("/settings/")["Location"].startswith(LOGIN)


def test_does_not_let_in_whom_staff_deactivated(client, alice):
    User.objects.update(is_active=False)

    assert log_in(client)["Location"] == "/accounts/inactive/"
    assert not get_user(client).is_authenticated
    assert "This account is switched off" in client.get("/accounts/inactive/").content.decode()
    assert log_in(client, password="a wrong password").status_code == 200


def test_logs_out_by_post_alone(alice_client):
    page = alice_client.get("/accounts/logout/")
    assert "<h1>Log out?</h1>" in page.content.decode()
    assert get_user(alice_client).is_authenticated

    assert alice_client.post("/accounts/logout/")["Location"] == "/"
    assert not get_user(alice_client).is_authenticated


def test_keeps_a_session_for_seven_days_from_login(client, alice):
    log_in(client, remember="on")
    assert 0 <= 7 * 24 * 3600 - client.cookies["sessionid"]["max-age"] <= 60
    assert client.cookies["sessionid"]["httponly"]


def test_forgets_a_login_with_the_browser_unless_asked_to_remember(client, alice):
    log_in(client)
    assert get_user(client) == alice
    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.session.get_expire_at_browser_close()


def test_sends_people_who_are_in_to_where_they_were_going(alice_client):
    assert alice_client.get("/accounts/login/?next=/exams/")["Location"] == "/exams/"


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "signup/",
        "inactive/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-x-y/",
        "confirm-email/NoSuchKey/",
    ],
)
def test_wears_the_layout_on_every_page_for_visitors(client, db, path):
    page = client.get(f"/accounts/{path}").content.decode()
    assert page.count("<h1>") == 1
    assert "not affiliated with CompTIA" in page
    assert "style=" not in page
    assert "Sign In" not in page


@pytest.mark.parametrize("path", ["password/change/", "reauthenticate/", "logout/"])
def test_wears_the_layout_on_every_page_for_people(alice_client, path, statements):
    with statements() as seen:
        page = alice_client.get(f"/accounts/{path}").content.decode()
    assert seen.total <= 10
    assert page.count("<h1") == 1
    assert "not affiliated with CompTIA" in page


def test_has_one_page_for_the_address(alice_client):
    response = alice_client.get("/accounts/email/")
    assert response["Location"] == "/settings/security/address/"


def test_offers_a_password_to_an_account_without_one(client, alice):
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    assert "Choose a password" in client.get("/accounts/password/set/").content.decode()

    client.post("/accounts/password/set/", {"password1": "another horse battery"})

    alice.refresh_from_db()
    assert alice.check_password("another horse battery")
