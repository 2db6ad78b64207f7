"""The arithmetic of the game, as tables."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gamification import rules


@pytest.mark.parametrize(
    ("correct", "total", "xp"),
    [
        (20, 30, 200),
        (21, 30, 231),
        (24, 30, 300),
        (25, 30, 312),
        (27, 30, 405),
        (30, 30, 450),
        (0, 10, 0),
        (3, 5, 30),
        (4, 5, 50),
        (9, 10, 135),
    ],
)
def test_pays_ten_per_correct_and_the_bonus_rounded_down(correct, total, xp):
    assert rules.xp_for(correct, rules.accuracy_bonus(correct, total)) == xp


@pytest.mark.parametrize(
    ("correct", "total", "bonus"),
    [(69, 100, 0), (70, 100, 10), (79, 100, 10), (80, 100, 25), (89, 100, 25), (90, 100, 50)],
)
def test_gives_the_bonus_from_its_threshold_on(correct, total, bonus):
    assert rules.accuracy_bonus(correct, total) == bonus


@pytest.mark.parametrize(
    ("xp", "level"),
    [
        (0, 1),
        (99, 1),
        (100, 2),
        (399, 2),
        (400, 3),
        (900, 4),
        (1_600, 5),
        (8_100, 10),
        (36_100, 20),
        (240_100, 50),
        (240_099, 49),
    ],
)
def test_levels_at_the_published_numbers(xp, level):
    assert rules.level_for(xp) == level


@given(st.integers(min_value=0, max_value=10**9))
def test_keeps_level_and_its_xp_inverse(xp):
    level = rules.level_for(xp)
    assert rules.xp_of_level(level) <= xp < rules.xp_of_level(level + 1)


@given(st.integers(1, 90).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_never_pays_more_for_fewer_right_answers(quiz):
    correct, total = quiz
    if correct:
        fewer = rules.xp_for(correct - 1, rules.accuracy_bonus(correct - 1, total))
        assert fewer < rules.xp_for(correct, rules.accuracy_bonus(correct, total))


@pytest.mark.parametrize(
    ("answered", "total", "counts"),
    [(2, 10, False), (4, 10, False), (5, 10, True), (5, 5, True), (4, 4, False), (3, 5, True)],
)
def test_counts_from_five_questions_half_answered(answered, total, counts):
    assert rules.counts(answered, total) is counts


@pytest.mark.parametrize(
    ("mode", "answered", "total", "fresh", "ranked"),
    [
        ("practice", 10, 10, 10, True),
        ("practice", 10, 10, 8, True),
        ("practice", 10, 10, 7, False),
        ("exam", 90, 90, 90, True),
        ("study", 10, 10, 10, False),
        ("practice", 9, 9, 9, False),
        ("practice", 4, 10, 10, False),
    ],
)
def test_ranks_only_long_fresh_practice_and_exams(mode, answered, total, fresh, ranked):
    assert rules.is_ranked(mode, answered, total, fresh) is ranked


def test_counts_days_in_a_row():
    day = datetime.date(2026, 3, 11)
    days = {day - datetime.timedelta(days=n) for n in (0, 1, 2, 4)}
    assert rules.streak_of(days, day) == 3
    assert rules.streak_of(days, day - datetime.timedelta(days=3)) == 0


def test_begins_weeks_on_monday_and_months_on_the_first_in_utc():
    late_sunday_in_new_york = datetime.datetime.fromisoformat("2026-03-01T23:30:00-05:00")
    assert rules.week_of(late_sunday_in_new_york) == datetime.date(2026, 3, 2)
    assert rules.month_of(datetime.datetime.fromisoformat("2026-03-01T00:30:00+02:00")) == (
        datetime.date(2026, 2, 1)
    )
