"""The page of achievements, the medallions, and the tags that other pages draw them with."""

import re

import pytest
from django.template import engines
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.tests.factories import UserFactory
from gamification.models import (
    Achievement,
    CertificationRecord,
    UserAchievement,
    UserProfile,
    XPAward,
)
from quizzes.models import Certification, QuizAttempt
from quizzes.tests.factories import ExamFactory

HIDDEN = ["flawless", "quiz-legend", "month-master", "level-20", "level-50"]


def page(client):
    """The page, whose spaces are all alike."""
    response = client.get(reverse("gamification:achievements"))
    assert response.status_code == 200
    return response.text.replace("\N{NO-BREAK SPACE}", " ")


def tally(html):
    return re.search(r"<b>(\d+) <span[^>]*>of (\d+)</span>", html).groups()


def earn(user, slug, now, *, xp=None):
    """Give `user` an achievement as a submission would, without the quiz."""
    achievement = Achievement.objects.get(slug=slug)
    attempt = QuizAttempt.objects.create(
        user=user, exam=ExamFactory(), title="A quiz", total=10, started_at=now, submitted_at=now,
        submitted_on=now.date(),
    )  # fmt: skip
    UserAchievement.objects.create(
        user=user, achievement=achievement, attempt=attempt, earned_at=now
    )
    XPAward.objects.create(
        user=user, achievement=achievement, attempt=attempt, reason="achievement", balance=0,
        amount=achievement.xp if xp is None else xp, created_at=now,
    )  # fmt: skip


def draw(source, **context):
    return engines["django"].from_string("{% load gamification %}" + source).render(context)


@pytest.fixture
def hidden(achievements):
    return list(Achievement.objects.filter(slug__in=HIDDEN))


def test_sends_visitors_to_the_login(client, db):
    assert "/accounts/login/" in client.get(reverse("gamification:achievements")).url


def test_lists_by_category_without_a_trace_of_the_hidden_ones(hidden, alice_client):
    html = page(alice_client)
    assert tally(html) == ("0", "22")
    assert html.count("<li class=\"sheet") == 22  # fmt: skip
    assert [a.slug for a in hidden if a.name in html or a.description in html] == []
    assert not re.search(r"\b27\b", strip_tags(html))
    categories = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert categories[:3] == ["Getting Started", "Accuracy", "Question Milestones"]
    assert (len(categories), html.count("<h1")) == (9, 1)


def test_keeps_a_number_on_the_line_of_the_word_before_it(achievements, alice_client):
    """So that "A+ Core 1" is never read as "1 quizzes"."""
    html = alice_client.get(reverse("gamification:achievements")).text
    assert "Complete_10 A+_Core_1 quizzes." in html.replace("\N{NO-BREAK SPACE}", "_")


def test_counts_and_names_a_hidden_one_once_it_is_earned(hidden, alice_client, alice, now):
    earn(alice, "flawless", now)
    html = page(alice_client)
    assert tally(html) == ("1", "23")
    assert [a.slug for a in hidden if a.description in html] == ["flawless"]


def test_shows_the_day_and_the_xp_that_an_achievement_brought(
    achievements, alice_client, alice, now
):
    earn(alice, "first-steps", now)
    Achievement.objects.filter(slug="first-steps").update(xp=999)
    html = page(alice_client)
    assert "Unlocked 11 Mar 2026" in html
    assert "+50 XP" in html
    assert "999" not in strip_tags(html)


def test_shows_progress(achievements, alice_client, alice):
    UserProfile.objects.filter(user=alice).update(
        quizzes=7, longest_streak=2, correct_answers=612, xp=400
    )
    network = Certification.objects.get(slug="network-plus")
    CertificationRecord.objects.filter(user=alice, certification=network).update(quizzes=4)
    html = page(alice_client)
    for progress in ("7 / 10", "2 / 3", "612 / 1,000", "4 / 10", "4 / 50", "3 / 5"):
        assert f">{progress}</strong>" in html
    assert 'stroke-dasharray="70 100"' in html  # the rim of Quick Learner


