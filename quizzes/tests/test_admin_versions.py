"""What is published is followed by versions and retired, never changed or deleted."""

import pytest

from quizzes.models import Item, Question, UserAnswer
from quizzes.papers import start_quiz
from quizzes.tests.admin_pages import act, draft, fields, form, history, said, save, url, words
from quizzes.tests.factories import ItemFactory, QuestionFactory, answer

pytestmark = pytest.mark.django_db
LIST = url("question", "changelist")


# Changing what is published


def test_says_before_saving_that_a_version_will_be_made(staff_client):
    page = staff_client.get(form(QuestionFactory())).text
    assert "This wording is published. Saving makes version 2" in page
    assert "Save as version 2" in page


def test_makes_and_publishes_the_next_version_of_a_published_question(staff_client, staff):
    first = QuestionFactory()
    before = words(first)
    response = save(
        staff_client,
        form(first),
        stem="Better words?",
        choices__1__is_key=None,
        choices__2__is_key="on",
        choices__0__text="Better text",
        choices__3__DELETE="on",
    )
    second = first.item.questions.get(version=2)
    first.refresh_from_db()
    assert (first.status, second.status, second.author) == ("retired", "published", staff)
    assert (second.stem, second.key) == ("Better words?", [3])
    assert [*second.choices.values_list("text", flat=True)] == [
        "Better text",
        "Control 2",
        "Control 3",
    ]
    assert words(first) == before
    assert f"{second} is published." in said(response)


def test_makes_a_version_when_only_a_rationale_was_changed(staff_client):
    first = QuestionFactory()
    save(staff_client, form(first), choices__0__rationale="A better reason.")
    second = first.item.questions.published().get()
    assert second.version == 2
    assert second.choices.get(number=1).rationale == "A better reason."


def test_keeps_the_old_wording_published_while_the_new_one_has_faults(staff_client):
    first = QuestionFactory()
    before = words(first)
    response = save(staff_client, form(first), stem="Better?", choices__1__is_key=None)
    second = first.item.questions.get(version=2)
    first.refresh_from_db()
    assert (first.status, second.status, second.stem) == ("published", "draft", "Better?")
    assert "No choice is marked as the key." in response.text
    assert "Version 1 stays published." in response.text
    assert words(first) == before


def test_makes_no_version_when_nothing_was_changed(staff_client):
    first = QuestionFactory(stem="A log says:\n\n  denied\n\nWhich rule?", rationale="So.\nAnd so.")
    before = words(first)
    response = save(staff_client, form(first))
    assert "Nothing was changed" in said(response)
    assert first.item.questions.count() == 1
    assert words(first) == before
    assert history(first) == []


def test_shows_old_results_what_they_saw(staff_client, alice, bank, now):
    attempt = start_quiz(alice, bank, size=5, now=now)
    answer(attempt, correct=5)
    attempt.submit(now=now)
    seen = attempt.answers.select_related("question").get(position=1)
    before = words(seen.question), [choice.text for choice in seen.choices_as_shown()]
    save(staff_client, form(seen.question), stem="New?", choices__0__text="New")
    staff_client.post(url("item", "delete", seen.item_id), {"post": "yes"})
    assert not seen.item.questions.published().exists()
    seen = UserAnswer.objects.select_related("question").get(pk=seen.pk)
    assert (words(seen.question), [choice.text for choice in seen.choices_as_shown()]) == before
    assert seen.is_correct


def test_makes_a_draft_from_a_retired_wording(staff_client):
    first = QuestionFactory()
    second = first.next_version()
    second.publish()
    page = staff_client.get(form(first)).text
    assert "This wording is retired. Saving makes version 3, a draft." in page
    save(staff_client, form(first), stem="The first, mended?")
    third = first.item.questions.get(version=3)
    assert (third.status, third.stem) == ("draft", "The first, mended?")
    second.refresh_from_db()
    assert second.status == "published"


def test_makes_a_version_when_somebody_published_the_draft_meanwhile(staff_client):
    question = draft()
    data = fields(staff_client.get(form(question))) | {"stem": "Typed into the draft?"}
    question.publish()
    before = words(question)
    staff_client.post(form(question), data | {"_save": "1"})
    assert words(question) == before
    assert question.item.questions.published().get().stem == "Typed into the draft?"


