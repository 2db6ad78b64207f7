"""Public profiles."""

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from gamification.models import Achievement, CertificationRecord, UserAchievement, UserProfile
from quizzes.models import Certification, Exam, QuizAttempt

pytestmark = pytest.mark.django_db


def give(user, achievements):
    attempt, _ = QuizAttempt.objects.get_or_create(
        user=user,
        defaults={"exam": Exam.objects.first(), "total": 10, "started_at": timezone.now()},
    )
    for achievement in achievements:
        UserAchievement.objects.create(user=user, achievement=achievement, attempt=attempt)


@pytest.fixture
def earned(achievements, alice):
    """Alice has first-steps and the hidden flawless, and averages."""
    give(alice, Achievement.objects.filter(slug__in=["first-steps", "flawless"]))
    UserProfile.objects.filter(user=alice).update(xp=950, longest_streak=12)
    CertificationRecord.objects.update_or_create(
        user=alice,
        certification=Certification.objects.get(slug="network-plus"),
        defaults={"quizzes": 7, "ranked_quizzes": 4, "score_sum": 4 * 8760, "best_score": 9999},
    )
    return alice


def text_of(response):
    return " ".join(response.content.decode().split())


def test_shows_what_a_person_has_done(client, earned):
    page = text_of(client.get("/people/Alice/"))

    assert "<h1>Alice</h1>" in page
    assert "<dt>Level</dt><dd>4</dd>" in page
    assert "12 days" in page
    assert "First Steps" in page
    assert "Network+" in page
    assert "<b>87&nbsp;%</b>" in page
    assert "7 quizzes · best 99&nbsp;%" in page


def test_names_hidden_achievements_to_their_owner_alone(client, alice_client, earned):
    assert "Flawless" in text_of(alice_client.get("/people/Alice/"))
    alice_client.logout()
    assert "Flawless" not in text_of(client.get("/people/Alice/"))


def test_never_shows_the_address(client, alice_client, alice):
    for by in (alice_client, client):
        assert "alice@example.com" not in text_of(by.get("/people/Alice/"))


def test_shows_the_bio_as_text(client, alice):
    alice.bio = "<script>alert(1)</script>\nline two"
    alice.save()
    page = text_of(client.get("/people/Alice/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>line two" in page


@pytest.mark.parametrize("change", [{"is_active": False}, {"shows_on_boards": False}])
def test_is_a_404_for_who_does_not_appear(alice_client, change):
    UserFactory(username="Ghost", **change)
    assert alice_client.get("/people/Ghost/").status_code == 404
    assert alice_client.get("/people/ghost/").status_code == 404


def test_is_a_404_for_oneself_when_hidden(alice_client, alice):
    alice.shows_on_boards = False
    alice.save()
    assert alice_client.get("/people/Alice/").status_code == 404


@pytest.mark.parametrize("name", ["nobody", "a" * 5000, "é", "%FF", "Al_ce", "Alic%25"])
def test_is_a_404_for_strangers(client, alice, name):
    assert client.get(f"/people/{name}/").status_code == 404


def test_refuses_a_null_byte(client, alice):
    assert client.get("/people/Ali%00ce/").status_code == 400


def test_leads_to_the_name_as_it_is_written(client, alice):
    response = client.get("/people/aLICE/")
    assert (response.status_code, response["Location"]) == (302, "/people/Alice/")


def test_answers_get_alone(client, alice):
    assert client.post("/people/Alice/").status_code == 405


def test_asks_as_little_of_the_database_for_many_achievements(client, earned, bob, statements):
    give(earned, Achievement.objects.exclude(slug__in=["first-steps", "flawless"]))
    client.force_login(bob)
    with statements() as seen:
        assert client.get("/people/Alice/").status_code == 200
    assert seen.total <= 10
