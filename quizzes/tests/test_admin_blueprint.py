"""Staff make certifications, exams, domains, objectives and items in the admin."""

import pytest

from quizzes.models import Certification, Domain, Exam, Item, Objective, Question
from quizzes.tests.admin_pages import act, history, said, save, url
from quizzes.tests.factories import (
    CertificationFactory,
    ExamFactory,
    ItemFactory,
    ObjectiveFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db


def next_exam():
    """SY0-801, beside the current SY0-701."""
    return Exam.objects.create(
        code="SY0-801", certification=ExamFactory().certification, passing_score=750
    )


def test_makes_the_next_exam_with_all_that_belongs_to_it(staff_client, bank):
    client = staff_client
    response = save(
        client,
        url("exam", "add"),
        certification=bank.certification_id,
        code="SY0-801",
        passing_score="750",
        domains__0__number="1",
        domains__0__name="Foundations",
        domains__0__weight="70",
        domains__1__number="2",
        domains__1__name="Operations",
        domains__1__weight="30",
    )
    assert "add up" not in said(response)
    exam = Exam.objects.get(code="SY0-801")
    assert not exam.is_current
    domain = exam.domains.get(number=1)
    save(
        client,
        url("domain", "change", domain.pk),
        objectives__0__number="1",
        objectives__0__title="Compare models",
    )
    objective = Objective.objects.get(domain=domain)
    save(client, url("item", "add"), code="SY0-801-0001", objective=objective.pk)
    item = Item.objects.get(code="SY0-801-0001")
    save(
        client,
        url("question", "add"),
        "_publish",
        item=item.pk,
        stem="Which model?",
        choices__0__text="One",
        choices__0__rationale="So.",
        choices__0__is_key="on",
        choices__1__text="Two",
        choices__1__rationale="No.",
    )
    assert Question.objects.published().of_exam(exam).count() == 1
    response = save(client, url("exam", "change", exam.pk), "_make_current")
    assert "SY0-801 is current now." in said(response)
    assert [*Exam.objects.current()] == [exam]
    assert client.get("/exams/").status_code == 200


def test_makes_an_exam_current_from_the_list_and_remembers_who_did(staff_client):
    exam = next_exam()
    response = act(staff_client, url("exam", "changelist"), "make_current", [exam])
    assert [*Exam.objects.current()] == [exam]
    assert "has no published question yet" in said(response)
    assert history(exam) == [("Staff", "Made current.")]
    assert history(Exam.objects.get(code="SY0-701")) == [
        ("Staff", "No longer current: SY0-801 is.")
    ]


def test_makes_only_one_exam_of_a_certification_current(staff_client):
    exams = [next_exam(), Exam.objects.get(code="SY0-701")]
    response = act(staff_client, url("exam", "changelist"), "make_current", exams)
    assert "Choose one exam of a certification" in said(response)
    assert [*Exam.objects.current()] == [exams[1]]


def test_says_that_an_exam_is_current_already(staff_client, bank):
    response = act(staff_client, url("exam", "changelist"), "make_current", [bank])
    assert "is current already" in said(response)


def test_has_no_field_that_makes_an_exam_current(staff_client):
    exam = next_exam()
    save(staff_client, url("exam", "change", exam.pk), is_current="on", minutes="80")
    exam.refresh_from_db()
    assert (exam.minutes, exam.is_current) == (80, False)


def test_says_when_the_weights_are_not_a_hundred(staff_client, bank):
    response = save(staff_client, url("exam", "change", bank.pk), domains__0__weight="50")
    assert "add up to 90 percent" in said(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [("passing_score", "950"), ("minutes", "0"), ("domains__0__weight", "101")],
)
def test_refuses_numbers_that_no_exam_has(staff_client, bank, field, value):
    response = save(staff_client, url("exam", "change", bank.pk), **{field: value})
    assert response.context["errors"]
    bank.refresh_from_db()
    assert (bank.passing_score, bank.minutes) == (750, 90)


def test_refuses_the_code_of_another_exam(staff_client, bank):
    response = save(
        staff_client,
        url("exam", "add"),
        certification=bank.certification_id,
        code=bank.code,
        passing_score="750",
    )
    assert "already exists" in response.text


def test_keeps_the_names_that_addresses_are_made_of(staff_client, bank):
    certification = bank.certification
    save(staff_client, url("certification", "change", certification.pk), slug="x", name="Sec+")
    save(staff_client, url("exam", "change", bank.pk), code="X")
    item = Item.objects.first()
    save(staff_client, url("item", "change", item.pk), code="X", is_sample="on")
    certification.refresh_from_db()
    assert (certification.slug, certification.name) == ("security-plus", "Sec+")
    assert Exam.objects.get().code == "SY0-701"
    assert Item.objects.get(is_sample=True).code == item.code


def test_takes_topics_one_a_line(staff_client):
    objective = ObjectiveFactory(topics=["Technical controls"])
    address = url("objective", "change", objective.pk)
    assert "Technical controls" in staff_client.get(address).text
    save(staff_client, address, topics="One\r\n\r\n  Two ")
    objective.refresh_from_db()
    assert objective.topics == ["One", "Two"]


def test_leaves_an_item_in_its_exam_once_it_was_published(staff_client):
    question = QuestionFactory()
    elsewhere = ObjectiveFactory(
        domain=Domain.objects.create(exam=next_exam(), number=1, name="New", weight=100)
    )
    address = url("item", "change", question.item_id)
    save(staff_client, address, objective=elsewhere.pk)
    assert Item.objects.get().objective == question.item.objective
    unpublished = ItemFactory()
    save(staff_client, url("item", "change", unpublished.pk), objective=elsewhere.pk)
    unpublished.refresh_from_db()
    assert unpublished.objective == elsewhere


def test_names_the_exam_beside_each_objective_and_domain(staff_client):
    ObjectiveFactory()
    page = staff_client.get(url("item", "add")).text
    assert "SY0-701 1.1 Compare kinds of controls" in page
    assert "SY0-701 1. General Concepts" in staff_client.get(url("objective", "add")).text


@pytest.mark.parametrize("model", [Certification, Exam, Domain, Objective])
def test_refuses_in_words_to_delete_what_has_content(staff_client, model):
    QuestionFactory()
    row, count = model.objects.first(), model.objects.count()
    name = model._meta.model_name
    page = staff_client.post(url(name, "delete", row.pk), {"post": "yes"})
    assert "stays: it has 1" in page.text
    page = act(staff_client, url(name, "changelist"), "delete_selected", [row], post="yes")
    assert "stays: it has 1" in page.text
    assert model.objects.count() == count


def test_deletes_an_exam_that_has_no_question(staff_client):
    exam = next_exam()
    ObjectiveFactory(domain=Domain.objects.create(exam=exam, number=1, name="New", weight=100))
    response = staff_client.post(url("exam", "delete", exam.pk), {"post": "yes"}, follow=True)
    assert "SY0-801 is deleted." in said(response)
    assert not Exam.objects.filter(code="SY0-801").exists()


def test_keeps_a_certification_that_achievements_speak_of(staff_client, achievements):
    certification = Certification.objects.get(slug="network-plus")
    certification.exams.all().delete()
    address = url("certification", "delete", certification.pk)
    response = staff_client.post(address, {"post": "yes"}, follow=True)
    assert "something depends on it" in said(response)
    assert Certification.objects.filter(pk=certification.pk).exists()
    assert history(certification) == []


def test_deletes_a_certification_that_nothing_speaks_of(staff_client):
    certification = CertificationFactory(slug="cloud-plus", name="Cloud+")
    staff_client.post(url("certification", "delete", certification.pk), {"post": "yes"})
    assert not Certification.objects.exists()


def test_knows_no_row_that_is_not_there(staff_client):
    assert staff_client.get(url("exam", "delete", 99)).status_code == 404
    assert staff_client.get(url("question", "change", 99), follow=True).status_code == 200
