"""The demo crowd: made once, for developers only, by the functions that students' clicks call."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.tests.factories import UserFactory
from billings.management.commands import make_demo as command
from gamification.models import UserProfile, XPAward
from quizzes.models import QuizAttempt


def make_demo():
    out = StringIO()
    call_command("make_demo", stdout=out)
    return out.getvalue()


def history():
    """All submissions as (who, when, size, right), without ids."""
    attempts = QuizAttempt.objects.submitted().order_by("user__username", "submitted_at")
    return list(attempts.values_list("user__username", "total", "correct"))


@pytest.fixture
def content(db, settings):
    settings.DEBUG = True
    call_command("load_content", verbosity=0)


def test_makes_a_crowd_with_a_history(content, client, monkeypatch):
    monkeypatch.setattr(command, "CROWD", command.CROWD[-3:])
    said = make_demo()
    assert "4 students are here. Log in as demo" in said
    assert said.strip().endswith(command.PASSWORD)

    assert User.objects.on_boards().count() == 4
    demo = User.objects.get(username="demo")
    profile = UserProfile.objects.of(demo)
    assert 6 <= profile.level <= 9
    assert profile.current_streak() == 5
    assert demo.achievements.count() >= 5
    assert profile.avatar in [row.avatar for row in demo.avatars.all()]
    [unfinished] = demo.attempts.open().with_answered()
    assert (unfinished.total, unfinished.answered_now) == (20, 11)
    days = XPAward.objects.filter(user=demo).values("counted_on").distinct()
    assert days.count() > 10

    out = StringIO()
    call_command("recount", stdout=out)
    assert out.getvalue() == "Students recounted: 4; mended: 0.\n"
    client.post("/accounts/login/", {"login": "demo", "password": command.PASSWORD})
    assert client.get("/").context["user"] == demo

    before = history()
    assert "here already" in make_demo()
    assert history() == before


def test_throws_the_same_dice_every_time(content, monkeypatch):
    monkeypatch.setattr(command, "CROWD", [])
    monkeypatch.setattr(command, "DEMO", command.DEMO._replace(weeks=1))
    make_demo()
    first = history()
    assert len(first) >= 5
    XPAward.objects.all().delete()
    User.objects.all().delete()
    QuizAttempt.objects.all().delete()
    make_demo()
    assert history() == first


@pytest.mark.parametrize("name", ["demo", "Kwame_A"])
def test_leaves_a_database_alone_in_which_somebody_has_a_name_of_the_crowd(content, name):
    UserFactory(username=name)
    assert "here already" in make_demo()
    assert User.objects.count() == 1


def test_makes_nobody_where_debug_is_off(db, settings):
    settings.DEBUG = False
    assert "DEBUG is off" in make_demo()
    assert not User.objects.exists()


def test_makes_nobody_without_questions(db, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="load_content"):
        make_demo()
    assert not User.objects.exists()
