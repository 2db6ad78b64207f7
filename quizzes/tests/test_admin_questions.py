"""Staff write drafts and publish them in the admin."""

import pytest

from quizzes.models import Choice, Question
from quizzes.tests.admin_pages import act, draft, form, said, save, url
from quizzes.tests.factories import ItemFactory, QuestionFactory

pytestmark = pytest.mark.django_db
LIST = url("question", "changelist")
FAULTS = ["There are fewer than two choices.", "No choice is marked as the key."]


# Writing drafts


def test_saves_a_draft_without_any_choice(staff_client, staff):
    item = ItemFactory()
    response = save(staff_client, url("question", "add"), item=item.pk, stem="Which port?")
    assert response.status_code == 200
    question = Question.objects.get()
    assert (question.item, question.version, question.status) == (item, 1, "draft")
    assert (question.author, question.published_at) == (staff, None)
    assert not question.choices.exists()


def test_saves_a_draft_without_a_stem(staff_client):
    save(staff_client, url("question", "add"), item=ItemFactory().pk)
    assert Question.objects.get().stem == ""
    assert "There is no stem." in staff_client.get(form(Question.objects.get())).text


def test_refuses_a_question_without_an_item(staff_client):
    response = save(staff_client, url("question", "add"), stem="Which port?")
    assert "This field is required." in response.text
    assert not Question.objects.exists()


def test_numbers_the_choices_that_nobody_numbered(staff_client):
    save(
        staff_client,
        url("question", "add"),
        item=ItemFactory().pk,
        stem="Which port?",
        choices__0__text="22",
        choices__1__number="5",
        choices__1__text="23",
        choices__3__text="25",
        choices__3__is_key="on",
    )
    choices = Choice.objects.values_list("number", "text", "is_key")
    assert [*choices] == [(5, "23", False), (6, "22", False), (7, "25", True)]


def test_offers_the_item_that_it_was_opened_for(staff_client):
    item = ItemFactory()
    page = staff_client.get(url("item", "change", item.pk))
    address = url("question", "add") + f"?item={item.pk}"
    assert address in page.text
    save(staff_client, address, stem="Which port?")
    assert item.questions.count() == 1


def test_makes_the_next_version_of_an_item_that_has_wordings(staff_client):
    first = QuestionFactory()
    save(staff_client, url("question", "add"), item=first.item_id, stem="Other words?")
    assert [*first.item.questions.values_list("version", "status")] == [
        (1, "published"),
        (2, "draft"),
    ]


def test_edits_a_draft_in_place(staff_client):
    question = draft()
    save(staff_client, form(question), stem="New words?", choices__0__text="New text")
    question.refresh_from_db()
    assert (question.stem, question.version) == ("New words?", 1)
    assert question.choices.get(number=1).text == "New text"
    assert Question.objects.count() == 1


def test_lets_two_choices_of_a_draft_swap_their_numbers(staff_client):
    question = draft()
    save(staff_client, form(question), choices__0__number="2", choices__1__number="1")
    texts = question.choices.values_list("text", flat=True)
    assert [*texts][:2] == ["Control 2", "Control 1"]


def test_refuses_two_choices_with_one_number(staff_client):
    question = draft()
    response = save(staff_client, form(question), choices__0__number="2")
    assert "duplicate" in response.text
    assert question.choices.get(number=1).text == "Control 1"


@pytest.mark.parametrize("number", ["0", "-1", "100", "x", "9" * 30])
def test_refuses_a_number_that_is_none(staff_client, number):
    question = draft()
    response = save(staff_client, form(question), choices__0__number=number)
    assert response.status_code == 200
    assert response.context["errors"]
    assert question.choices.count() == 4


def test_removes_a_choice_of_a_draft(staff_client):
    question = draft()
    save(staff_client, form(question), choices__3__DELETE="on")
    assert [*question.choices.values_list("number", flat=True)] == [1, 2, 3]


# Publishing


def test_publishes_from_the_form(staff_client):
    question = draft()
    response = save(staff_client, form(question), "_publish", choices__0__text="New text")
    question.refresh_from_db()
    assert (question.status, question.key) == ("published", [2])
    assert question.choices.get(number=1).text == "New text"
    assert f"{question} is published." in said(response)


def test_refuses_to_publish_and_lists_every_fault_but_keeps_what_was_typed(staff_client):
    question = draft()
    question.choices.filter(number__gt=1).delete()
    response = save(staff_client, form(question), "_publish", stem="New?", choices__0__rationale="")
    assert "saved as a draft and not published" in response.text
    for fault in [*FAULTS, "Choice 1 has no rationale."]:
        assert fault in response.text
    question.refresh_from_db()
    assert (question.status, question.stem) == ("draft", "New?")


def test_publishes_at_once_what_was_just_typed(staff_client):
    typed = {
        f"choices__{n}__{name}": value
        for n in range(2)
        for name, value in {"text": f"Port {n}", "rationale": "Because."}.items()
    }
    save(
        staff_client,
        url("question", "add"),
        "_publish",
        item=ItemFactory().pk,
        stem="Which port?",
        choices__1__is_key="on",
        **typed,
    )
    question = Question.objects.get()
    assert (question.status, question.key) == ("published", [2])


def test_says_two_keys_are_too_many_for_a_single_answer(staff_client):
    response = save(staff_client, form(draft()), "_publish", choices__0__is_key="on")
    assert "A single-answer question has one key; this one has 2." in response.text


def test_publishes_in_bulk_what_it_can_and_lists_the_faults_of_the_rest(staff_client):
    good, bad = draft(), draft()
    bad.choices.filter(number__gt=1).delete()
    published = QuestionFactory()
    response = act(staff_client, LIST, "publish_selected", [good, bad, published])
    assert f"{good} is published." in response.text
    assert f"{bad} is not published." in response.text
    assert all(fault in response.text for fault in FAULTS)
    assert "It was published before." in response.text
    assert [*Question.objects.order_by("pk").values_list("status", flat=True)] == [
        "published",
        "draft",
        "published",
    ]


def test_has_no_field_that_could_publish(staff_client):
    question = draft()
    question.choices.all().delete()
    save(staff_client, form(question), status="published", stem="New?")
    question.refresh_from_db()
    assert (question.stem, question.status) == ("New?", "draft")


def test_sends_a_draft_to_review_and_back(staff_client):
    question = draft()
    save(staff_client, form(question), "_review")
    question.refresh_from_db()
    assert question.status == "review"
    save(staff_client, form(question), "_draft")
    question.refresh_from_db()
    assert question.status == "draft"


def test_moves_in_bulk_only_what_fits(staff_client):
    fit, published = draft(), QuestionFactory()
    for action, status in (("send_to_review", "review"), ("back_to_draft", "draft")):
        response = act(staff_client, LIST, action, [fit, published])
        fit.refresh_from_db()
        published.refresh_from_db()
        assert (fit.status, published.status) == (status, "published")
        assert "Left as they are" in response.text
