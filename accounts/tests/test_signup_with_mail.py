"""Signing up where there is mail: an account opens when its address is confirmed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client

from accounts.forms import entrance
from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.postbox import link_in
from gamification.models import UserProfile

pytestmark = pytest.mark.django_db

CODE_PAGE = "/accounts/confirm-email/"


def code_in(message):
    return re.search(r"^\s+([A-Z]{4}-[A-Z]{4})$", message.body, re.M).group(1)


def test_opens_the_account_with_the_code_from_the_mail(client, mail, sign_up):
    response = sign_up(next="/exams/")
    assert response["Location"] == CODE_PAGE
    assert not User.objects.exists()
    assert mail[0].to == ["carol@example.com"]
    assert mail[0].alternatives[0].mimetype == "text/html"
    assert code_in(mail[0]) in mail[0].alternatives[0].content

    response = client.post(CODE_PAGE, {"code": code_in(mail[0]).lower().replace("-", " ")})

    assert response["Location"] == "/exams/"
    carol = get_user(client)
    assert (carol.username, carol.time_zone) == ("Carol", "Europe/Paris")
    assert carol.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=carol).verified
    assert UserProfile.objects.filter(user=carol).exists()
    assert len(mail) == 1


def test_shows_the_address_on_the_code_page(client, mail, sign_up):
    page = client.get(sign_up()["Location"])
    assert "carol@example.com" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_refuses_a_wrong_code_and_ends_at_the_third(client, mail, sign_up):
    sign_up()
    for _ in range(2):
        response = client.post(CODE_PAGE, {"code": "BBBB-BBBB"})
        assert response.status_code == 200
        assert response.context["verify_form"].errors["code"]
    assert client.post(CODE_PAGE, {"code": "BBBB-BBBB"})["Location"] == "/accounts/signup/"

    client.post(CODE_PAGE, {"code": code_in(mail[0])})
    assert not User.objects.exists()


def test_refuses_a_code_after_a_quarter_of_an_hour(client, mail, sign_up):
    sign_up()
    session = client.session
    session["signup"] |= {"at": session["signup"]["at"] - 901}
    session.save()

    client.post(CODE_PAGE, {"code": code_in(mail[0])})
    assert not User.objects.exists()


@pytest.mark.parametrize("code", ["", "a\0b", "ü" * 8, "x" * 100_000])
def test_survives_broken_codes(client, mail, sign_up, code):
    sign_up()
    assert client.post(CODE_PAGE, {"code": code}).status_code == 200
    assert not User.objects.exists()


def test_sends_another_code_which_replaces_the_first(client, mail, sign_up, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    sign_up()
    for _ in range(3):
        client.post(CODE_PAGE, {"action": "resend"})
    assert len(mail) == 3  # the first and two more, not three

    client.post(CODE_PAGE, {"code": code_in(mail[0])})
    assert not User.objects.exists()
    client.post(CODE_PAGE, {"code": code_in(mail[2])})
    assert User.objects.exists()


@pytest.mark.parametrize("email", ["carol@example.com", "alice@example.com"])
def test_does_not_flood_an_address_with_codes(client, mail, sign_up, alice, email):
    for number in range(4):
        response = sign_up(email=email, username=f"Carol{number}")
    page = response.content.decode()
    assert "a moment ago" in page
    assert 'value="Carol3"' in page
    assert PASSWORD not in page
    assert len(mail) == 1
    again = client.post(CODE_PAGE, {"action": "resend"}, follow=True)
    assert "That was too soon" in again.content.decode()
    assert len(mail) == 1


def test_never_tells_whether_an_address_is_known(mail, sign_up, alice):
    stranger, guesser = Client(), Client()
    unknown = sign_up(stranger, email="eve-1@example.com", username="Eve")
    known = sign_up(guesser, email="ALICE@example.com", username="Eve")

    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    pages = [by.get(CODE_PAGE).text for by in (stranger, guesser)]
    assert pages[0].replace("eve-1@example.com", "") == pages[1].replace("alice@example.com", "")
    misses = [by.post(CODE_PAGE, {"code": "x"}).text for by in (stranger, guesser)]
    assert misses[0].replace("eve-1@example.com", "") == misses[1].replace("alice@example.com", "")
    assert [message.to for message in mail] == [["eve-1@example.com"], ["alice@example.com"]]
    assert "has one already" in mail[1].body


@pytest.mark.parametrize("email", ["alice@example.com", "eve@example.com"])
def test_leaves_no_trace_that_would_tell_afterwards(client, mail, sign_up, alice, email):
    """The name stays free and the password works nowhere, whether the address was known or not."""
    sign_up(email=email, username="Eve", password1="a staple of batteries")

    assert client.get("/people/Eve/").status_code == 404
    assert "username" not in sign_up(Client(), email="b@example.com", username="Eve").headers
    for name in (email, "Eve"):
        tried = Client().post(
            "/accounts/login/", {"login": name, "password": "a staple of batteries"}
        )
        assert tried.status_code == 200
        assert "do not go together" in str(tried.context["form"].errors)


def test_takes_as_long_for_a_known_address(mail, sign_up, alice, monkeypatch):
    hashed = []
    really = entrance.make_password
    monkeypatch.setattr(entrance, "make_password", lambda p: hashed.append(p) or really(p))
    sign_up(email="alice@example.com")
    sign_up(email="eve@example.com")
    assert len(hashed) == 2


def test_asks_as_much_of_database_and_cache_for_a_known_address(mail, sign_up, alice, statements):
    asked, kept = [], []
    sign_up(Client(), email="first@example.com")  # counts the visitor's address from now on
    for email in ("alice@example.com", "eve@example.com"):
        before = len(cache._cache)
        with statements() as seen:
            sign_up(Client(), email=email)
        asked.append([sql.split(" VALUES")[0].split(" WHERE")[0] for sql in seen.data])
        kept.append(len(cache._cache) - before)
    assert asked[0] == asked[1]
    assert kept[0] == kept[1]


def test_tells_when_the_name_was_taken_in_the_meantime(client, mail, sign_up):
    sign_up()
    UserFactory(username="carol", email="rival@example.com")

    response = client.post(CODE_PAGE, {"code": code_in(mail[0])}, follow=True)

    assert response.redirect_chain == [("/accounts/signup/", 302)]
    assert "taken a moment ago" in response.content.decode()
    assert User.objects.get().email == "rival@example.com"


def test_tells_the_owner_when_the_address_got_an_account_in_the_meantime(client, mail, sign_up):
    sign_up()
    UserFactory(username="Other", email="carol@example.com")

    response = client.post(CODE_PAGE, {"code": code_in(mail[0])})

    assert "has an account already" in str(response.context["verify_form"].errors)
    assert User.objects.count() == 1


def test_opens_the_account_with_the_link_from_the_mail(client, mail, sign_up):
    sign_up(next="/exams/")
    link = link_in(mail[0].body)
    assert link in mail[0].alternatives[0].content

    page = client.get(link).content.decode()
    assert "Carol" in page
    assert "carol@example.com" in page
    assert not User.objects.exists()  # mail programs open links, too

    assert client.post(link)["Location"] == "/exams/"
    assert get_user(client).username == "Carol"


def test_opens_the_account_by_the_link_in_another_browser_without_logging_in(client, mail, sign_up):
    sign_up()
    other = Client()
    assert other.post(link_in(mail[0].body))["Location"] == "/accounts/login/"
    assert not get_user(other).is_authenticated
    assert User.objects.get().username == "Carol"

    response = client.get(CODE_PAGE, follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/"
    assert "The link from the mail has done that already" in response.content.decode()


def test_opens_one_account_by_code_or_link(client, mail, sign_up):
    sign_up()
    link = link_in(mail[0].body)
    client.post(CODE_PAGE, {"code": code_in(mail[0])})
    page = Client().post(link)
    assert "This link no longer works" in page.content.decode()
    assert User.objects.count() == 1


def test_replaces_the_link_with_the_code(client, mail, sign_up, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    sign_up()
    first = link_in(mail[0].body)
    client.post(CODE_PAGE, {"action": "resend"})
    assert "no longer works" in client.get(first).content.decode()
    assert client.post(link_in(mail[1].body)).status_code == 302
    assert User.objects.exists()


def test_mails_no_link_to_a_known_address(mail, sign_up, alice):
    sign_up(email="alice@example.com", username="Eve")
    assert "confirm-email" not in mail[0].body


def test_has_no_code_page_without_mail(client):
    assert client.get(CODE_PAGE)["Location"] == "/accounts/login/"


def test_asks_for_a_code_at_the_login_of_an_unproven_address(client, mail, alice):
    form = {"login": "alice@example.com", "password": PASSWORD, "next": "/exams/"}
    assert client.post("/accounts/login/", form)["Location"].startswith(CODE_PAGE)
    assert not get_user(client).is_authenticated
    assert client.get(CODE_PAGE).status_code == 200
    assert "Hello Alice" in mail[0].body

    response = client.post(CODE_PAGE, {"code": code_in(mail[0])})

    assert response["Location"] == "/exams/"
    assert get_user(client) == alice
