"""Exams by blueprint: the published seats, and what every draw keeps to."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from quizzes.blueprints import apart, draw, seats, short_domains
from quizzes.papers import Candidate


def shipped_weights(code):
    rows = json.loads(Path(settings.BASE_DIR, "fixtures", "exams.json").read_text())
    fields = [row["fields"] for row in rows if row["model"] == "quizzes.domain"]
    return [field["weight"] for field in fields if field["exam"] == [code]]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("SY0-701", [11, 20, 16, 25, 18]),
        ("N10-009", [21, 18, 17, 13, 21]),
        ("220-1201", [12, 21, 22, 10, 25]),
        ("220-1202", [25, 25, 21, 19]),
    ],
)
def test_gives_each_domain_its_seats_of_ninety(code, expected):
    assert seats(shipped_weights(code), 90) == expected


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6), st.integers(0, 90))
def test_gives_every_seat_once_and_never_more_to_less_weight(weights, total):
    given_seats = seats(weights, total)
    assert sum(given_seats) == total
    for weight, count in zip(weights, given_seats, strict=True):
        for other, fewer in zip(weights, given_seats, strict=True):
            assert weight >= other or count <= fewer


def candidate(n, domain, objective=None, kind="single"):
    return Candidate(n, n, domain, kind, 4, False, objective or 100 * domain + n % 4)


POOL = [candidate(n, 1 + n % 2) for n in range(200)]
TASKS = [candidate(1000 + n, 1 + n % 2, kind="exhibit") for n in range(8)]


def test_draws_by_weight_with_tasks_first():
    paper = draw(POOL + TASKS, {1: 60, 2: 40}, 90, 4, set(), random.Random(1))
    assert [c.is_task for c in paper] == [True] * 4 + [False] * 86
    assert Counter(c.domain for c in paper) == {1: 54, 2: 36}
    assert len({c.item_id for c in paper}) == 90


def test_draws_unseen_items_first():
    seen = {c.item_id for c in POOL if c.item_id < 100}
    paper = draw(POOL, {1: 50, 2: 50}, 90, 0, seen, random.Random(2))
    assert not seen & {c.item_id for c in paper}


def test_fills_a_short_domain_from_the_others():
    pool = [candidate(n, 1) for n in range(5)] + [candidate(n, 2) for n in range(100, 200)]
    paper = draw(pool, {1: 50, 2: 50}, 90, 0, set(), random.Random(3))
    assert Counter(c.domain for c in paper) == {1: 5, 2: 85}
    assert short_domains(pool, {1: 50, 2: 50}, 90) == {1: (5, 45)}


def test_asks_all_of_a_small_bank():
    assert len(draw(POOL[:7], {1: 50, 2: 50}, 90, 4, set(), random.Random(4))) == 7


def test_leaves_tasks_out_that_were_not_asked_for():
    paper = draw(POOL[:20] + TASKS, {1: 50, 2: 50}, 90, 2, set(), random.Random(5))
    assert len(paper) == 22
    assert sum(c.is_task for c in paper) == 2


@given(st.lists(st.integers(1, 5), max_size=30), st.integers())
def test_keeps_objectives_apart_where_it_can(objectives, seed):
    cards = [candidate(n, 1, objective) for n, objective in enumerate(objectives)]
    ordered = apart(cards, random.Random(seed))
    assert sorted(c.item_id for c in ordered) == list(range(len(cards)))
    together = sum(a.objective == b.objective for a, b in zip(ordered, ordered[1:], strict=False))
    most = max(Counter(objectives).values(), default=0)
    assert together == max(0, most - (len(cards) - most) - 1)
