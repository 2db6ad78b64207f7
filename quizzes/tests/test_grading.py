"""Grading as a table, and what answers are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import UnacceptableAnswer, choice_numbers, clean_response, grade


@pytest.mark.parametrize(
    ("kind", "key", "response", "points"),
    [
        ("single", [2], [2], 1),
        ("single", [2], [1], 0),
        ("single", [2], None, 0),
        ("generated", [2], [2], 1),
        ("generated", [2], [1], 0),
        ("generated", [2], None, 0),
        ("multiple", [1, 3], [1, 3], 1),
        ("multiple", [1, 3], [1], 0),
        ("multiple", [1, 3], [1, 2], 0),
        ("multiple", [1, 3], None, 0),
    ],
)
def test_gives_all_or_nothing(kind, key, response, points):
    assert grade(kind, key, response) == (points, 1)


def test_has_no_grade_for_an_unknown_kind():
    with pytest.raises(ValueError):
        grade("essay", [1], [1])


@pytest.mark.parametrize(
    ("kind", "numbers"), [("single", [5]), ("single", [1, 2]), ("multiple", [1, 2, 3])]
)
def test_refuses_strange_or_too_many_choices(kind, numbers):
    with pytest.raises(UnacceptableAnswer):
        clean_response(kind, [1, 2], [4, 3, 2, 1], numbers)


def test_stores_a_blank_as_nothing():
    assert clean_response("single", [1], [1, 2], []) is None


@given(st.lists(st.text(max_size=5)))
def test_takes_only_small_numbers(values):
    try:
        numbers = choice_numbers(values)
    except UnacceptableAnswer:
        return
    assert all(0 <= number <= 999 for number in numbers)
