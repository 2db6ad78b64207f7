"""The workshop's game: what staff may change, what they may only look at."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import UserFactory
from gamification.admin import MOST_XP
from gamification.models import (
    Achievement,
    Avatar,
    CertificationRecord,
    UserAchievement,
    UserAvatar,
    UserProfile,
    XPAward,
)
from gamification.tests.test_achievements_pages import earn

KEPT = ["xpaward", "userachievement", "useravatar", "userprofile", "certificationrecord"]
ACHIEVEMENT = {
    "name": "Night Owl",
    "slug": "night-owl",
    "description": "Complete 15 quizzes.",
    "category": "Getting Started",
    "order": "4",
    "criterion": "quizzes",
    "certification": "",
    "value": "15",
    "xp": "300",
    "rarity": "rare",
    "motif": "week-warrior",
    "is_active": "on",
}
AVATAR = {
    "name": "Second Owl",
    "slug": "second-owl",
    "description": "An owl",
    "order": "19",
    "rarity": "rare",
    "image": "img/avatars/study-buddy.svg",
    "achievement": "",
}


def url(model, page, *args):
    return reverse(f"admin:gamification_{model}_{page}", args=args)


def errors(response):
    assert response.status_code == 200, "the form was accepted"
    form = response.context["adminform"].form
    return " ".join(str(error) for row in form.errors.values() for error in row)


@pytest.fixture
def workshop(achievements, client, staff):
    client.force_login(staff)
    return client


def test_adds_an_achievement(workshop):
    response = workshop.post(url("achievement", "add"), ACHIEVEMENT)
    assert response.status_code == 302
    added = Achievement.objects.get(slug="night-owl")
    assert (added.value, added.xp, added.motif, added.is_hidden) == (15, 300, "week-warrior", False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"criterion": "bananas"}, "Choose from the list"),
        ({"criterion": "certification_quizzes"}, "Quizzes of a certification need one"),
        ({"certification": "1"}, "Quizzes of a certification need one, other criteria none."),
        ({"value": "0"}, "At least 1"),
        ({"value": ""}, "This field is required"),
        ({"xp": "-1"}, "At least 0"),
        ({"xp": str(MOST_XP + 1)}, f"At most {MOST_XP}"),
        ({"motif": "nope"}, "Choose from the list"),
        ({"motif": "secret"}, "Choose from the list"),
        ({"slug": "first-steps"}, "already exists"),
        ({"name": ""}, "This field is required"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_refuses_an_achievement_with_a_sentence(workshop, change, sentence):
    if change.get("certification"):
        certification = Achievement.objects.get(slug="network-plus-pro").certification
        change = {"certification": str(certification.pk)}
    response = workshop.post(url("achievement", "add"), ACHIEVEMENT | change)
    assert sentence in errors(response).replace(",", "") + errors(response)
    assert Achievement.objects.count() == 27


def test_keeps_slugs(workshop):
    first = Achievement.objects.get(slug="first-steps")
    data = ACHIEVEMENT | {"value": "2", "slug": "other"}
    assert workshop.post(url("achievement", "change", first.pk), data).status_code == 302
    first.refresh_from_db()
    assert (first.slug, first.value, first.name) == ("first-steps", 2, "Night Owl")


def test_keeps_an_earned_achievement_and_says_why(workshop, alice, now):
    earn(alice, "first-steps", now)
    first = Achievement.objects.get(slug="first-steps")
    response = workshop.post(url("achievement", "delete", first.pk), {"post": "yes"}, follow=True)
    assert "First Steps was earned and stays. Switch it off instead" in response.content.decode()
    assert Achievement.objects.filter(slug="first-steps").exists()


def test_deletes_an_achievement_that_nobody_has(workshop):
    slug = "beginner"  # opens no avatar
    pk = Achievement.objects.get(slug=slug).pk
    workshop.post(url("achievement", "delete", pk), {"post": "yes"})
    assert not Achievement.objects.filter(slug=slug).exists()


def test_keeps_an_achievement_that_opens_an_avatar(workshop):
    pk = Achievement.objects.get(slug="first-steps").pk
    response = workshop.post(url("achievement", "delete", pk), {"post": "yes"})
    assert response.status_code == 200
    assert "Quiz Champion" in response.content.decode()
    assert Achievement.objects.filter(pk=pk).exists()


def test_switches_off_and_on(workshop, alice, now):
    earn(alice, "first-steps", now)
    first = Achievement.objects.get(slug="first-steps")
    for action, is_active in (("switch_off", False), ("switch_on", True)):
        data = {"action": action, "_selected_action": [first.pk]}
        workshop.post(url("achievement", "changelist"), data)
        first.refresh_from_db()
        assert first.is_active is is_active
    assert LogEntry.objects.filter(object_id=first.pk).count() == 2
    data = {"action": "delete_selected", "_selected_action": [first.pk], "post": "yes"}
    workshop.post(url("achievement", "changelist"), data)
    assert Achievement.objects.filter(pk=first.pk).exists()


def test_adds_an_avatar(workshop):
    assert workshop.post(url("avatar", "add"), AVATAR).status_code == 302
    assert Avatar.objects.get(slug="second-owl").name == "Second Owl"


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        ("img/avatars/nobody.svg", "There is no file static/img/avatars/nobody.svg."),
        ("../settings.py", "A file in img/avatars."),
        ("img/avatars/../favicon.svg", "A file in img/avatars."),
        ("", "This field is required."),
    ],
)
def test_refuses_an_avatar_without_a_drawing(workshop, image, sentence):
    response = workshop.post(url("avatar", "add"), AVATAR | {"image": image})
    assert sentence in errors(response)
    assert Avatar.objects.count() == 18


def test_keeps_an_avatar_that_students_have(workshop, alice):
    pk = Avatar.objects.get(slug="study-buddy").pk
    response = workshop.post(url("avatar", "delete", pk), {"post": "yes"}, follow=True)
    assert "Study Buddy stays: there are students who may wear it." in response.content.decode()
    assert Avatar.objects.filter(pk=pk).exists()


def test_deletes_an_avatar_that_nobody_has(workshop):
    pk = Avatar.objects.get(slug="exam-prodigy").pk
    workshop.post(url("avatar", "delete", pk), {"post": "yes"})
    assert not Avatar.objects.filter(pk=pk).exists()


def test_shows_what_the_game_writes_and_lets_nobody_change_it(workshop, alice, now):
    earn(alice, "first-steps", now)
    rows = {
        model: next(iter(kind.objects.filter(user=alice)))
        for model, kind in zip(
            KEPT,
            (XPAward, UserAchievement, UserAvatar, UserProfile, CertificationRecord),
            strict=True,
        )
    }
    for model, row in rows.items():
        change = url(model, "change", row.pk)
        assert workshop.get(url(model, "changelist")).status_code == 200
        assert workshop.get(change).status_code == 200
        assert workshop.post(change, {"amount": "9", "xp": "9"}).status_code == 403
        assert workshop.get(url(model, "add")).status_code == 403
        assert workshop.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_names_the_figures_of_a_student(workshop, alice, now):
    earn(alice, "first-steps", now)
    page = workshop.get(url("userprofile", "change", alice.profile.pk)).text
    week = page.partition(">Week</h2>")[2].partition("</fieldset>")[0]
    assert re.findall("<label[^>]*>(.*?):</label>", week) == ["Since", "XP", "Quizzes"]


def test_lets_go_of_what_is_personal_when_an_account_is_deleted(workshop, alice, now):
    earn(alice, "first-steps", now)
    address = reverse("admin:accounts_user_delete", args=[alice.pk])
    workshop.post(address, {"post": "yes"})
    assert not User.objects.filter(pk=alice.pk).exists()
    assert not XPAward.objects.exists()


def test_is_closed_to_students(achievements, alice_client, alice):
    for model in ["achievement", "avatar", *KEPT]:
        assert alice_client.get(url(model, "changelist")).status_code in (302, 403)
    assert alice_client.post(url("achievement", "add"), ACHIEVEMENT).status_code in (302, 403)
    assert Achievement.objects.count() == 27


def test_asks_little_of_the_database_for_sixty_rows(workshop, now, statements):
    certification = Achievement.objects.get(slug="network-plus-pro").certification
    for n in range(60):
        user = UserFactory()
        UserProfile.objects.make_for(user)
        earn(user, "first-steps", now)
        achievement = Achievement.objects.create(
            slug=f"extra-{n}", name=f"Extra {n}", category="Extra", value=n + 1, xp=1,
            criterion="certification_quizzes", certification=certification,
        )  # fmt: skip
        Avatar.objects.create(
            slug=f"extra-{n}",
            name=f"Extra {n}",
            image="img/avatars/study-buddy.svg",
            achievement=achievement,
        )
    for model in ("achievement", "avatar", *KEPT):
        with statements() as seen:
            response = workshop.get(url(model, "changelist"))
        assert response.context["cl"].result_count >= 60
        assert seen.total <= 15, seen.data
