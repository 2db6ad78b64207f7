"""The life of a wording: draft, publication, versions, and that it is final."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.tests.factories import UserFactory
from quizzes.models import Choice, PublishedIsFinal, Question, Slot
from quizzes.tests.factories import ItemFactory, QuestionFactory

PATIENCE = 30  # seconds until a test that hangs gives up

pytestmark = pytest.mark.django_db


def draft(**fields):
    return QuestionFactory(published=False, **fields)


def words(question):
    """All that a student may have seen of a wording, freshly read."""
    question = Question.objects.get(pk=question.pk)
    return (
        question.stem,
        question.key,
        question.published_at,
        [*question.choices.values_list("number", "text", "is_key", "rationale")],
    )


def test_publishes_a_draft_without_fault(now):
    question = draft(choices=[3])
    assert question.publish(now=now) == []
    question.refresh_from_db()
    assert (question.status, question.published_at, question.key) == ("published", now, [3])


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda q: q.choices.all().delete(), "There are fewer than two choices."),
        (lambda q: q.choices.filter(number__gt=1).delete(), "There are fewer than two choices."),
        (lambda q: q.choices.update(is_key=False), "No choice is marked as the key."),
        (
            lambda q: q.choices.filter(number__lt=3).update(is_key=True),
            "A single-answer question has one key; this one has 2.",
        ),
        (lambda q: q.choices.filter(number=4).update(rationale=" "), "Choice 4 has no rationale."),
        (
            lambda q: q.choices.filter(number=4).update(text="CONTROL 1 "),
            "Two choices say the same.",
        ),
        (lambda q: setattr(q, "stem", "  "), "There is no stem."),
        (lambda q: setattr(q, "kind", "generated"), "No generator is chosen."),
        (
            lambda q: setattr(q, "kind", "generated"),
            "A generated question has no choices or slots of its own: remove them.",
        ),
    ],
)
def test_refuses_to_publish_with_a_fault(spoil, fault):
    question = draft()
    spoil(question)
    assert fault in question.publish()
    question.refresh_from_db()
    assert (question.status, question.published_at) == ("draft", None)


def test_refuses_a_multiple_response_of_keys_alone():
    question = draft(choices=[1, 2])
    question.choices.update(is_key=True)
    assert question.publish() == ["Every choice is a key."]


def test_lists_every_fault_at_once():
    question = draft()
    question.choices.filter(number__gt=1).delete()
    question.choices.update(rationale="")
    assert question.faults() == [
        "There are fewer than two choices.",
        "No choice is marked as the key.",
        "Choice 1 has no rationale.",
    ]


def test_retires_the_version_before_when_the_next_is_published():
    first = QuestionFactory()
    second = first.next_version()
    assert second.publish() == []
    first.refresh_from_db()
    assert (first.status, second.status) == ("retired", "published")


def test_leaves_the_version_before_published_while_the_next_has_faults():
    first = QuestionFactory()
    second = first.next_version()
    second.choices.update(is_key=False)
    assert second.publish() != []
    first.refresh_from_db()
    assert first.status == "published"


def test_makes_the_next_version_with_the_same_words_and_choices():
    author = UserFactory()
    first = QuestionFactory(choices=[2, 4], stem="Which TWO?")
    before = words(first)
    second = first.next_version(author=author)
    assert (second.item, second.version, second.status) == (first.item, 2, "draft")
    assert (second.author, second.published_at) == (author, None)
    assert words(second)[3] == before[3]
    assert words(first) == before


def test_takes_the_slots_along_into_the_next_version():
    first = draft(kind=Question.Kind.ORDERING)
    Slot.objects.create(question=first, number=1, key=first.choices.get(number=3))
    second = first.next_version()
    key = second.slots.get().key
    assert (key.number, key.question) == (3, second)


def test_numbers_a_version_after_the_latest_not_after_its_parent():
    first = QuestionFactory()
    first.next_version()
    assert first.next_version().version == 3


def test_never_changes_a_published_wording():
    question = QuestionFactory()
    before = words(question)
    question.stem = "Something else?"
    with pytest.raises(PublishedIsFinal):
        question.save()
    with pytest.raises(PublishedIsFinal):
        question.save(update_fields=["stem"])
    assert words(question) == before


def test_never_changes_a_retired_wording():
    question = QuestionFactory()
    question.retire()
    question.stem = "Something else?"
    with pytest.raises(PublishedIsFinal):
        question.save()
    with pytest.raises(PublishedIsFinal):
        question.publish()


def test_never_changes_the_choices_of_a_published_wording():
    question = QuestionFactory()
    before = words(question)
    choice = question.choices.first()
    choice.text = "Something else"
    for change in (
        choice.save,
        choice.delete,
        Choice(question=question, number=9, text="More").save,
        lambda: question.rewrite_choices([Choice(number=1, text="New")]),
    ):
        with pytest.raises(PublishedIsFinal):
            change()
    assert words(question) == before


def test_sees_a_publication_that_came_after_it_was_read():
    question = draft()
    stale, stale_choice = Question.objects.get(pk=question.pk), question.choices.first()
    question.publish()
    before = words(question)
    with pytest.raises(PublishedIsFinal):
        stale.save()
    with pytest.raises(PublishedIsFinal):
        stale.delete()
    with pytest.raises(PublishedIsFinal):
        stale_choice.save()
    assert words(question) == before


def test_never_deletes_a_published_or_retired_wording():
    question = QuestionFactory()
    with pytest.raises(PublishedIsFinal):
        question.delete()
    question.retire()
    with pytest.raises(PublishedIsFinal):
        question.delete()
    assert words(question)


def test_deletes_a_draft_with_its_choices():
    question = draft()
    question.delete()
    assert not Question.objects.exists()
    assert not Choice.objects.exists()


def test_keeps_an_item_that_has_wordings():
    question = draft()
    with pytest.raises(ProtectedError):
        question.item.delete()


def test_lets_the_status_of_a_published_wording_move():
    question = QuestionFactory()
    question.retire()
    question.refresh_from_db()
    assert question.status == "retired"


def test_has_one_published_wording_per_item():
    first = QuestionFactory()
    second = first.next_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=second.pk).update(
            status="published", published_at=first.published_at
        )


def test_has_each_version_of_an_item_once():
    item = ItemFactory()
    draft(item=item)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft(item=item)


def test_rewrites_the_choices_of_a_draft_even_when_numbers_are_swapped():
    question = draft()
    first, second = question.choices.all()[:2]
    question.rewrite_choices(
        [
            Choice(number=1, text=second.text, is_key=True, rationale="Was second."),
            Choice(number=2, text=first.text, rationale="Was first."),
        ]
    )
    assert [*question.choices.values_list("number", "text", "is_key")] == [
        (1, "Control 2", True),
        (2, "Control 1", False),
    ]


@pytest.mark.django_db(transaction=True)
def test_publishes_one_of_two_wordings_after_the_other_however_close():
    first = draft()
    drafts = [first, first.next_version()]
    start = threading.Barrier(2, timeout=PATIENCE)

    def publish(pk):
        question = Question.objects.get(pk=pk)
        try:
            start.wait()
            return question.publish()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        faults = [*pool.map(publish, [each.pk for each in drafts], timeout=PATIENCE)]
    assert faults == [[], []]
    assert sorted(first.item.questions.values_list("status", flat=True)) == ["published", "retired"]


def test_are_the_same_made_one_by_one_or_at_once(bank):
    one, many = QuestionFactory(), Question.objects.first()
    assert (many.status, many.key, many.kind) == (one.status, one.key, one.kind)
    assert many.key == many.canonical_key()
    assert many.published_at
    assert many.faults() == one.faults() == []
