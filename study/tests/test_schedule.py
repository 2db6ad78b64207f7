"""Cards: what a submission says about memory, and when a question comes back."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from quizzes.papers import start_quiz
from quizzes.tests.factories import answer, make_questions
from study.models import Card, Plan
from study.schedule import capped, pace_of, rate, set_plan

Rating = Card.Rating


@pytest.mark.parametrize(
    ("is_correct", "confidence", "seconds", "pace", "expected"),
    [
        (False, None, 0, None, Rating.AGAIN),
        (False, 3, 5, 60, Rating.AGAIN),
        (True, 1, 5, 60, Rating.HARD),
        (True, None, 5, 60, Rating.GOOD),
        (True, 2, 5, 60, Rating.GOOD),
        (True, 3, 30, 60, Rating.GOOD),
        (True, 3, 29, 60, Rating.EASY),
        (True, 3, 0, 60, Rating.GOOD),
        (True, 3, 29, None, Rating.GOOD),
    ],
)
def test_rates_by_the_outcome(is_correct, confidence, seconds, pace, expected):
    rated = rate(is_correct=is_correct, confidence=confidence, seconds=seconds, pace=pace)
    assert rated == expected


def test_knows_a_pace_only_from_enough_answers():
    assert pace_of([60] * 9 + [0] * 50) is None
    assert pace_of([60] * 9 + [20]) == 60


def test_makes_one_card_for_each_question(sit, alice):
    attempt = sit(correct=3)
    cards = Card.objects.filter(user=alice)
    assert cards.count() == 5
    assert cards.filter(rating=Rating.GOOD, right=1, run=1, first_was_right=True).count() == 3
    assert cards.filter(rating=Rating.AGAIN, missed=1, run=0, lapses=0).count() == 2
    assert {card.answer.attempt_id for card in cards} == {attempt.pk}


def test_brings_back_tomorrow_what_was_missed_and_later_what_was_right(sit, now):
    sit(correct=3)
    days = {card.run: (card.due_at - now).days for card in Card.objects.all()}
    assert days[0] == 1
    assert days[1] > 1


def test_counts_a_blank_as_missed(alice, bank, now):
    attempt = start_quiz(alice, bank, size=5, now=now)
    answer(attempt, correct=3, blank=2)
    attempt.submit(now=now)
    assert Card.objects.filter(rating=Rating.AGAIN).count() == 2


def test_waits_longer_for_the_sure_and_quick_than_for_the_guess(sit, now, alice):
    sit(size=12, correct=12, confidence=2, seconds=60)
    sit(day=3, size=4, correct=4, confidence=3, seconds=20)
    easy = Card.objects.filter(rating=Rating.EASY)
    assert easy.count() == 4
    sit(day=3, size=4, correct=4, confidence=1, seconds=60, items=left_out(easy))
    hard = Card.objects.filter(rating=Rating.HARD)
    assert max(c.due_at for c in hard) < min(c.due_at for c in easy)


def left_out(cards):
    return set(Card.objects.exclude(pk__in=cards).values_list("item_id", flat=True))


def test_fixes_a_mistake_by_two_right_days(sit):
    sit(correct=0)
    assert Card.objects.mistakes().count() == 5
    sit(correct=5, items=seen(), day=1)
    sit(correct=5, items=seen(), day=1)
    assert Card.objects.mistakes().count() == 5
    sit(correct=5, items=seen(), day=2)
    assert Card.objects.mistakes().count() == 0
    sit(correct=4, items=seen(), day=9)
    assert Card.objects.mistakes().get().missed == 2
    assert Card.objects.mistakes().get().lapses == 1


def seen():
    return set(Card.objects.values_list("item_id", flat=True))


def test_lets_no_interval_pass_the_exam(sit, alice, bank, now):
    exam_on = (now + datetime.timedelta(days=10)).date()
    set_plan(alice, bank, exam_on=exam_on, most_a_day=20)
    for day in range(0, 9, 2):
        sit(day=day, size=12, correct=12)
    assert not Card.objects.filter(due_at__date__gt=exam_on).exists()
    assert Card.objects.filter(scheduled_at__date__gt=exam_on).exists()


def test_moves_what_is_scheduled_when_the_exam_day_changes(sit, alice, bank, now):
    for day in (0, 3, 12):
        sit(day=day, size=12, correct=12)
    exam_on = (now + datetime.timedelta(days=25)).date()
    set_plan(alice, bank, exam_on=exam_on, most_a_day=20)
    days = [card.due_at.date() for card in Card.objects.all()]
    assert max(days) <= exam_on - datetime.timedelta(days=2)
    assert len(set(days)) > 3
    set_plan(alice, bank, exam_on=None, most_a_day=20)
    assert not Card.objects.exclude(due_at=F("scheduled_at")).exists()


@given(interval=st.integers(1, 400), left=st.integers(1, 90), item=st.integers(1, 10_000))
def test_caps_after_the_review_and_not_after_the_exam(interval, left, item):
    at = datetime.datetime(2026, 3, 11, 12, tzinfo=datetime.UTC)
    user = type("Student", (), {"time_zone": "Pacific/Auckland"})
    card = Card(item_id=item, reviewed_at=at, scheduled_at=at + datetime.timedelta(days=interval))
    exam_on = datetime.date(2026, 3, 12) + datetime.timedelta(days=left)
    due = capped(card, user, exam_on)
    assert at < due <= card.scheduled_at
    assert due.astimezone(datetime.timezone(datetime.timedelta(hours=13))).date() <= exam_on


@pytest.mark.parametrize("size", [10, 90])
def test_writes_its_cards_in_three_statements(bank, alice, now, size, statements):
    objective = bank.domains.first().objectives.first()
    make_questions(90, objective)
    Plan.objects.create(user=alice, exam=bank)
    for day in (0, 1):
        attempt = start_quiz(alice, bank, size=size, now=now)
        answer(attempt, correct=size - 1)
        with statements() as seen:
            attempt.submit(now=now + datetime.timedelta(days=day))
        mine = [sql for sql in seen.data if "study_card" in sql or "study_plan" in sql]
        assert len(mine) == 3, "\n".join(seen.data)
        assert seen.total <= 15
    locks = [n for n, sql in enumerate(seen.data) if "gamification_userprofile" in sql]
    cards = [n for n, sql in enumerate(seen.data) if "study_card" in sql]
    assert max(cards) > min(locks)
    assert min(cards) > min(locks), "cards are locked after the profile"


def test_keeps_no_card_of_a_submission_that_fails(alice, bank, now, monkeypatch):
    attempt = start_quiz(alice, bank, size=5, now=now)
    answer(attempt, correct=5)
    monkeypatch.setattr(Card.objects, "bulk_create", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attempt.submit(now=now)
    attempt.refresh_from_db()
    assert not attempt.is_submitted
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"stability": 0},
        {"difficulty": 11},
        {"due_at": F("scheduled_at") + datetime.timedelta(days=1)},
        {"run": 9},
    ],
)
def test_keeps_its_promises_in_the_database(sit, change):
    sit()
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.update(**change)


def test_keeps_one_card_and_one_plan(sit, alice, bank):
    sit()
    card = Card.objects.first()
    card.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        card.save(force_insert=True)
    Plan.objects.create(user=alice, exam=bank)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(user=alice, exam=bank)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(most_a_day=4)
