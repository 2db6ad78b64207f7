"""`manage.py shift_history` moves all of a student's past, and the ledger agrees."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from gamification.models import UserProfile
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study.models import Card, Plan


def test_moves_a_past_back_and_nobody_elses(achievements, alice, bob, bank, now, settings):
    settings.DEBUG = True
    for student in (alice, bob):
        attempt = start_quiz(student, bank, size=5, now=now)
        answer(attempt, correct=5)
        attempt.submit(now=now)
    Plan.objects.create(user=alice, exam=bank, exam_on=now.date())
    call_command("shift_history", "ALICE", days=3, verbosity=0)
    earlier = now - datetime.timedelta(days=3)
    assert alice.attempts.get().submitted_at == earlier
    assert alice.attempts.get().submitted_on == earlier.date()
    assert {card.reviewed_at for card in alice.cards.all()} == {earlier}
    assert alice.plans.get().exam_on == earlier.date()
    assert UserProfile.objects.get(user=alice).last_counted_on == earlier.date()
    assert UserProfile.objects.get(user=bob).last_counted_on == now.date()
    assert {card.reviewed_at for card in Card.objects.filter(user=bob)} == {now}
    call_command("recount", verbosity=0)


def test_changes_nobodys_past_on_a_real_site(alice, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("shift_history", "alice")


def test_knows_whom_it_does_not_know(db, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="no student"):
        call_command("shift_history", "nobody")
