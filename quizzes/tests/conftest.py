"""A practice quiz that is open, and the command line."""

import pytest
from django.core.management import CommandError, call_command

from quizzes.papers import start_quiz
from quizzes.tests.factories import answer


@pytest.fixture
def attempt(alice, bank, now):
    """Alice's quiz of ten questions, all blank."""
    return start_quiz(alice, bank, size=10, now=now)


@pytest.fixture
def result(attempt, now):
    """The same, submitted: seven right, two wrong, one blank."""
    answer(attempt, correct=7, blank=1)
    attempt.submit(now=now)
    return attempt


@pytest.fixture
def run(capsys):
    def run(*arguments, **options):
        """What a command said, also when it failed."""
        failure = ""
        try:
            call_command(*map(str, arguments), **options)
        except CommandError as error:
            failure = f"CommandError: {error}"
        return capsys.readouterr().out + failure

    return run
