"""The page of avatars, and wearing one."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from accounts.tests.factories import UserFactory
from gamification.models import Achievement, Avatar, UserAvatar, UserProfile
from gamification.tests.test_achievements_pages import HIDDEN, earn

URL = "/avatars/"


def page(client):
    """The page, whose spaces are all alike."""
    response = client.get(URL)
    assert response.status_code == 200
    return response.text.replace("\N{NO-BREAK SPACE}", " ")


def cards(html):
    return re.findall(r'<li class="sheet.*?</li>', html, re.DOTALL)


def equip(client, slug, **extra):
    return client.post(reverse("gamification:equip", args=[slug]), **extra)


def worn(user):
    return UserProfile.objects.get(user=user).avatar.slug


@pytest.fixture(autouse=True)
def content(achievements):
    """All avatars, before the cast gets its own."""


def test_sends_visitors_to_the_login(client):
    assert "/accounts/login/" in client.get(URL).url
    assert "/accounts/login/" in equip(client, "study-buddy").url


def test_shows_eighteen_with_the_worn_one_marked(alice_client):
    html = page(alice_client)
    assert (len(cards(html)), html.count("<h1")) == (18, 1)
    assert "3 of 18" in html
    [mine] = [card for card in cards(html) if "Wearing it" in card]
    assert "Default Student" in mine
    assert html.count("<button class=\"btn\">Wear<") == 2  # fmt: skip


def test_says_how_a_locked_one_opens(alice_client):
    [card] = [card for card in cards(page(alice_client)) if "Dedicated Learner" in card]
    assert "Unlocks with <strong>Week Warrior</strong>: Practise 7 days in a row." in card
    assert "<form" not in card


def test_tells_nothing_of_those_behind_hidden_achievements(alice_client):
    html = page(alice_client)
    secrets = Avatar.objects.filter(achievement__slug__in=HIDDEN).select_related("achievement")
    assert len(secrets) == 5
    for avatar in secrets:
        told = [avatar.slug, avatar.name, avatar.description, avatar.image]
        told += [avatar.achievement.name, avatar.achievement.description, avatar.achievement.slug]
        assert [word for word in told if word in html] == []
    silhouettes = [card for card in cards(html) if "Legendary, not found yet" in card]
    assert len(silhouettes) == 5
    assert len(set(silhouettes)) == 1
    assert cards(html)[-5:] == silhouettes  # their places among the others tell nothing, too
    assert "silhouette.svg" in silhouettes[0]


def test_shows_a_secret_one_once_it_is_found(alice_client, alice, now):
    earn(alice, "level-20", now)
    UserAvatar.objects.create(user=alice, avatar=Avatar.objects.get(slug="exam-prodigy"))
    html = page(alice_client)
    assert html.count("Legendary, not found yet") == 4
    assert "Exam Prodigy" in html
    assert "4 of 18" in html


def test_shows_how_one_opens_whose_hidden_achievement_is_earned(alice_client, alice, now):
    earn(alice, "level-20", now)
    [card] = [card for card in cards(page(alice_client)) if "Exam Prodigy" in card]
    assert "Unlocks with <strong>Level 20</strong>" in card


def test_lists_none_that_nobody_can_open_any_more(alice_client, alice):
    Achievement.objects.filter(slug__in=["flawless", "first-steps"]).update(is_active=False)
    html = page(alice_client)
    assert html.count("Legendary, not found yet") == 4
    assert "Quiz Champion" not in html
    UserAvatar.objects.create(user=alice, avatar=Avatar.objects.get(slug="quiz-champion"))
    assert "Quiz Champion" in page(alice_client)


def test_wears_an_open_one(alice_client, alice):
    response = equip(alice_client, "study-buddy", follow=True)
    assert response.redirect_chain == [(URL, 302)]
    html = response.content.decode()
    assert "You are wearing Study Buddy." in html
    [mine] = [card for card in cards(html) if "Wearing it" in card]
    assert "Study Buddy" in mine
    assert worn(alice) == "study-buddy"
    assert "study-buddy.svg" in html.split("<main")[0]  # the top bar too


@pytest.mark.parametrize(
    ("target", "there"),
    [("/attempts/7/result/", "/attempts/7/result/"), ("//evil.example/", URL)],
)
def test_goes_back_to_the_page_of_ours_where_it_was_put_on(alice_client, target, there):
    assert equip(alice_client, "study-buddy", data={"next": target}).url == there


@pytest.mark.parametrize("slug", ["quiz-champion", "exam-grandmaster", "no-such-avatar"])
def test_answers_404_for_a_locked_one_as_for_none(alice_client, alice, bob, slug):
    if avatar := Avatar.objects.filter(slug=slug).first():
        UserAvatar.objects.create(user=bob, avatar=avatar)
    assert equip(alice_client, slug).status_code == 404
    assert worn(alice) == "default-student"


def test_changes_nothing_on_get(alice_client, alice):
    url = reverse("gamification:equip", args=["study-buddy"])
    assert alice_client.get(url).status_code == 405
    assert worn(alice) == "default-student"


def test_asks_for_the_token(alice, client):
    client.handler.enforce_csrf_checks = True
    client.force_login(alice)
    assert equip(client, "study-buddy").status_code == 403
    assert worn(alice) == "default-student"


def test_asks_little_of_the_database_however_many_are_open(alice_client, alice, statements):
    UserAvatar.objects.bulk_create(
        UserAvatar(user=alice, avatar=avatar)
        for avatar in Avatar.objects.filter(achievement__isnull=False)
    )
    with statements() as seen:
        html = page(alice_client)
    assert "18 of 18" in html
    assert seen.total <= 10, seen.data
    with statements() as seen:
        equip(alice_client, "exam-prodigy")
    assert seen.total <= 10, seen.data


def test_is_there_for_somebody_without_a_profile(client):
    client.force_login(UserFactory())
    assert "3 of 18" in page(client)


def test_has_a_drawing_for_every_avatar():
    for avatar in Avatar.objects.all():
        assert finders.find(avatar.image), avatar.image
