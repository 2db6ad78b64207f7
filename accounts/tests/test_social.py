"""Logging in with an account elsewhere, against a real OpenID Connect provider."""

import http.client
import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.auth import get_user
from django.test import Client

from accounts.forms import entrance
from accounts.models import SecurityEvent, User
from accounts.tests.factories import PASSWORD, UserFactory
from gamification.models import UserProfile

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/oidc/sso/login/"
SIGNUP = "/accounts/3rdparty/signup/"


def sign_in(client, process="login", **more):
    """Go there and come back, as a browser does. Returns the answer to coming back."""
    leaving = client.post(f"{LOGIN}?process={process}", more)
    assert leaving.status_code == 200, leaving
    there = re.search(r'content="0;url=([^"]+)"', leaving.content.decode())[1]
    address = urlsplit(there.replace("&amp;", "&"))
    connection = http.client.HTTPConnection(address.netloc)
    connection.request("GET", f"{address.path}?{address.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}")


def finish(client, **changes):
    form = {"email": "carol@school.example", "username": "Carol", "time_zone": "UTC"}
    return client.post(SIGNUP, form | {"shows_on_boards": "on"} | changes)


def test_offers_what_is_switched_on(client, provider):
    for path in ("/accounts/login/", "/accounts/signup/"):
        page = client.get(path).content.decode()
        assert "Go on with School" in page
        assert "Google" not in page


