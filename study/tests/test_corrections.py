"""A wrong key that was corrected: no page or file teaches it, and rebuilt cards know it."""

import pytest
from django.core.management import call_command
from django.forms import model_to_dict

from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study.exports import rows_of
from study.models import Bookmark, Card


@pytest.fixture
def learnt(sit, alice, now):
    """An item of which Alice learnt the wrong key, 2; it is 3."""
    row = sit(size=12, correct=12).answers.first()
    Bookmark.objects.keep(alice, row.item_id)
    next_wording(row.question, now, key=3)
    return row.item


def test_says_with_the_mistake_that_its_key_was_wrong(alice_client, learnt):
    text = alice_client.get("/study/security-plus/mistakes/").text
    assert text.count("Corrected on") == 1


def test_takes_no_wrong_key_along(alice, bank, learnt, now):
    assert Card.objects.mistakes().get().item == learnt
    assert rows_of(alice, "mistakes") == rows_of(alice, "bookmarks") == []
    attempt = start_quiz(alice, bank, size=1, items={learnt.pk}, now=now)
    answer(attempt, correct=0)
    attempt.submit(now=now)
    (row,) = rows_of(alice, "mistakes")
    assert row.key == ["Control 3"]


def next_wording(question, now, *, key=None):
    """The next version: with another key, or with a typo mended."""
    draft = question.next_version()
    if key:
        draft.choices.update(is_key=False)
        draft.choices.filter(number=key).update(is_key=True)
        draft.corrects_key = True
    else:
        draft.stem += " Indeed?"
        draft.statistics_from = question
    draft.save()
    assert draft.publish(now=now) == []
    return draft


def test_judges_the_answers_to_wordings_before_a_mended_typo(alice, bank, now):
    attempt = start_quiz(alice, bank, size=5, now=now)
    attempt.save_answer(1, [3], now=now)  # right in truth
    attempt.submit(now=now)
    first = attempt.answers.get(position=1).question
    next_wording(next_wording(first, now), now, key=3)
    for _ in range(2):
        card = Card.objects.get(user=alice, item=first.item)
        assert (card.missed, card.run) == (0, 1)
        call_command("rebuild_cards", verbosity=0)


def test_judges_by_a_key_that_took_a_correction_back(alice, bank, now):
    attempt = start_quiz(alice, bank, size=5, now=now)
    attempt.save_answer(1, [2], now=now)
    attempt.submit(now=now)
    first = attempt.answers.get(position=1).question
    next_wording(next_wording(first, now, key=3), now, key=2)
    card = Card.objects.get(user=alice, item=first.item)
    assert (card.missed, card.run) == (0, 1)


def test_judges_what_was_corrected_while_a_quiz_was_open(alice, bank, now):
    attempt = start_quiz(alice, bank, size=5, now=now)
    attempt.save_answer(1, [3], now=now)
    first = attempt.answers.get(position=1).question
    next_wording(first, now, key=3)
    attempt.submit(now=now)
    for _ in range(2):
        card = Card.objects.get(user=alice, item=first.item)
        assert (card.missed, card.run) == (0, 1)
        call_command("rebuild_cards", verbosity=0)


def test_rebuilds_cards_by_the_right_key(sit, alice, bob, learnt):
    before = model_to_dict(Card.objects.mistakes().get(), exclude=["id"])
    for name in ("", "alice"):
        call_command("rebuild_cards", *filter(None, [name]), verbosity=0)
        assert model_to_dict(Card.objects.mistakes().get(), exclude=["id"]) == before
