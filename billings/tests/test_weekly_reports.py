"""The weekly report: to whom, when, and what it says."""

import datetime
import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from accounts import post
from accounts.models import User, WaitingMail
from billings.management.commands.send_weekly_reports import send_report
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(settings, achievements, alice, bank):
    """Alice, who asked for reports and took a quiz an hour ago."""
    settings.HAS_MAIL = True
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    User.objects.update(wants_weekly_report=True)
    then = timezone.now() - datetime.timedelta(hours=1)
    attempt = start_quiz(alice, bank, size=10, now=then)
    answer(attempt, correct=8)
    attempt.submit(now=then)
    alice.refresh_from_db()
    return alice


def send():
    call_command("send_weekly_reports", verbosity=0)
    return list(WaitingMail.objects.all())


def test_says_what_was_practised(reader):
    (mail,) = send()
    assert mail.to == "alice@example.com"
    for body in (mail.text, mail.html):
        assert "1 quiz, 10 questions" in " ".join(body.split())
        assert "8 of 10 right, 80 %" in body.replace("&nbsp;", " ").replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert "level" in body
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_says_nothing_of_the_game_in_quiet_mode(reader):
    User.objects.update(is_quiet=True)
    (mail,) = send()
    for body in (mail.text, mail.html):
        words = re.sub(r"https?://\S+", "", body)  # a link has any letters in its token
        assert not re.search("XP|level|streak", words)


def test_comes_once_a_week(reader):
    assert len(send()) == 1
    assert len(send()) == 1
    reader.refresh_from_db()
    later = timezone.now() + datetime.timedelta(days=7)
    assert send_report(reader, later)
    assert not send_report(reader, later)


@pytest.mark.parametrize("change", [{"is_active": False}, {"wants_weekly_report": False}])
def test_comes_to_nobody_else(reader, change):
    User.objects.update(**change)
    assert send() == []


def test_comes_to_no_address_that_is_not_proven(reader):
    EmailAddress.objects.update(verified=False)
    assert send() == []


def test_is_off_until_asked_for(settings, alice):
    assert not alice.wants_weekly_report


def test_is_not_sent_of_a_week_without_a_quiz(reader):
    reader.attempts.update(submitted_at=timezone.now() - datetime.timedelta(days=8))
    assert send() == []


def test_ends_by_its_own_link(reader, client):
    (mail,) = send()
    client.post(urlsplit(mail.headers["List-Unsubscribe"].strip("<>")).path)
    reader.refresh_from_db()
    assert not reader.wants_weekly_report
    assert post.SWITCHES["weekly"] == "wants_weekly_report"