def test_offers_nothing_where_nothing_is_switched_on(client):
    assert "Go on with" not in client.get("/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404


def test_asks_no_table_which_providers_there_are(client, provider, statements):
    SocialApp.objects.create(provider="google", name="Google", client_id="x", secret="y")
    with statements() as seen:
        page = client.get("/accounts/login/").content.decode()
    assert "Google" not in page
    assert not any("socialapp" in sql for sql in seen.data)


def test_opens_an_account_with_name_and_time_zone(client, provider):
    provider.person("1", email="carol@school.example", email_verified=True)
    assert sign_in(client)["Location"] == SIGNUP
    page = client.get(SIGNUP).content.decode()
    assert "carol@school.example" in page
    assert not User.objects.exists()

    assert finish(client, time_zone="Asia/Tokyo")["Location"] == "/"

    carol = get_user(client)
    assert (carol.username, carol.time_zone) == ("Carol", "Asia/Tokyo")
    assert not carol.has_usable_password()
    assert EmailAddress.objects.get(user=carol).verified
    assert UserProfile.objects.filter(user=carol).exists()
    assert SecurityEvent.objects.filter(user=carol, kind="signed_up").exists()


def test_logs_in_the_second_time(client, provider):
    provider.person("1", email="carol@school.example", email_verified=True)
    sign_in(client)
    finish(client)
    again = Client()
    assert sign_in(again, next="/exams/")["Location"] in ("/", "/exams/")
    assert get_user(again).username == "Carol"


def test_asks_for_a_proof_of_an_address_that_the_provider_does_not_vouch_for(
    client, provider, mail
):
    provider.person("1", email="carol@school.example", email_verified=False)
    sign_in(client)
    assert finish(client)["Location"] == "/accounts/confirm-email/"
    assert not User.objects.exists()
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", mail[0].body)[0]
    client.post("/accounts/confirm-email/", {"code": code})

    assert get_user(client).username == "Carol"
    assert SocialAccount.objects.get().user == get_user(client)
    again = Client()
    sign_in(again)
    assert get_user(again).username == "Carol"


@pytest.mark.parametrize("is_vouched_for", [True, False])
@pytest.mark.parametrize("has_mail", [True, False])
def test_never_takes_an_account_over(client, provider, alice, request, is_vouched_for, has_mail):
    if has_mail:
        request.getfixturevalue("mail")
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    provider.person("evil", email="alice@example.com", email_verified=is_vouched_for)

    sign_in(client)
    finish(client, email="alice@example.com", username="Eve")

    assert not get_user(client).is_authenticated
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_tells_who_owns_the_address_how_to_connect(client, provider, alice, mail):
    provider.person("1", email="alice@example.com", email_verified=True)
    sign_in(client)
    said = str(finish(client, email="alice@example.com").context["form"].errors["email"])
    assert "connect your School account" in said


def test_says_nothing_of_a_known_address_that_nobody_vouches_for(client, provider, alice, mail):
    provider.person("evil", email="alice@example.com", email_verified=False)
    sign_in(client)
    response = finish(client, email="alice@example.com", username="Eve")
    assert response["Location"] == "/accounts/confirm-email/"
    assert "has one already" in mail[0].body


def test_keeps_the_rules_for_names(client, provider, alice):
    provider.person("1", email="carol@school.example", email_verified=True)
    sign_in(client)
    for username in ("alice", "admin", "a b", ""):
        assert finish(client, username=username).context["form"].errors["username"]
    assert finish(client).status_code == 302


def reauthenticate(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_connects_after_the_password_and_disconnects(alice_client, alice, provider):
    provider.person("1", email="other@school.example", email_verified=True)
    assert sign_in(alice_client, "connect")["Location"] == "/accounts/reauthenticate/"
    assert not SocialAccount.objects.exists()
    reauthenticate(alice_client)
    sign_in(alice_client, "connect")
    assert SocialAccount.objects.get().user == alice
    other = Client()
    sign_in(other)
    assert get_user(other) == alice

    page = alice_client.get("/accounts/3rdparty/").content.decode()
    assert "Remove<span" in page
    account = SocialAccount.objects.get().pk
    alice_client.post("/accounts/3rdparty/", {"account": account})
    assert not SocialAccount.objects.exists()
    kinds = set(SecurityEvent.objects.values_list("kind", flat=True))
    assert {"login_connected", "login_disconnected"} <= kinds


def test_connects_nothing_that_is_somebody_elses(client, alice_client, bob, provider):
    provider.person("1", email="other@school.example", email_verified=True)
    SocialAccount.objects.create(user=bob, provider="sso", uid="1")
    reauthenticate(alice_client)
    response = sign_in(alice_client, "connect")
    page = alice_client.get(response["Location"]).content.decode()
    assert "connected to somebody else" in page
    assert SocialAccount.objects.get().user == bob


def test_does_not_let_in_whom_staff_deactivated(client, alice, provider):
    provider.person("1")
    SocialAccount.objects.create(user=alice, provider="sso", uid="1")
    User.objects.update(is_active=False)
    assert sign_in(client)["Location"] == "/accounts/inactive/"
    assert not get_user(client).is_authenticated


def test_has_pages_for_who_turns_back_and_for_what_fails(client, provider):
    provider.refuses = True
    response = sign_in(client)
    page = client.get(response["Location"]).content.decode()
    assert "Not logged in" in page

    failed = client.get("/accounts/oidc/sso/login/callback/?code=forged&state=forged")
    assert failed.status_code == 401
    assert "That did not work" in failed.content.decode()


def test_starts_by_post_alone(client, provider):
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "Log in with School" in page.content.decode()
    assert provider.url not in page.content.decode()


def test_survives_a_provider_that_is_away(client, provider, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}
    response = client.post(LOGIN)
    assert response.status_code < 500
    assert "That did not work" in response.content.decode()


def test_tells_the_second_of_two_who_race_for_a_name(client, provider, monkeypatch):
    provider.person("1", email="carol@school.example", email_verified=True)
    sign_in(client)
    really = entrance.open_connected_account

    def rival_first(*args, **kwargs):
        UserFactory(username="CAROL", email="rival@example.com")
        return really(*args, **kwargs)

    monkeypatch.setattr(entrance, "open_connected_account", rival_first)
    response = finish(client)
    assert response.context["form"].errors["username"] == ["That username is taken."]
    assert not SocialAccount.objects.exists()

    monkeypatch.undo()
    assert finish(client, username="Carola").status_code == 302
    assert get_user(client).username == "Carola"


@pytest.mark.parametrize(
    "path", ["google/login/token/", "github/login/", "github/login/callback/", "oidc/no/login/"]
)
def test_has_nothing_at_the_addresses_of_sites_that_are_off(client, db, path):
    assert client.post(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("word", ["false", "no", 0])
def test_takes_no_word_but_true_for_proven(client, provider, mail, word):
    provider.person("7", email="carol@school.example", email_verified=word)
    sign_in(client)
    assert finish(client)["Location"] == "/accounts/confirm-email/"
    assert not User.objects.exists()
