"""The recommended quiz: what it is made of, and how large it is."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.mix import KNOWN_BY_HEART, Mix, mix_for, size_today
from study.models import Plan
from study.standing import Known, Objective, Place, Standing

NOW = datetime.datetime(2026, 3, 11, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


class Student:
    def local_day(self, moment):
        return moment.date()


def known(*, due, run=1, missed=0, reviewed=-5, stability=5.0):
    return Known(
        stability=stability,
        last_review=NOW + reviewed * DAY,
        answered_on=(NOW + reviewed * DAY).date(),
        due_at=NOW + due * DAY,
        right=run,
        missed=missed,
        run=run,
        cold_was_right=run > 0,
        first_was_right=not missed,
        first_at=NOW - 9 * DAY,
        confidence=None,
        seconds=0,
    )


def standing(*, missed=0, due=0, new=0, later=0, by_heart=0, done=0, exam_in=None, most=20):
    """So many questions of each sort, in objectives of three."""
    sorts = (
        [known(due=-1, run=0, missed=2) for _ in range(missed)]
        + [known(due=-1) for _ in range(due)]
        + [known(due=-1, run=KNOWN_BY_HEART) for _ in range(by_heart)]
        + [known(due=9) for _ in range(later)]
        + [known(due=3, reviewed=0) for _ in range(done)]
        + [None] * new
    )
    places = [Place(n, n // 3, 1, False, sort) for n, sort in enumerate(sorts)]
    objectives = [
        Objective(n, f"1.{n}", "Title", 1, places[3 * n : 3 * n + 3])
        for n in range((len(places) + 2) // 3)
    ]
    exam_on = None if exam_in is None else NOW.date() + exam_in * DAY
    return Standing(
        user=Student(),
        exam=None,
        now=NOW,
        today=NOW.date(),
        day_end=NOW + DAY / 2,
        plan=Plan(exam_on=exam_on, most_a_day=most),
        objectives=objectives,
    )


def counts(mix):
    return len(mix.fix), len(mix.new), len(mix.refresh)


def test_is_sixty_twenty_five_fifteen():
    mix = mix_for(standing(missed=10, due=20, new=20, later=20), 15)
    assert counts(mix) == (9, 4, 2)
    assert str(mix) == "9 to review · 4 new · 2 to refresh"


@pytest.mark.parametrize(
    ("bank", "expected"),
    [
        ({"missed": 2, "new": 40, "later": 40}, (2, 11, 2)),
        ({"missed": 40, "later": 40}, (13, 0, 2)),
        ({"missed": 40, "new": 2, "later": 40}, (11, 2, 2)),
        ({"new": 40}, (0, 15, 0)),
        ({"missed": 3, "new": 4, "later": 5}, (3, 4, 5)),
        ({"later": 40}, (0, 0, 15)),
    ],
)
def test_spills_what_a_bucket_lacks_into_the_others(bank, expected):
    assert counts(mix_for(standing(**bank), 15)) == expected


@given(
    missed=st.integers(0, 30),
    due=st.integers(0, 30),
    by_heart=st.integers(0, 30),
    new=st.integers(0, 30),
    later=st.integers(0, 30),
    size=st.integers(5, 90),
)
def test_never_shrinks_and_never_asks_twice(missed, due, by_heart, new, later, size):
    mix = mix_for(standing(missed=missed, due=due, by_heart=by_heart, new=new, later=later), size)
    assert mix.size == sum(counts(mix)) == min(size, missed + due + by_heart + new + later)


def test_asks_the_least_certain_first():
    bank = standing(due=30)
    shaky = {3, 7, 11}
    for place in bank.places:
        place.known.stability = 1.0 if place.item_id in shaky else 20.0
    assert {place.item_id for place in mix_for(bank, 15).fix[:3]} == shaky


def test_leaves_out_what_was_right_today_already():
    assert mix_for(standing(done=9), 15).size == 0


def test_asks_again_today_what_was_missed_today():
    bank = standing(missed=5)
    for place in bank.places:
        place.known.answered_on = NOW.date()
    assert counts(mix_for(bank, 15)) == (5, 0, 0)


def test_leaves_out_what_an_unfinished_quiz_asks():
    bank = standing(missed=3, new=3)
    for place in bank.places[::2]:
        place.is_asked = True
    assert mix_for(bank, 15).size == 3


def test_asks_something_new_of_an_objective_instead_of_what_is_known_by_heart():
    bank = standing(by_heart=1, new=29)
    mix = mix_for(bank, 4)
    assert mix.stand_ins == 1
    assert mix.fix[0].known is None
    assert mix.fix[0].objective_id == bank.places[0].objective_id


def test_takes_the_new_from_many_objectives_the_weakest_first():
    bank = standing(missed=1, new=29)
    new = mix_for(bank, 10).new
    assert new[0].objective_id == bank.places[0].objective_id
    assert len({place.objective_id for place in new}) == 9


@pytest.mark.parametrize(("done", "expected"), [(0, 20), (8, 12), (17, 5), (20, 0), (33, 0)])
def test_asks_what_the_day_has_room_for(done, expected):
    assert size_today(standing(done=done, new=50)) == expected


def test_takes_the_last_day_lightly_and_leaves_the_exam_day_free():
    last = standing(missed=9, due=9, new=30, exam_in=1)
    assert size_today(last) == 10
    assert counts(mix_for(last, size_today(last)))[1] == 0
    assert size_today(standing(missed=9, exam_in=0)) == 0
    assert size_today(standing(missed=9, exam_in=-1)) == 20


def test_says_nothing_of_an_empty_mix():
    assert str(Mix()) == ""
