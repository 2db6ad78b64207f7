"""Changing one's e-mail address."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import SecurityEvent, User
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.postbox import link_in

pytestmark = pytest.mark.django_db

ADDRESS = "/settings/security/address/"
CODE = f"{ADDRESS}code/"
NEW = "alice@new.example"


@pytest.fixture
def alice(alice):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    return alice


def ask(client, email=NEW, password=PASSWORD):
    return client.post(ADDRESS, {"email": email, "password": password})


def code_in(message):
    return re.search(r"^\s+([A-Z]{4}-[A-Z]{4})$", message.body, re.M).group(1)


def test_keeps_the_old_one_until_the_new_one_is_proven_and_tells_both(alice_client, alice, mail):
    assert ask(alice_client, "Alice@New.example")["Location"] == CODE
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    assert [message.to[0] for message in mail] == ["alice@example.com", NEW]
    assert "Nothing has changed yet" in mail[0].body

    assert NEW in alice_client.get(CODE).content.decode()
    response = alice_client.post(CODE, {"code": code_in(mail[1])})

    assert response["Location"] == "/settings/security/"
    alice.refresh_from_db()
    assert alice.email == NEW
    address = EmailAddress.objects.get(user=alice)
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    assert [message.to[0] for message in mail[2:]] == ["alice@example.com", NEW]
    assert get_user(alice_client) == alice
    assert SecurityEvent.objects.filter(kind="email_changed", user=alice).exists()


def test_takes_the_link_in_any_browser(alice_client, alice, mail):
    ask(alice_client)
    other = Client()
    assert NEW in other.get(link_in(mail[1].body)).content.decode()
    other.post(link_in(mail[1].body))
    alice.refresh_from_db()
    assert alice.email == NEW
    assert not get_user(other).is_authenticated
    assert alice_client.get(CODE)["Location"] == "/settings/security/"


def test_asks_for_the_password(alice_client, alice, mail):
    response = ask(alice_client, password="not hers")
    assert response.context["form"].errors["password"] == ["That is not your password."]
    page = response.content.decode()
    assert NEW in page
    assert "not hers" not in page
    assert len(mail) == 0


def test_mails_to_a_stranger_once_in_a_while(alice_client, mail):
    assert ask(alice_client)["Location"] == CODE
    again = ask(alice_client)
    assert "A mail went to that e-mail address a moment ago" in again.text
    assert len([message for message in mail if message.to == [NEW]]) == 1


def test_slows_who_guesses_the_password(alice_client, mail):
    for _ in range(5):
        ask(alice_client, password="not hers")
    assert "Too many tries" in str(ask(alice_client).context["form"].errors)


@pytest.mark.parametrize("email", ["", "no address", "a\0b@example.com", "ALICE@example.com"])
def test_refuses_what_is_no_other_address(alice_client, mail, email):
    assert ask(alice_client, email).context["form"].errors["email"]
    assert len(mail) == 0


def test_never_tells_whether_an_address_is_known(alice_client, bob, mail):
    known = ask(alice_client, "bob@example.com")
    assert known["Location"] == CODE
    assert mail[1].to == ["bob@example.com"]
    assert "has one already" in mail[1].body
    page = alice_client.get(CODE).content.decode()
    assert "on its way" in page


def test_ends_a_change_at_the_third_wrong_code(alice_client, alice, mail):
    ask(alice_client)
    for _ in range(3):
        response = alice_client.post(CODE, {"code": "BBBB-BBBB"})
    assert response["Location"] == ADDRESS
    alice_client.post(CODE, {"code": code_in(mail[1])})
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_gives_an_address_to_the_first_of_two(alice_client, alice, mail):
    ask(alice_client)
    UserFactory(username="Other", email=NEW)
    alice_client.post(link_in(mail[1].body))
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_lets_nobody_use_the_change_of_another(alice_client, alice, bob, mail):
    ask(alice_client)
    alice_client.post("/accounts/logout/")
    alice_client.force_login(bob)
    assert alice_client.get(CODE)["Location"] == ADDRESS


def test_forgets_a_change_when_the_address_changed_otherwise(alice_client, alice, mail):
    ask(alice_client)
    User.objects.update(email="alice@third.example")
    alice_client.post(link_in(mail[1].body))
    alice.refresh_from_db()
    assert alice.email == "alice@third.example"


def test_changes_at_once_where_there_is_no_mail(alice_client, alice, mailoutbox):
    assert ask(alice_client)["Location"] == "/settings/security/"
    alice.refresh_from_db()
    assert alice.email == NEW
    assert not EmailAddress.objects.get(user=alice).verified
    assert mailoutbox == []


def test_says_that_an_address_is_taken_where_there_is_no_mail(alice_client, bob):
    said = ask(alice_client, "BOB@example.com").context["form"].errors["email"]
    assert said == ["That e-mail address has an account already."]


def test_is_for_people_who_are_in(client):
    assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")
    assert client.get(CODE)["Location"].startswith("/accounts/login/")


def test_drops_a_change_when_the_password_changed(alice_client, alice, mail):
    """Whoever knew the old one may have asked, and has the link."""
    ask(alice_client)
    alice.set_password("another horse battery")
    alice.save()
    response = Client().post(link_in(mail[1].body), follow=True)
    assert "Nothing was changed" in response.content.decode()
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
