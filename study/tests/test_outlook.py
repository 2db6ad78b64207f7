"""The days until the exam: how much a day, and what will be known."""

import datetime
import random

import fsrs
import pytest

from study.outlook import outlook_of
from study.schedule import SCHEDULER
from study.tests.test_mix import DAY, NOW, standing


def outlook(**wishes):
    bank = standing(**wishes)
    bank.user.time_zone = "UTC"
    return outlook_of(bank)


def test_has_none_without_an_exam_ahead():
    assert outlook(new=9) is None
    assert outlook(new=9, exam_in=-1) is None


def test_divides_what_is_new_and_comes_back_by_the_days_before_the_light_one():
    look = outlook(new=180, later=10, exam_in=11)
    assert (look.unseen, look.days, look.days_left) == (180, 10, 11)
    assert look.a_day == -(-(180 + look.reviews) // 10)
    assert not look.is_feasible
    assert outlook(new=9, exam_in=30).is_feasible


def simulated_reviews(days, new, rng):
    """How often `new` questions come back before the exam when they are asked evenly over `days`,
    three of four right at first, and nine of ten when they come back.
    """
    reviews = 0
    for n in range(new):
        at = NOW + days * n / new * DAY
        card, chance = fsrs.Card(card_id=n), 0.75
        while True:
            rating = fsrs.Rating.Good if rng.random() < chance else fsrs.Rating.Again
            card, _ = SCHEDULER.review_card(card, rating, at)
            at, chance = card.due, 0.9
            if at >= NOW + days * DAY:
                break
            reviews += 1
    return reviews


@pytest.mark.parametrize("days", [4, 10, 30, 60])
def test_expects_about_the_reviews_that_memory_asks_for(days):
    expected = outlook(new=400, exam_in=days + 1).reviews
    real = simulated_reviews(days, 400, random.Random(709))
    assert 0.75 * real <= expected <= 1.33 * real


def test_takes_no_leaps_from_day_to_day():
    looks = [outlook(new=200, exam_in=left).reviews for left in range(40, 3, -1)]
    steps = [before - after for before, after in zip(looks, looks[1:], strict=False)]
    assert min(steps) >= 0
    assert max(steps) <= 40


def test_expects_less_to_be_known_the_later_the_exam_is():
    soon, late = outlook(later=9, exam_in=3).recall, outlook(later=9, exam_in=60).recall
    assert 0 < late < soon <= 100
    assert outlook(new=9, exam_in=3).recall is None


def test_leaves_a_day_to_the_last_day():
    assert outlook(new=5, exam_in=0).a_day == outlook(new=5, exam_in=1).a_day == 5


def test_reads_the_recall_of_the_morning_where_the_student_lives():
    bank = standing(later=9, exam_in=1)
    bank.user.time_zone = "Pacific/Kiritimati"
    assert outlook_of(bank).recall >= outlook(later=9, exam_in=1 + 1).recall
    assert bank.plan.exam_on == NOW.date() + datetime.timedelta(days=1)
