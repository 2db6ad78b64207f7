"""What people may change of themselves."""

import pytest

from accounts import forms
from accounts.models import User
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FORM = {
    "username": "Alice",
    "bio": "",
    "time_zone": "Europe/Berlin",
    "exam_time": "100",
    "theme": "system",
    "shows_on_boards": "on",
}


def save(client, **changes):
    return client.post("/settings/", FORM | changes)


def errors(response, field):
    return response.context["form"].errors[field]


def test_is_for_people_who_are_in(client):
    assert client.get("/settings/")["Location"] == "/accounts/login/?next=/settings/"


def test_saves_and_says_so(alice_client, alice):
    changes = {"username": "Alicia", "bio": "I like subnets.", "time_zone": "Asia/Tokyo"}
    response = save(alice_client, **changes, theme="dark", shows_on_boards="")

    assert (response.status_code, response["Location"]) == (302, "/settings/")
    alice.refresh_from_db()
    assert (alice.username, alice.bio) == ("Alicia", "I like subnets.")
    assert (alice.time_zone, alice.theme) == ("Asia/Tokyo", "dark")
    assert not alice.shows_on_boards
    page = alice_client.get("/settings/").content.decode()
    assert "Your settings are saved." in page
    assert 'data-theme="dark"' in page
    assert "you are on no board and have no public profile" in page


def test_asks_little_of_the_database(alice_client, statements):
    with statements() as seen:
        assert alice_client.get("/settings/").status_code == 200
    assert seen.total <= 10


def test_shows_ones_own_choices(alice_client):
    page = alice_client.get("/settings/").content.decode()
    assert '<option value="Europe/Berlin" selected>Berlin</option>' in page
    assert 'href="/people/Alice/"' in page
    assert 'href="/accounts/password/change/"' in page
    assert "alice@example.com" in page


def test_keeps_a_zone_that_is_not_on_the_list(client):
    dora = UserFactory(username="Dora", time_zone="Etc/GMT+5")
    client.force_login(dora)
    assert '<option value="Etc/GMT+5" selected>' in client.get("/settings/").content.decode()
    assert save(client, username="Dora", time_zone="Etc/GMT+5").status_code == 302


@pytest.mark.parametrize("username", ["Bob", "bob", "BOB"])
def test_refuses_a_taken_username_whatever_its_case(alice_client, bob, username):
    response = save(alice_client, username=username)
    assert errors(response, "username") == ["That username is taken."]
    assert User.objects.filter(username="Alice").exists()


def test_lets_one_change_the_case_of_ones_own(alice_client, alice):
    save(alice_client, username="aLiCe")
    alice.refresh_from_db()
    assert alice.username == "aLiCe"


@pytest.mark.parametrize("username", ["admin", "", "a b", "al", "a" * 31, "a\0b", "é" * 5])
def test_refuses_what_is_no_username_and_shows_the_old_one_above(alice_client, alice, username):
    response = save(alice_client, username=username)
    assert errors(response, "username")
    assert "<span>Alice</span></summary>" in response.content.decode()


def test_tells_who_loses_a_race_for_a_name(alice_client, alice, monkeypatch):
    monkeypatch.setattr(forms.SettingsForm, "clean_username", lambda form: "Bob")
    really = forms.SettingsForm.save

    def rival_first(form):
        UserFactory(username="bob")
        return really(form)

    monkeypatch.setattr(forms.SettingsForm, "save", rival_first)
    response = save(alice_client, username="Bob")

    assert errors(response, "username") == ["That username is taken."]
    alice.refresh_from_db()
    assert alice.username == "Alice"


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("theme", "pink"), ("bio", "x" * 301), ("bio", "a\0b")],
)
def test_refuses_what_the_page_does_not_offer(alice_client, alice, field, value):
    assert errors(save(alice_client, **{field: value}), field)
    alice.refresh_from_db()
    assert (alice.time_zone, alice.theme, alice.bio) == ("Europe/Berlin", "system", "")


def test_counts_the_end_of_a_line_once(alice_client, alice):
    save(alice_client, bio="x" * 149 + "\r\n" + "y" * 150)
    alice.refresh_from_db()
    assert len(alice.bio) == 300


def test_touches_nothing_that_it_does_not_show(alice_client, alice):
    before = User.objects.get(pk=alice.pk)
    save(alice_client, is_staff="on", is_superuser="on", email="evil@example.com", password="x")
    after = User.objects.get(pk=alice.pk)
    for field in ("is_staff", "is_superuser", "email", "password"):
        assert getattr(before, field) == getattr(after, field)


def test_writes_its_own_columns_alone(alice_client, alice, statements):
    """A password that is reset at the same moment must stay reset."""
    with statements() as seen:
        save(alice_client, bio="Hello")
    (update,) = [sql for sql in seen.data if sql.startswith('UPDATE "accounts_user"')]
    assert "bio" in update
    assert "password" not in update


def test_keeps_the_time_in_exams(client, alice):
    client.force_login(alice)
    assert save(client, exam_time="150").status_code == 302
    alice.refresh_from_db()
    assert alice.exam_time == 150
    assert "exam_time" in save(client, exam_time="90").context["form"].errors
