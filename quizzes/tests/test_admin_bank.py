"""Staff find questions, see who did what, and get no error for bad input."""

import pytest

from quizzes.models import Question, QuestionReport
from quizzes.tests.admin_pages import act, draft, form, history, save, url
from quizzes.tests.factories import ItemFactory, QuestionFactory

pytestmark = pytest.mark.django_db
LIST = url("question", "changelist")


# Finding, and who did what


def test_finds_by_code_stem_and_choice(staff_client):
    wanted = draft(stem="About honeypots?")
    draft()
    wanted.choices.filter(number=1).update(text="A decoy host")
    for term in (wanted.item.code, "HONEYPOT", "decoy"):
        assert [*staff_client.get(LIST, {"q": term}).context["cl"].result_list] == [wanted]


def test_filters_by_place_status_difficulty_and_kind(staff_client, bank):
    domain = bank.domains.get(number=2)
    objective = domain.objectives.get()
    other = draft(item__objective__domain=bank.domains.get(number=1), difficulty=3, choices=[1, 2])
    other.save()

    def found(**query):
        return staff_client.get(LIST, query).context["cl"].result_count

    assert found() == 13
    assert found(certification=bank.certification_id) == 13
    assert found(certification=bank.certification_id + 1) == 0
    assert found(domain=domain.pk) == 4
    assert found(domain=domain.pk, objective=objective.pk) == 4
    assert found(objective=objective.pk) == 4
    assert found(status__exact="draft") == 1
    assert found(difficulty__exact=3) == 1
    assert found(kind__exact="multiple") == 1
    chosen = staff_client.get(LIST, {"domain": domain.pk}).text
    assert str(objective) in chosen


@pytest.mark.parametrize(
    "query",
    [
        {"domain": "x"},
        {"domain": "9" * 30},
        {"objective": "²"},
        {"certification": "-1"},
        {"difficulty__exact": "x"},
        {"p": "x"},
        {"o": "99"},
        {"nonsense": "1"},
        {"q": "'\"%_\\"},
    ],
)
def test_answers_bad_queries_without_an_error(staff_client, query):
    QuestionFactory()
    assert staff_client.get(LIST, query).status_code in (200, 302, 400)


@pytest.mark.parametrize("pk", ["x", "", "\0", "9" * 30, "-1"])
@pytest.mark.parametrize("action", ["publish_selected", "delete_selected", "nonsense"])
def test_answers_a_bad_selection_without_an_error(staff_client, action, pk):
    question = draft()
    data = {"action": action, "_selected_action": [pk], "index": 0}
    assert staff_client.post(LIST, data).status_code < 500
    question.refresh_from_db()
    assert question.status == "draft"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"_publish": "1"},
        {"choices-TOTAL_FORMS": "x", "choices-INITIAL_FORMS": "9999"},
        {"choices-TOTAL_FORMS": "1", "choices-INITIAL_FORMS": "1", "choices-0-id": "x"},
    ],
)
def test_answers_a_broken_form_without_an_error(staff_client, data):
    question = QuestionFactory()
    assert staff_client.post(form(question), data).status_code < 500
    assert staff_client.post(url("question", "add"), data).status_code < 500
    assert Question.objects.count() == 1


def test_refuses_a_null_character(staff_client):
    question = draft()
    for typed in ({"stem": "a\0b"}, {"choices__0__text": "a\0b"}):
        response = save(staff_client, form(question), **typed)
        assert response.context["errors"]
    objective = url("objective", "change", question.item.objective_id)
    assert save(staff_client, objective, topics="a\0b").context["errors"]


@pytest.mark.parametrize("item", ["x", "999", "9" * 30])
def test_answers_a_bad_offer_of_an_item_without_an_error(staff_client, item):
    assert staff_client.get(url("question", "add") + f"?item={item}").status_code < 500


def test_leads_from_a_question_to_its_open_reports(staff_client, alice):
    question = QuestionFactory()
    QuestionReport.objects.create(question=question, user=alice, reason="typo")
    page = staff_client.get(form(question)).text
    assert "1 open report</a>" in page
    address = url("questionreport", "changelist")
    listed = staff_client.get(address, {"state": "open", "question__id__exact": question.pk})
    assert listed.context["cl"].result_count == 1


def test_remembers_who_made_published_followed_and_retired_a_wording(staff_client):
    save(
        staff_client,
        url("question", "add"),
        item=ItemFactory().pk,
        stem="Which?",
        choices__0__text="One",
        choices__0__rationale="So.",
        choices__0__is_key="on",
        choices__1__text="Two",
        choices__1__rationale="No.",
    )
    first = Question.objects.get()
    act(staff_client, LIST, "publish_selected", [first])
    save(staff_client, form(first), stem="Which one?")
    second = Question.objects.get(version=2)
    act(staff_client, LIST, "retire_selected", [second])
    assert [what for _, what in history(first)][1:] == [
        "Published.",
        "Retired: version 2 is published.",
    ]
    assert history(second) == [
        ("Staff", "Made from version 1."),
        ("Staff", "Published."),
        ("Staff", "Retired."),
    ]
    assert "Published." in staff_client.get(url("question", "history", first.pk)).text
