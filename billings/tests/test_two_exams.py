"""The shipped bank gives two whole exams of each kind that ask nothing twice."""

import random
from collections import Counter

import pytest

from billings.management.commands.load_content import read
from billings.tests.test_lint_bank import FIXTURES
from quizzes.bank.entries import from_rows
from quizzes.blueprints import MOST_TASKS, draw, seats
from quizzes.papers import Candidate

CODES = ("SY0-701", "N10-009", "220-1201", "220-1202")


@pytest.fixture(scope="module")
def shipped():
    blueprints, entries, _ = from_rows(read(FIXTURES, ["exams.json", "questions/**/*.json"]))
    return blueprints, {code: candidates(entries[code]) for code in entries}


def candidates(entries):
    return [
        Candidate(
            n,
            n,
            entry.domain,
            entry.question.kind,
            len(entry.choices),
            entry.question.keeps_order,
            (entry.domain, entry.objective),
        )
        for n, entry in enumerate(entries)
    ]


@pytest.mark.parametrize("tasks", [0, 4, MOST_TASKS])
@pytest.mark.parametrize("code", CODES)
def test_draws_two_exams_without_a_repeated_question(shipped, code, tasks):
    weights = shipped[0][code].weights
    quota = dict(zip(weights, seats(list(weights.values()), 90), strict=True))
    for seed in range(3):
        rng, seen = random.Random(seed), set()
        for _ in range(2):
            paper = draw(shipped[1][code], weights, 90, tasks, seen, rng)
            asked = {candidate.item_id for candidate in paper}
            assert len(asked) == 90
            assert not asked & seen
            assert Counter(candidate.domain for candidate in paper) == quota
            assert sum(candidate.is_task for candidate in paper) == tasks
            seen |= asked
