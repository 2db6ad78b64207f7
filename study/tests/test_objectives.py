"""Objectives: accuracy with its interval, and mastery that also goes down."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.objectives import Mastery, mastery_of, results_of, wilson
from study.standing import standing_of


@pytest.mark.parametrize(
    ("right", "tries", "low", "high"),
    # Newcombe, Statistics in Medicine 17, 1998, table I: the score method.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_computes_the_interval_of_wilson(right, tries, low, high):
    assert wilson(right, tries) == pytest.approx((low, high), abs=0.0001)


@given(st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_keeps_the_share_within_its_interval(case):
    right, tries = case
    low, high = wilson(right, tries)
    assert 0 <= low <= high <= 1
    assert not tries or low - 1e-9 <= right / tries <= high + 1e-9


@pytest.mark.parametrize(
    ("total", "seen", "known", "held", "state"),
    [
        (20, 0, 0, 0, Mastery.NEW),
        (20, 4, 1, 0, Mastery.ATTEMPTED),
        (20, 4, 2, 0, Mastery.FAMILIAR),
        (20, 4, 4, 4, Mastery.FAMILIAR),
        (4, 4, 4, 0, Mastery.PROFICIENT),
        (20, 5, 4, 0, Mastery.PROFICIENT),
        (20, 10, 9, 8, Mastery.MASTERED),
        (20, 10, 9, 7, Mastery.PROFICIENT),
        (20, 10, 8, 8, Mastery.PROFICIENT),
    ],
)
def test_names_how_far_an_objective_is_mastered(total, seen, known, held, state):
    assert mastery_of(total=total, seen=seen, known=known, held=held) == state


def of_first_objective(alice, bank, now, *, day):
    standing = standing_of(alice, bank, now + datetime.timedelta(days=day))
    return {r.objective.code: r for r in results_of(standing)}["1.1"]


def test_goes_up_by_right_days_and_down_by_forgetting_and_by_a_miss(sit, alice, bank, now):
    assert of_first_objective(alice, bank, now, day=0).mastery == Mastery.NEW
    sit(size=8, correct=8, domains=[1])
    assert of_first_objective(alice, bank, now, day=0).mastery == Mastery.PROFICIENT
    sit(day=1, size=8, correct=8, domains=[1])
    assert of_first_objective(alice, bank, now, day=1).mastery == Mastery.MASTERED
    assert of_first_objective(alice, bank, now, day=400).mastery == Mastery.ATTEMPTED
    sit(day=2, size=8, correct=5, domains=[1])
    assert of_first_objective(alice, bank, now, day=2).mastery == Mastery.FAMILIAR


def test_looks_at_first_tries_only_and_wants_five(sit, alice, bank, now):
    sit(size=4, correct=1, domains=[1])
    assert not of_first_objective(alice, bank, now, day=0).is_enough
    sit(day=1, size=8, correct=8, domains=[1])
    result = of_first_objective(alice, bank, now, day=1)
    assert (result.right, result.tries, result.is_enough) == (5, 8, True)
    sit(day=2, size=8, correct=0, domains=[1])
    assert of_first_objective(alice, bank, now, day=2).right == 5


def test_puts_the_weakest_first_and_the_unknown_last(sit, alice, bank, now):
    sit(size=5, correct=5, domains=[1])
    results = results_of(standing_of(alice, bank, now))
    assert [result.is_enough for result in results] == [True, False]
