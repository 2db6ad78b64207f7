"""Staff see a question as a student does, and nothing comes of it."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.tests.factories import UserFactory
from quizzes.models import Choice, Question, QuizAttempt, UserAnswer
from quizzes.papers import start_quiz
from quizzes.tests.admin_pages import draft, form, parts, url, words
from quizzes.tests.factories import (
    ExamFactory,
    ItemFactory,
    QuestionFactory,
    exhibit_question,
    matching_question,
    ordering_question,
)

pytestmark = pytest.mark.django_db


def multiple_question():
    return QuestionFactory(choices=[1, 3])


KINDS = [QuestionFactory, multiple_question, ordering_question, matching_question, exhibit_question]


def preview(question):
    return url("question", "preview", question.pk)


def asked(page, question):
    """The fieldset in which a page asks the question."""
    return re.search(r"<fieldset( aria-labelledby=\"stem\")?>.*?</fieldset>", page, re.DOTALL)[0]


@pytest.mark.parametrize("make", KINDS)
def test_asks_in_the_very_words_that_a_student_reads(client, staff, alice, now, make):
    question = make(keeps_order=True) if make is not multiple_question else make()
    Question.objects.update(keeps_order=True)
    client.force_login(staff)
    seen = asked(client.get(preview(question)).text, question)
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    client.force_login(alice)
    page = client.get(reverse("quizzes:question", args=[attempt.pk, 1])).text
    assert seen == asked(page, question)


@pytest.mark.parametrize("make", KINDS)
def test_explains_with_key_and_every_rationale(staff_client, make):
    question = make()
    page = staff_client.get(preview(question)).text
    explained = page[page.index("As it is explained") :]
    reasons = question.slots if question.has_slots else question.choices
    for reason in reasons.values_list("rationale", flat=True):
        assert reason in explained
        assert reason not in asked(page, question)
    right = len(question.key)
    assert explained.count("Right answer") == right
    assert question.reference in explained


def test_shows_the_choices_in_their_stored_order(staff_client):
    texts = re.findall(r">(Control \d)", asked(staff_client.get(preview(draft())).text, None))
    assert texts == ["Control 1", "Control 2", "Control 3", "Control 4"]


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_shows_a_draft_of_which_nothing_is_written_yet(staff_client, kind):
    question = Question.objects.create(item=ItemFactory(), kind=kind)
    assert staff_client.get(preview(question)).status_code == 200


def test_escapes_what_staff_typed(staff_client):
    question = draft(stem="<script>alert(1)</script>")
    Choice.objects.filter(number=1).update(text="<b>bold</b>")
    page = staff_client.get(preview(question)).text
    assert "<script>alert" not in page
    assert "<b>bold</b>" not in page.replace("<b>&lt;b&gt;", "")


def test_is_led_to_from_the_form_and_back(staff_client):
    for question in (draft(), QuestionFactory()):
        assert f'href="{preview(question)}"' in staff_client.get(form(question)).text
        assert f'href="{form(question)}"' in staff_client.get(preview(question)).text
    assert "See it as a student does" not in staff_client.get(url("question", "add")).text


@pytest.mark.parametrize("make", KINDS)
def test_sends_nothing_and_saves_nothing(staff_client, make):
    question = make()
    before = words(question), parts(question)
    response = staff_client.get(preview(question))
    forms = re.findall(r"<form[^>]*>", response.text)
    assert forms == ['<form method="dialog">']
    assert 'type="submit"' not in response.text
    for method in (staff_client.post, staff_client.put, staff_client.delete):
        assert method(preview(question), {"choice": "1"}).status_code == 405
    assert (words(question), parts(question)) == before
    assert not UserAnswer.objects.exists()
    assert not QuizAttempt.objects.exists()


def test_is_for_those_who_may_view_questions(client, alice):
    question = draft()
    assert client.get(preview(question)).status_code == 302
    client.force_login(alice)
    assert client.get(preview(question)).status_code in (302, 403)
    member = UserFactory(is_staff=True)
    client.force_login(member)
    assert client.get(preview(question)).status_code == 403
    member.user_permissions.set(Permission.objects.filter(codename="view_question"))
    response = client.get(preview(question))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "See it as a student does" in client.get(form(question)).text


def test_lets_staff_who_may_only_look_read_the_slots(client):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_question"))
    client.force_login(reader)
    page = client.get(form(matching_question())).text
    assert "2. TCP 22" in page
    assert "Why slot 1 is so." in page
    assert "_save" not in page


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "1_2F", "%C2%B2"])
def test_knows_no_question_that_is_not_there(staff_client, pk):
    draft()
    assert staff_client.get(f"/admin/quizzes/question/{pk}/preview/").status_code == 404


@pytest.mark.parametrize("make", KINDS)
def test_asks_the_database_no_more_for_more_choices(staff_client, statements, make):
    question = make()
    with statements() as seen:
        staff_client.get(preview(question))
    assert seen.total <= 10
    if question.kind == "exhibit":
        with statements() as seen:
            staff_client.get(form(question))
        assert seen.total <= 15
