"""Accounts elsewhere that open one here: keeping, removing, and having nothing else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.test import Client

from accounts.tests.test_social import reauthenticate, sign_in

pytestmark = pytest.mark.django_db


def test_keeps_one_address_whatever_other_sites_say(alice_client, alice, provider):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    provider.person("1", email="other@school.example", email_verified=True)
    reauthenticate(alice_client)
    sign_in(alice_client, "connect")
    sign_in(Client())
    assert [each.email for each in EmailAddress.objects.filter(user=alice)] == [alice.email]


def test_lets_one_remove_a_site_that_was_switched_off(alice_client, alice):
    account = SocialAccount.objects.create(user=alice, provider="sso", uid="seven")
    reauthenticate(alice_client)
    page = alice_client.get("/accounts/3rdparty/").content.decode()
    assert "seven" in page
    alice_client.post("/accounts/3rdparty/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_keeps_the_last_way_in(client, alice, provider):
    alice.set_unusable_password()
    alice.save()
    provider.person("1")
    account = SocialAccount.objects.create(user=alice, provider="sso", uid="1")
    sign_in(client)
    page = client.post("/accounts/3rdparty/", {"account": account.pk}).content.decode()
    assert "Choose a password first" in page
    assert SocialAccount.objects.exists()


@pytest.mark.parametrize("path", ["data/download/", "data/delete/", "security/address/"])
def test_wants_a_fresh_login_of_who_has_nothing_else_to_show(client, alice, provider, path):
    alice.set_unusable_password()
    alice.save()
    provider.person("1")
    SocialAccount.objects.create(user=alice, provider="sso", uid="1")
    sign_in(client)
    assert client.get(f"/settings/{path}").status_code == 200

    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 301
    session.save()
    assert client.get(f"/settings/{path}")["Location"] == f"/accounts/login/?next=/settings/{path}"
    assert not get_user(client).is_authenticated
    sign_in(client)
    assert client.get(f"/settings/{path}").status_code == 200
