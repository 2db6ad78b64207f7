"""A forgotten password."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import PASSWORD
from accounts.tests.postbox import link_in

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"
NEW = "another horse battery"


def choose(client, link, password=NEW):
    """Opens the link and sends a new password to the page it leads to."""
    response = client.get(link)
    return client.post(response["Location"], {"password1": password})


def test_mails_a_link_that_sets_a_new_password(client, alice, mail):
    assert client.post(RESET, {"email": "ALICE@example.com"})["Location"] == f"{RESET}done/"
    assert mail[0].to == ["alice@example.com"]
    assert link_in(mail[0].body) in mail[0].alternatives[0].content

    assert choose(client, link_in(mail[0].body))["Location"] == f"{RESET}key/done/"

    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert not get_user(client).is_authenticated


def test_ends_every_session(client, alice, alice_client, mail):
    visitor = Client()
    visitor.post(RESET, {"email": "alice@example.com"})
    choose(visitor, link_in(mail[0].body))
    assert not get_user(alice_client).is_authenticated


def test_works_once(client, alice, mail):
    client.post(RESET, {"email": "alice@example.com"})
    choose(client, link_in(mail[0].body))

    page = Client().get(link_in(mail[0].body))
    assert "This link no longer works" in page.content.decode()
    client.post(f"{RESET}key/1-set-password/", {"password1": "a third horse battery"})
    alice.refresh_from_db()
    assert alice.check_password(NEW)


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_works_within_the_hour(client, alice, mail, monkeypatch, minutes, works):
    client.post(RESET, {"email": "alice@example.com"})
    later = timezone.datetime.now() + timezone.timedelta(minutes=minutes)  # noqa: DTZ005
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert (client.get(link_in(mail[0].body)).status_code == 302) == works


@pytest.mark.parametrize("new", ["too short", "qwertyqwerty", "alice@example.com", "102938475601"])
def test_keeps_the_rules(client, alice, mail, new):
    client.post(RESET, {"email": "alice@example.com"})
    assert choose(client, link_in(mail[0].body), new).context["form"].errors["password1"]
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_never_tells_whether_an_address_is_known(client, alice, mail):
    known = client.post(RESET, {"email": "alice@example.com"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.com"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [message.to for message in mail] == [["alice@example.com"], ["nobody@example.com"]]
    assert "this e-mail address has no account" in mail[1].body


def test_mails_no_link_to_whom_staff_deactivated(client, alice, mail):
    alice.is_active = False
    alice.save()
    client.post(RESET, {"email": "alice@example.com"})
    assert "/password/reset/key/" not in mail[0].body


def test_slows_down_who_asks_too_often(client, alice, mail):
    for _ in range(6):
        response = client.post(RESET, {"email": "alice@example.com"})
    assert response.status_code == 429
    assert len(mail) == 5


def test_sends_to_staff_where_there_is_no_mail(client, alice, mailoutbox):
    for response in (
        client.get(RESET),
        client.post(RESET, {"email": "alice@example.com"}),
        client.get(f"{RESET}done/"),
    ):
        assert response.status_code == 200
        assert "for a reset link</strong>: staff can make one" in response.content.decode()
    assert not mailoutbox


@pytest.mark.parametrize(
    "key",
    ["zzzzzzzzzzzzz-abc-def", "0-a", "1-" + "x" * 5000, "1-a%00b", "zz-%FF", "1-set-password"],
)
def test_has_a_sentence_for_broken_links(client, key):
    response = client.get(f"{RESET}key/{key}/")
    assert response.status_code < 500
    if response.status_code == 200:
        assert "This link no longer works" in response.content.decode()


@pytest.mark.parametrize("email", ["", "a\0b@example.com", "no address", "x" * 5000 + "@a.de"])
def test_refuses_what_is_no_address(client, mail, email):
    assert client.post(RESET, {"email": email}).context["form"].errors["email"]
    assert not mail


def test_leads_to_this_site_whatever_host_is_named(client, mail, alice, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": alice.email}, headers={"host": "evil.example"})
    assert "evil.example" not in mail[0].body + mail[0].alternatives[0].content
    assert link_in(mail[0].body)
