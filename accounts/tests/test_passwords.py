"""What a password must be, how it is kept, how it is changed."""

import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD

NEW = "another horse battery"


def test_counts_every_byte_of_a_long_password(settings):
    """With the real hasher: bcrypt alone would not look beyond byte 72."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
    password = "x" * 74 + "a" + "x" * 5
    other = "x" * 74 + "b" + "x" * 5
    user = User()
    user.set_password(password)

    assert user.password.startswith("bcrypt_sha256$$2b$12$")
    assert user.check_password(password)
    assert not user.check_password(other)


def change(client, old=PASSWORD, new=NEW):
    return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new})


def test_changes_and_ends_every_other_session(alice_client, alice):
    other = Client()
    other.force_login(alice)

    assert change(alice_client)["Location"] == "/settings/security/"

    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert get_user(alice_client).is_authenticated
    assert not get_user(other).is_authenticated
    assert "Your password is changed" in alice_client.get("/settings/").content.decode()


def test_asks_for_the_old_one(alice_client, alice):
    response = change(alice_client, old="not the one, alas")
    assert response.context["form"].errors["oldpassword"] == ["That is not your current password."]
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.parametrize("new", ["too short", "qwertyqwerty", "alice@example.com", "102938475601"])
def test_keeps_the_rules_at_a_change(alice_client, alice, new):
    assert change(alice_client, new=new).context["form"].errors["password1"]
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_counts_wrong_ones_like_a_login(alice_client, alice):
    for _ in range(5):
        change(alice_client, old="not hers")
    page = change(alice_client).content.decode()
    assert "Too many tries" in page
    assert "another horse" not in page
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