def test_makes_no_version_of_a_form_with_errors(staff_client):
    first = QuestionFactory()
    response = save(staff_client, form(first), stem="New?", choices__0__text="")
    assert response.context["errors"]
    assert Question.objects.count() == 1


# Deleting


def test_retires_a_published_question_instead_of_deleting_it(staff_client):
    question = QuestionFactory()
    before = words(question)
    assert "Retire</a>" in staff_client.get(form(question)).text
    page = staff_client.get(url("question", "delete", question.pk))
    assert f"<h1>Retire “{question}”?</h1>" in page.text
    assert "To retire" in page.text
    response = staff_client.post(page.request["PATH_INFO"], {"post": "yes"}, follow=True)
    question.refresh_from_db()
    assert question.status == "retired"
    assert f"{question} is retired." in said(response)
    assert words(question) == before


@pytest.mark.django_db(transaction=True)
def test_does_every_act_outside_of_a_test_too(staff_client):
    """A lock needs a transaction, which the other tests bring along."""
    question, other = draft(), draft()
    save(staff_client, form(question), "_publish")
    save(staff_client, form(question), stem="New?")
    second = question.item.questions.published().get()
    assert second.version == 2
    staff_client.post(url("question", "delete", second.pk), {"post": "yes"})
    act(staff_client, LIST, "publish_selected", [other])
    act(staff_client, LIST, "delete_selected", [other], post="yes")
    assert {*Question.objects.values_list("status", flat=True)} == {"retired"}
    exam = question.item.objective.domain.exam
    exam.make_current()
    act(staff_client, url("exam", "changelist"), "make_current", [exam])


def test_keeps_a_retired_question(staff_client):
    question = QuestionFactory()
    question.retire()
    page = staff_client.post(url("question", "delete", question.pk), {"post": "yes"})
    assert f"<h1>Cannot delete “{question}”</h1>" in page.text
    assert "is retired. It stays for the results that show it." in page.text
    assert words(question)


def test_deletes_a_draft(staff_client, staff):
    question = draft()
    page = staff_client.get(url("question", "delete", question.pk))
    assert "To delete" in page.text
    assert Question.objects.exists()
    staff_client.post(url("question", "delete", question.pk), {"post": "yes"})
    assert not Question.objects.exists()
    assert [who for who, _ in history(question)] == [staff.username]


def test_sorts_a_selection_into_what_retires_goes_and_stays(staff_client):
    published, going, staying = QuestionFactory(), draft(), QuestionFactory()
    staying.retire()
    rows = [published, going, staying]
    page = act(staff_client, LIST, "delete_selected", rows)
    assert "<h1>Retire and delete 2 questions?</h1>" in page.text
    assert Question.objects.count() == 3
    act(staff_client, LIST, "delete_selected", rows, post="yes")
    assert {*Question.objects.values_list("pk", "status")} == {
        (published.pk, "retired"),
        (staying.pk, "retired"),
    }


def test_retires_in_bulk_what_is_published(staff_client):
    published, other = QuestionFactory(), draft()
    response = act(staff_client, LIST, "retire_selected", [published, other])
    assert "Left as they are" in response.text
    assert {*Question.objects.values_list("pk", "status")} == {
        (published.pk, "retired"),
        (other.pk, "draft"),
    }


def test_retires_an_item_with_a_published_wording(staff_client):
    question = QuestionFactory()
    page = staff_client.get(url("item", "delete", question.item_id))
    assert "To retire" in page.text
    staff_client.post(url("item", "delete", question.item_id), {"post": "yes"})
    question.refresh_from_db()
    assert question.status == "retired"
    page = staff_client.post(url("item", "delete", question.item_id), {"post": "yes"})
    assert "is retired. It stays" in page.text


def test_refuses_to_delete_an_item_with_drafts(staff_client):
    question = draft()
    page = staff_client.post(url("item", "delete", question.item_id), {"post": "yes"})
    assert "has drafts. Delete them first" in page.text
    assert Item.objects.exists()


def test_deletes_an_empty_item(staff_client):
    item = ItemFactory()
    staff_client.post(url("item", "delete", item.pk), {"post": "yes"})
    assert not Item.objects.exists()