def test_shows_no_more_progress_than_there_is_to_make(achievements, alice_client, alice):
    UserProfile.objects.filter(user=alice).update(quizzes=7)
    assert ">5 / 5</strong>" in page(alice_client)  # Beginner, at the next submission


def test_lists_a_switched_off_one_only_for_those_who_earned_it(
    achievements, alice_client, alice, now
):
    Achievement.objects.filter(slug="perfect-score").update(is_active=False)
    assert tally(page(alice_client)) == ("0", "21")
    earn(alice, "perfect-score", now)
    assert tally(page(alice_client)) == ("1", "22")


def test_keeps_what_bob_earned_to_bob(achievements, alice_client, bob, now):
    earn(bob, "first-steps", now)
    assert tally(page(alice_client)) == ("0", "22")


def test_draws_an_achievement_whose_motif_does_not_exist(achievements, alice_client):
    Achievement.objects.filter(slug="beginner").update(motif="nothing-of-the-kind")
    assert tally(page(alice_client)) == ("0", "22")


def test_shows_what_staff_add(achievements, alice_client):
    Achievement.objects.create(
        slug="extra", name="<Extra>", category="New", criterion="quizzes", value=1, xp=5
    )
    html = page(alice_client)
    assert tally(html) == ("0", "23")
    assert "&lt;Extra&gt;" in html


def test_is_there_without_achievements(alice_client):
    assert "<h1>Achievements</h1>" in page(alice_client)


def test_asks_little_of_the_database_however_much_is_earned(
    achievements, alice_client, alice, now, statements
):
    for achievement in Achievement.objects.all():
        earn(alice, achievement.slug, now)
    with statements() as seen:
        html = page(alice_client)
    assert tally(html) == ("27", "27")
    assert seen.total <= 10, seen.data


MEDAL = '{% include "gamification/_medal.html" with achievement=a '


def test_draws_medallions_in_their_states(db):
    a = Achievement(name="Night <Owl>", motif="week-warrior", rarity="rare")
    earned = draw(MEDAL + 'size="s" %}', a=a)
    assert 'class="medal rare s"' in earned
    assert ("m-ribbon" in earned, "m-prog" in earned) == (True, False)

    locked = draw(MEDAL + 'state="off" progress=40 %}', a=a)
    assert ("m-dash" in locked, "m-ribbon" in locked) == (True, False)
    assert 'stroke-dasharray="40 100"' in locked
    assert "m-prog" not in draw(MEDAL + 'state="off" progress=0 %}', a=a)

    secret = draw(MEDAL + 'state="secret" label=True %}', a=a)
    assert ("Owl" in secret, "Not found yet" in secret) == (False, True)
    assert 'aria-label="Night &lt;Owl&gt;"' in draw(MEDAL + "label=True %}", a=a)


@pytest.mark.parametrize("motif", ["nope", "", "../../base"])
def test_draws_the_first_steps_for_a_motif_that_is_none(db, motif):
    drawn = draw(MEDAL + "%}", a=Achievement(motif=motif))
    assert drawn == draw(MEDAL + "%}", a=Achievement(motif="first-steps"))


def test_hands_out_what_pages_ask_of_a_person(achievements, alice, bob, now):
    earn(alice, "first-steps", now)
    earn(alice, "beginner", now)
    record = CertificationRecord.objects.filter(user=alice)[0]
    CertificationRecord.objects.filter(pk=record.pk).update(quizzes=2)
    source = (
        "{% profile_of p as profile %}{{ profile.level }} {{ profile.avatar }}|"
        "{% achievements_of p as earned %}{% for e in earned %}{{ e.achievement }},{% endfor %}|"
        "{% records_of p as records %}{% for r in records %}{{ r.certification }}{% endfor %}"
    )
    name = record.certification.name
    assert draw(source, p=alice) == f"1 Default Student|Beginner,First Steps,|{name}"
    stranger = UserFactory()
    assert draw(source, p=stranger) == "1 Default Student||"
