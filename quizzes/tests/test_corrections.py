"""A wording that mends the one before: a typo, or a wrong key."""

import pytest

from quizzes.models import Question
from quizzes.papers import start_quiz
from quizzes.tests.admin_pages import form, save
from quizzes.tests.factories import QuestionFactory, answer
from study.models import Card

pytestmark = pytest.mark.django_db
Status = Question.Status


@pytest.fixture
def past(alice, bank, now):
    """Alice took choice 3 of one question, whose key says 2."""
    attempt = start_quiz(alice, bank, size=10, now=now)
    answer(attempt, correct=10)
    attempt.save_answer(1, [3], now=now)
    attempt.submit(now=now)
    return attempt


def corrected(question, number=3):
    """The next wording, with another key, not yet published."""
    draft = question.next_version()
    draft.choices.update(is_key=False)
    draft.choices.filter(number=number).update(is_key=True)
    draft.corrects_key = True
    draft.save()
    return draft


def test_leaves_results_as_they_were_and_says_so(alice_client, past, now):
    asked = past.answers.get(position=1)
    before = past.correct, past.points, asked.is_correct
    assert b"Corrected on" not in alice_client.get(f"/attempts/{past.pk}/result/").content
    assert corrected(asked.question).publish(now=now) == []
    past.refresh_from_db()
    asked.refresh_from_db()
    assert (past.correct, past.points, asked.is_correct) == before
    page = alice_client.get(f"/attempts/{past.pk}/result/").content.decode()
    assert page.count("Corrected on 11 March 2026") == 1


def test_forgets_the_miss_of_who_was_right(past, now):
    asked = past.answers.get(position=1)
    card = Card.objects.get(item=asked.item)
    assert card.is_mistake
    stability = card.stability
    corrected(asked.question).publish(now=now)
    card.refresh_from_db()
    assert not card.is_mistake
    assert (card.right, card.missed, card.run) == (1, 0, 1)
    assert card.stability > stability
    assert card.first_was_right


def test_asks_those_again_who_learnt_the_wrong_key(past, now):
    asked = past.answers.get(position=2)
    corrected(asked.question).publish(now=now)
    card = Card.objects.get(item=asked.item)
    assert card.is_mistake
    assert not Card.objects.get(item=past.answers.get(position=3).item).is_mistake


def test_corrects_many_cards_in_as_many_statements(past, bob, bank, now, statements):
    asked = past.answers.get(position=1)
    with statements() as few:
        corrected(asked.question).publish(now=now)
    other = past.answers.get(position=2)
    for user in (bob,):
        attempt = start_quiz(user, bank, size=12, now=now)
        answer(attempt, correct=12)
        attempt.submit(now=now)
    with statements() as many:
        corrected(other.question).publish(now=now)
    assert many.total == few.total


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda draft: draft.choices.filter(number=4).delete(), "has other choices than that."),
        (lambda draft: None, "and has the same key."),
    ],
)
def test_bars_what_corrects_no_key(change, said, now):
    draft = QuestionFactory().next_version()
    draft.corrects_key = True
    draft.save()
    change(draft)
    assert any(said in fault for fault in draft.publish(now=now))


def test_bars_a_typo_that_changes_the_key(now):
    question = QuestionFactory()
    draft = corrected(question)
    draft.corrects_key, draft.statistics_from = False, question
    draft.save()
    assert "It says that only a typo is mended, and has another key." in draft.publish(now=now)


def test_bars_a_correction_of_nothing(now):
    draft = QuestionFactory(published=False)
    draft.corrects_key = True
    draft.save()
    assert any("there was no wording before" in fault for fault in draft.publish(now=now))


def test_says_in_the_form_that_only_a_typo_is_mended(staff_client, now):
    live = QuestionFactory()
    save(staff_client, form(live), stem="Which control deters?", mends_typo="on")
    new = live.item.questions.get(version=2)
    assert (new.status, new.statistics_from) == (Status.PUBLISHED, live)
    save(staff_client, form(new), stem="Which control deters, then?")
    assert live.item.questions.get(version=3).statistics_from is None


def test_says_in_the_form_that_the_key_was_wrong(staff_client, past):
    live = past.answers.get(position=1).question
    save(
        staff_client,
        form(live),
        corrects_key="on",
        choices__1__is_key="",
        choices__2__is_key="on",
    )
    new = live.item.questions.get(version=2)
    assert (new.status, new.corrects_key, new.key) == (Status.PUBLISHED, True, [3])
    assert not Card.objects.get(item=live.item).is_mistake


def test_is_not_both_a_typo_and_a_wrong_key(staff_client):
    live = QuestionFactory()
    page = save(staff_client, form(live), stem="New", mends_typo="on", corrects_key="on")
    assert "A wrong key is more than a typo" in page.text
    assert live.item.questions.count() == 1
