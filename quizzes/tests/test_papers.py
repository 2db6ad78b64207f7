"""Drawing: what is asked first, and what fixes the paper."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.models import Item, QuizAttempt
from quizzes.papers import Candidate, HasOpenAttempt, NothingToDraw, pick, start_quiz
from quizzes.tests.factories import QuestionFactory, answer


def items_of(attempt):
    return set(attempt.answers.values_list("item_id", flat=True))


def test_asks_what_was_not_seen_first(alice, bank, now):
    first = start_quiz(alice, bank, size=6, now=now)
    answer(first, correct=6)
    first.submit(now=now)
    second = start_quiz(alice, bank, size=6, now=now)
    assert items_of(second).isdisjoint(items_of(first))


def test_asks_what_was_missed_before_the_rest(alice, bank, now):
    first = start_quiz(alice, bank, size=12, now=now)
    answer(first, correct=7)
    first.submit(now=now)
    missed = set(first.answers.filter(is_correct=False).values_list("item_id", flat=True))
    second = start_quiz(alice, bank, size=5, now=now)
    assert items_of(second) == missed


def test_counts_only_the_newest_answer_as_missed(alice, bank, now):
    for correct in (0, 12):
        attempt = start_quiz(alice, bank, size=12, now=now)
        answer(attempt, correct=correct)
        attempt.submit(now=now)
    with pytest.raises(NothingToDraw):
        start_quiz(alice, bank, size=12, pool="missed", now=now)


def test_draws_from_chosen_domains_only(alice, bank, now):
    attempt = start_quiz(alice, bank, size=12, domains=[2], now=now)
    numbers = attempt.answers.values_list("item__objective__domain__number", flat=True)
    assert list(numbers) == [2, 2, 2, 2]


def test_fills_up_to_what_the_bank_has(alice, bank, now):
    assert start_quiz(alice, bank, size=90, now=now).total == 12


def test_draws_neither_drafts_nor_retired_wordings(alice, bank, now):
    QuestionFactory(published=False, item__objective=Item.objects.first().objective)
    Item.objects.first().questions.get().retire()
    assert start_quiz(alice, bank, size=90, now=now).total == 11


def test_says_when_nothing_fits(alice, bank, now):
    with pytest.raises(NothingToDraw):
        start_quiz(alice, bank, size=10, domains=[9], now=now)
    assert not QuizAttempt.objects.exists()


def test_allows_one_open_practice_quiz_per_exam(alice, bob, bank, now):
    first = start_quiz(alice, bank, size=5, now=now)
    with pytest.raises(HasOpenAttempt) as refusal:
        start_quiz(alice, bank, size=5, now=now)
    assert refusal.value.attempt == first
    start_quiz(bob, bank, size=5, now=now)


def test_keeps_the_order_of_choices_where_it_carries_meaning(alice, bank, now):
    for item in Item.objects.all():
        item.questions.update(keeps_order=True)
    attempt = start_quiz(alice, bank, size=12, now=now)
    assert all(order == [1, 2, 3, 4] for order in attempt.answers.values_list("order", flat=True))


def test_shuffles_choices_for_each_attempt(alice, bank, now):
    attempt = start_quiz(alice, bank, size=12, now=now, rng=random.Random(1))
    orders = list(attempt.answers.values_list("order", flat=True))
    assert all(sorted(order) == [1, 2, 3, 4] for order in orders)
    assert any(order != [1, 2, 3, 4] for order in orders)


@given(
    results=st.lists(st.sampled_from([None, False, True]), max_size=40),
    size=st.integers(1, 60),
    seed=st.integers(),
)
def test_never_prefers_a_less_urgent_item(results, size, seed):
    pool = [Candidate(n, n, 1, "single", 4, False, 1) for n in range(len(results))]
    last = {n: result for n, result in enumerate(results) if result is not None}
    picked = [c.item_id for c in pick(pool, size, last, random.Random(seed))]
    assert len(picked) == len(set(picked)) == min(size, len(pool))
    rank = {None: 0, False: 1, True: 2}
    left = [rank[results[n]] for n in range(len(results)) if n not in picked]
    assert not picked or not left or max(rank[results[n]] for n in picked) <= min(left)


def test_knows_what_a_student_meets_for_the_first_time(alice, bank, now):
    first = start_quiz(alice, bank, size=5, now=now)
    assert all(first.answers.values_list("is_first_try", flat=True))
    answer(first, correct=5)
    first.submit(now=now)
    second = start_quiz(alice, bank, size=12, now=now)
    met = set(first.answers.values_list("item", flat=True))
    for item, is_first_try in second.answers.values_list("item", "is_first_try"):
        assert is_first_try == (item not in met)
