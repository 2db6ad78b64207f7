"""What people may change of themselves."""

import pytest

from accounts.forms import settings as forms
from accounts.models import User
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FORMS = {
    "": {"username": "Alice", "bio": "", "time_zone": "Europe/Berlin", "theme": "system"},
    "exams/": {"exam_time": "100"},
    "boards/": {"shows_on_boards": "on"},
    "quiet/": {},
    "mail/": {"wants_device_mail": "on"},
}


def save(client, section="", **changes):
    return client.post(f"/settings/{section}", FORMS[section] | changes)


def errors(response, field):
    return response.context["form"].errors[field]


@pytest.mark.parametrize("section", FORMS)
def test_is_for_people_who_are_in(client, section):
    address = f"/settings/{section}"
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("section", [*FORMS, "security/", "data/"])
def test_asks_little_of_the_database(alice_client, section, statements):
    with statements() as seen:
        page = alice_client.get(f"/settings/{section}")
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    assert seen.total <= 10


def test_has_no_other_sections(alice_client):
    assert alice_client.get("/settings/elsewhere/").status_code == 404


def test_saves_the_profile_and_says_so(alice_client, alice):
    changes = {"username": "Alicia", "bio": "I like subnets.", "time_zone": "Asia/Tokyo"}
    response = save(alice_client, **changes, theme="dark")

    assert (response.status_code, response["Location"]) == (302, "/settings/")
    alice.refresh_from_db()
    assert (alice.username, alice.bio) == ("Alicia", "I like subnets.")
    assert (alice.time_zone, alice.theme) == ("Asia/Tokyo", "dark")
    page = alice_client.get("/settings/").content.decode()
    assert "Your settings are saved." in page
    assert 'data-theme="dark"' in page


def test_leaves_nothing_at_the_old_name(alice_client):
    assert alice_client.get("/people/Alice/").status_code == 200
    save(alice_client, username="Alicia")
    assert alice_client.get("/people/Alice/").status_code == 404
    assert alice_client.get("/people/Alicia/").status_code == 200


def test_hides_at_once(alice_client, client, alice):
    save(alice_client, "boards/", shows_on_boards="")
    assert client.get("/people/Alice/").status_code == 404
    assert "Nobody sees you" in alice_client.get("/settings/boards/").content.decode()


def test_shows_ones_own_choices(alice_client):
    page = alice_client.get("/settings/").content.decode()
    assert '<option value="Europe/Berlin" selected>Berlin</option>' in page
    assert 'href="/people/Alice/"' in page
    page = alice_client.get("/settings/security/").content.decode()
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


@pytest.mark.parametrize(
    "username", ["admin", "how_it_works", "", "a b", "al", "a" * 31, "a\0b", "é" * 5]
)
def test_refuses_what_is_no_username_and_shows_the_old_one_above(alice_client, alice, username):
    response = save(alice_client, username=username)
    assert errors(response, "username")
    assert "<span>Alice</span></summary>" in response.content.decode()


def test_keeps_a_name_that_became_a_word_of_the_site(client):
    old = UserFactory(username="Exams")
    client.force_login(old)
    assert save(client, username="Exams", bio="I was here before.").status_code == 302
    old.refresh_from_db()
    assert old.bio == "I was here before."


def test_tells_who_loses_a_race_for_a_name(alice_client, alice, monkeypatch):
    monkeypatch.setattr(forms.ProfileForm, "clean_username", lambda form: "Bob")
    really = forms.ProfileForm.save

    def rival_first(form):
        UserFactory(username="bob")
        return really(form)

    monkeypatch.setattr(forms.ProfileForm, "save", rival_first)
    response = save(alice_client, username="Bob")

    assert errors(response, "username") == ["That username is taken."]
    alice.refresh_from_db()
    assert alice.username == "Alice"


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [
        ("", "time_zone", "Mars/Olympus"),
        ("", "theme", "pink"),
        ("", "bio", "x" * 301),
        ("", "bio", "a\0b"),
        ("exams/", "exam_time", "90"),
    ],
)
def test_refuses_what_the_page_does_not_offer(alice_client, alice, section, field, value):
    assert errors(save(alice_client, section, **{field: value}), field)
    before = alice.exam_time
    alice.refresh_from_db()
    assert (alice.time_zone, alice.theme, alice.bio) == ("Europe/Berlin", "system", "")
    assert alice.exam_time == before


def test_counts_the_end_of_a_line_once(alice_client, alice):
    save(alice_client, bio="x" * 149 + "\r\n" + "y" * 150)
    alice.refresh_from_db()
    assert len(alice.bio) == 300


@pytest.mark.parametrize("section", FORMS)
def test_touches_nothing_that_it_does_not_show(alice_client, alice, section):
    before = User.objects.get(pk=alice.pk)
    save(
        alice_client,
        section,
        is_staff="on",
        is_superuser="on",
        email="evil@example.com",
        password="x",
        is_active="",
    )
    after = User.objects.get(pk=alice.pk)
    for field in ("is_staff", "is_superuser", "is_active", "email", "password"):
        assert getattr(before, field) == getattr(after, field)


def test_writes_its_own_columns_alone(alice_client, alice, statements):
    """A password that is reset at the same moment must stay reset."""
    with statements() as seen:
        save(alice_client, bio="Hello")
    (update,) = [sql for sql in seen.data if sql.startswith('UPDATE "accounts_user"')]
    assert "bio" in update
    assert "password" not in update


def test_keeps_what_is_granted_in_exams(client, alice, bank):
    client.force_login(alice)
    assert save(client, "exams/", exam_time="150", has_extension="on").status_code == 302
    alice.refresh_from_db()
    assert (alice.exam_time, alice.has_extension) == (150, True)
    page = client.get("/exams/security-plus/exam/").content.decode()
    assert "checked" in page.split('name="has_extension"')[1].split(">")[0]
