"""/progress/: scores, domains, days where the student lives, time and pace."""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer


@pytest.fixture
def now():
    """The page looks at the clock of the machine, so its history leads up to it."""
    return timezone.now() - datetime.timedelta(days=3)


def test_shows_progress_in_charts_and_in_tables(alice_client, bank, sit):
    for day in range(3):
        sit(day=day, size=12, correct=6 + day, seconds=60)
    page = alice_client.get("/progress/")
    text = page.content.decode()
    assert 'id="charts" type="application/json"' in text
    assert page.context["charts"]["scores"]["y"] == [50, 58, 66]
    for score in (50, 58, 66):
        assert f"{score}&nbsp;%" in text
    assert "36 minutes" in text
    assert page.context["days"] == 3
    assert page.context["answers"] == 36
    assert "uPlot.iife.min.js" in text
    assert "uPlot" not in alice_client.get("/study/").content.decode()


def test_tells_pace(alice_client, alice, bank, sit):
    attempt = sit(size=12, correct=10, seconds=60)
    attempt.answers.filter(position=1).update(seconds=10)
    attempt.answers.filter(position=12).update(seconds=200)
    pace = alice_client.get("/progress/").context["pace"]
    assert pace.median == 60
    assert (pace.counts["fast_right"], pace.counts["slow_wrong"]) == (1, 1)


def test_counts_days_where_the_student_lives(client, bank):
    user = UserFactory(time_zone="Pacific/Auckland")
    client.force_login(user)
    now = timezone.now()
    attempt = start_quiz(user, bank, size=5)
    answer(attempt, correct=5)
    attempt.submit()
    weeks = client.get("/progress/").context["weeks"]
    days = [day.day for week in weeks for day in week if day.answers]
    assert days == [user.local_day(now)]


def test_concludes_nothing_from_two_or_three_answers(alice_client, alice, bank, sit):
    attempt = sit(size=12, correct=8, seconds=60)
    attempt.answers.filter(position=12).update(seconds=10)
    assert "Nothing stands out." in alice_client.get("/progress/").content.decode()
    attempt.answers.filter(position__in=(10, 11)).update(seconds=10)
    assert "read to the last word" in alice_client.get("/progress/").content.decode()
