"""What the bank has, as staff see it: on a page, and printed."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from quizzes.models import Certification, Exam, Item, Question
from quizzes.tests.admin_pages import url
from quizzes.tests.factories import (
    ObjectiveFactory,
    QuestionFactory,
    make_questions,
    ordering_question,
)

pytestmark = pytest.mark.django_db
PAGE = url("question", "coverage")


@pytest.fixture
def counted(bank):
    """The bank with an ordering, and what does not count: a draft and a retired wording."""
    ordering_question(difficulty=3)
    QuestionFactory(published=False)
    QuestionFactory().retire()
    return bank


def report(*args, capsys):
    call_command("bank_report", *args)
    return capsys.readouterr().out


def test_prints_the_grid_the_balance_and_what_is_missing(counted, capsys):
    said = report(capsys=capsys).splitlines()
    assert said[0] == "SY0-701 Security+: 13 live questions"
    lines = [" ".join(line.split()) for line in said]
    assert lines[4] == "1.1 . 8 . . . . . . 1 . . . . . . 9"
    assert lines[5] == "2.1 . 4 . . . . . . . . . . . . . 4"
    assert lines[6] == "all . 12 . . . . . . 1 . . . . . . 13"
    assert "Types: Exhibit task 0 at least 8 MISSED" in lines
    assert "Types, Single answer: 12 of 13 (92.3 %), wanted 70 to 75 %." in said


def test_names_an_objective_without_enough(counted, capsys):
    ObjectiveFactory(domain=counted.domains.get(number=2), number=2, title="Tell threats apart")
    said = report("SY0-701", capsys=capsys)
    assert "Objective 2.2 Tell threats apart: 0, wanted at least 4." in said
    assert "Objective 1.1" not in said


def test_prints_an_exam_that_is_not_current_when_it_is_named(counted, capsys):
    Exam.objects.update(is_current=False)
    assert report("SY0-701", capsys=capsys).startswith("SY0-701 Security+: 13 live")


@pytest.mark.parametrize("code", ["X", "sy0-701 "])
def test_says_which_exams_there_are(bank, code):
    with pytest.raises(CommandError, match="Those there are: SY0-701"):
        call_command("bank_report", code)


def test_says_that_there_is_no_exam(db):
    with pytest.raises(CommandError, match="none"):
        call_command("bank_report")


# The page


def test_shows_staff_the_grid(staff_client, counted, statements):
    with statements() as seen:
        page = staff_client.get(PAGE)
    assert seen.total <= 15
    survey = page.context["survey"]
    assert [(row.code, row.total) for row in survey.rows] == [("1.1", 9), ("2.1", 4)]
    assert survey.totals[0] == [0, 12, 0]
    assert survey.totals[2] == [0, 0, 1]
    assert survey.missing[0] in page.text
    assert f'href="{PAGE}"' in staff_client.get(url("question", "changelist")).text


def test_asks_as_often_for_many_questions_as_for_few(staff_client, counted, statements):
    with statements() as few:
        staff_client.get(PAGE)
    make_questions(30, ObjectiveFactory())
    with statements() as many:
        staff_client.get(PAGE)
    assert many.total == few.total


def test_shows_the_exam_that_was_asked_for(staff_client, counted):
    other = Certification.objects.create(slug="network-plus", name="Network+")
    Exam.objects.create(code="N10-009", certification=other, passing_score=720)
    assert staff_client.get(PAGE).context["code"] == "SY0-701"
    page = staff_client.get(PAGE, {"exam": "N10-009"})
    assert page.context["survey"].live == 0
    assert staff_client.get(PAGE, {"exam": "N10"}).status_code == 404


def test_has_nothing_to_show_without_an_exam(staff_client):
    assert "There is no exam yet" in staff_client.get(PAGE).text


def test_refuses_who_may_not_see_questions(client, alice, bob, bank):
    assert client.get(PAGE).status_code == 302
    client.force_login(alice)
    assert client.get(PAGE).status_code != 200
    bob.is_staff = True
    bob.save()
    client.force_login(bob)
    assert client.get(PAGE).status_code == 403
    bob.user_permissions.add(Permission.objects.get(codename="view_question"))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405


def test_leaves_everything_as_it_is(staff_client, counted, capsys):
    before = [*Question.objects.values()], [*Item.objects.values()]
    staff_client.get(PAGE)
    report(capsys=capsys)
    assert ([*Question.objects.values()], [*Item.objects.values()]) == before
