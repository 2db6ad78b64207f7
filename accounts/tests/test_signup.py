"""Signing up, on a site without mail."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.db import IntegrityError

from accounts import signup
from accounts.forms import entrance
from accounts.models import User
from accounts.signals import signed_up
from accounts.tests.factories import PASSWORD, UserFactory
from gamification.models import UserAvatar, UserProfile

pytestmark = pytest.mark.django_db


def errors(response, field):
    return list(response.context["form"].errors.get(field, []))


def test_signs_in_at_once(client, sign_up):
    response = sign_up()

    assert (response.status_code, response["Location"]) == (302, "/")
    carol = get_user(client)
    assert (carol.username, carol.email) == ("Carol", "carol@example.com")
    assert (carol.time_zone, carol.shows_on_boards) == ("Europe/Paris", True)
    assert carol.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=carol, primary=True).email == carol.email


def test_makes_profile_and_default_avatars(client, achievements, sign_up):
    sign_up()

    profile = UserProfile.objects.get(user__username="Carol")
    assert (profile.xp, profile.level) == (0, 1)
    unlocked = UserAvatar.objects.filter(user=profile.user)
    assert unlocked.count() == 3
    assert profile.avatar in [row.avatar for row in unlocked]


def test_leaves_nothing_when_a_receiver_raises(sign_up):
    def raises(**kwargs):
        raise RuntimeError("no profile today")

    signed_up.connect(raises)
    try:
        with pytest.raises(RuntimeError):
            sign_up()
    finally:
        signed_up.disconnect(raises)

    assert not User.objects.exists()
    assert not UserProfile.objects.exists()
    assert not EmailAddress.objects.exists()


def test_goes_on_to_where_one_was_going(sign_up):
    assert sign_up(next="/exams/")["Location"] == "/exams/"


def test_does_not_go_on_to_another_site(sign_up):
    assert sign_up(next="https://evil.example/")["Location"] == "/"


def test_hides_who_unticks_the_boards(sign_up):
    sign_up(shows_on_boards="")

    assert not User.objects.get().shows_on_boards
    assert not User.objects.on_boards().exists()


def test_offers_a_ticked_box_and_a_visible_time_zone(client):
    page = client.get("/accounts/signup/").content.decode()

    assert "checked" in page.split('name="shows_on_boards"')[1].split(">")[0]
    assert '<select name="time_zone" data-guess="zone"' in page
    assert '<option value="UTC" selected>' in page
    assert '<option value="America/Argentina/Buenos_Aires">Argentina, Buenos Aires' in page
    assert "js/timezone.js" in page


def test_keeps_the_time_zone_that_was_chosen_when_something_else_is_wrong(sign_up):
    page = sign_up(username="x").content.decode()

    assert '<option value="Europe/Paris" selected>' in page
    assert "data-guess" not in page


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Factory"])
def test_refuses_a_time_zone_that_is_not_on_the_list(sign_up, zone):
    assert errors(sign_up(time_zone=zone), "time_zone")
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["Alice", "alice", "ALICE"])
def test_refuses_a_taken_username_whatever_its_case(sign_up, alice, username):
    assert errors(sign_up(username=username), "username") == ["That username is taken."]


@pytest.mark.parametrize("email", ["alice@example.com", "ALICE@Example.COM"])
def test_refuses_a_known_address_whatever_its_case(sign_up, alice, email):
    said = errors(sign_up(email=email), "email")
    assert said == ["That e-mail address has an account already."]


@pytest.mark.parametrize(
    "username",
    [
        "admin",
        "Admin",
        "SETTINGS",
        "how-it-works",
        "How_It_Works",
        "leaderboards",
        "people",
        "account_login",
        "mail",
        "me",
        "root",
        "al",
        "a" * 31,
        "a b",
        "Zoë",
        "a@b",
    ],
)
def test_refuses_words_of_the_site_and_what_is_no_username(sign_up, username):
    assert errors(sign_up(username=username), "username")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short1!here", "at least 12 characters"),
        ("qwertyqwerty", "too common"),
        ("carol-on-the-hill", "too similar to the username"),
        ("carol@example.com", "too similar to the"),
        ("739105826401", "entirely numeric"),
    ],
)
def test_refuses_weak_passwords(sign_up, password, why):
    said = errors(sign_up(username="Carol-on-the-hill", password1=password), "password1")
    assert why in " ".join(said)
    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["email", "username", "password1", "time_zone", "next"])
@pytest.mark.parametrize("broken", ["a%00b", "a%00b%40example.com", "%ED%A0%80%FF", "%0d%0aX:y"])
def test_survives_null_bytes_and_broken_unicode(client, field, broken):
    form = {"email": "carol%40example.com", "username": "Carol", "time_zone": "UTC"}
    form |= {"password1": "correct+horse+battery", field: broken}
    body = "&".join(f"{name}={value}" for name, value in form.items())
    response = client.post("/accounts/signup/", body, "application/x-www-form-urlencoded")

    assert response.status_code < 500
    assert "X" not in response.headers
    assert User.objects.exists() == (field == "next")


def test_tells_the_second_of_two_who_race_for_a_name(sign_up, monkeypatch):
    really = signup.open_account

    def rival_first(user, **kwargs):
        UserFactory(username="CAROL", email="rival@example.com")
        return really(user, **kwargs)

    monkeypatch.setattr(entrance, "open_account", rival_first)
    response = sign_up()

    assert response.status_code == 200
    assert errors(response, "username") == ["That username is taken."]
    assert User.objects.get().email == "rival@example.com"


def test_tells_the_second_of_two_who_race_for_an_address(sign_up, monkeypatch):
    really = signup.open_account

    def rival_first(user, **kwargs):
        UserFactory(username="Rival", email="carol@example.com")
        return really(user, **kwargs)

    monkeypatch.setattr(entrance, "open_account", rival_first)

    assert errors(sign_up(), "email") == ["That e-mail address has an account already."]


@pytest.mark.parametrize("changes", [{"username": "ALICE"}, {"email": "Alice@example.com"}])
def test_is_stopped_by_the_database_too(alice, changes):
    """The control: without the form, the constraint is what remains."""
    with pytest.raises(IntegrityError):
        User.objects.create(**({"username": "Carol", "email": "carol@example.com"} | changes))


def test_sends_people_who_are_in_home(alice_client):
    assert alice_client.get("/accounts/signup/")["Location"] == "/"


def test_answers_with_a_page_also_when_asked_for_json(client):
    response = client.get("/accounts/signup/", headers={"Accept": "application/json"})
    assert response["Content-Type"].startswith("text/html")
