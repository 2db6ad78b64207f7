"""What tests of study share: no dice in intervals, and days to live through."""

import datetime

import pytest

from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study import schedule


@pytest.fixture(autouse=True)
def without_fuzz(monkeypatch):
    """The library moves intervals by chance, so that a class does not meet on one day."""
    monkeypatch.setattr(schedule.SCHEDULER, "enable_fuzzing", False)


@pytest.fixture
def sit(alice, bank, now):
    """`sit(day=0, correct=…)`: Alice submits a quiz on that day after `now`."""

    def take(*, day=0, size=5, correct=5, confidence=None, seconds=0, **wishes):
        at = now + datetime.timedelta(days=day)
        attempt = start_quiz(alice, bank, size=size, now=at, **wishes)
        answer(attempt, correct=correct)
        attempt.answers.update(confidence=confidence, seconds=seconds)
        attempt.submit(now=at)
        return attempt

    return take
