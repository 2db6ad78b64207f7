"""What stands in a form is seen as a student sees it before it is saved."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.tests.factories import UserFactory
from quizzes.models import Question
from quizzes.tests.admin_pages import draft, fields, form, history, url, words
from quizzes.tests.factories import (
    ItemFactory,
    QuestionFactory,
    exhibit_question,
    generated_question,
    matching_question,
    ordering_question,
)
from quizzes.tests.test_admin_preview import asked, preview

pytestmark = pytest.mark.django_db
NEW = reverse("admin:quizzes_question_typed_new")
KINDS = [
    QuestionFactory,
    ordering_question,
    matching_question,
    exhibit_question,
    generated_question,
]


def typed_at(question):
    return url("question", "typed", question.pk)


def see(client, question=None, **typed):
    """Open the form of a question, or of a new one, type, and look; nothing is saved."""
    address = form(question) if question else url("question", "add")
    data = fields(client.get(address)) | {name.replace("__", "-"): v for name, v in typed.items()}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(typed_at(question) if question else NEW, data)


@pytest.mark.parametrize("make", KINDS)
def test_shows_an_unchanged_form_as_the_saved_question(staff_client, make):
    question = make()
    saved = staff_client.get(preview(question)).text
    typed = see(staff_client, question).text
    assert asked(typed, question) == asked(saved, question)
    explained = "As it is explained"
    end = "</section>"
    assert typed.split(explained)[1].split(end)[0] == saved.split(explained)[1].split(end)[0]


def test_shows_what_is_typed_and_saves_nothing(staff_client):
    question = QuestionFactory()
    before = words(question)
    page = see(
        staff_client,
        question,
        stem="Is it **new**?",
        is_markdown="on",
        choices__0__text="New first",
        choices__0__is_key="on",
        choices__1__is_key=None,
        choices__2__DELETE="on",
        choices__4__text="New last",
        choices__4__rationale="Why it is last.",
    ).text
    ask = asked(page, question)
    assert "<strong>new</strong>" in page
    assert [ask.index(text) for text in ("New first", "Control 2", "Control 4", "New last")]
    assert "Control 3" not in page
    assert "Why it is last." in page.split("As it is explained")[1]
    assert "Why it is last." not in ask
    right = page.split("As it is explained")[1].split("Right answer")[0]
    assert right.rstrip().endswith('<b>New first</b> <span class="tag">')
    assert "The numbers of the choices are not 1, 2, 3" in page
    assert words(question) == before
    assert Question.objects.count() == 1
    assert history(question) == []


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_shows_a_new_question_of_which_nothing_is_typed(staff_client, kind):
    page = see(staff_client, kind=kind)
    assert page.status_code == 200
    assert "A new question" in page.text
    assert not Question.objects.exists()


def test_shows_a_new_question_before_it_has_an_item(staff_client):
    page = see(staff_client, stem="Which?", choices__0__text="This", choices__1__text="That").text
    assert "<p>Which?</p>" in page
    assert "This" in asked(page, None)
    assert "Item: This field is required." in page


def test_shows_an_example_of_a_generator_before_there_is_an_item(staff_client):
    typed = {"kind": "generated", "made_by": "cidr"}
    page = see(staff_client, **typed, cidr_asks="hosts", cidr_octet="fourth").text
    assert "<legend>" in page
    assert "Item: This field is required." in page
    page = see(staff_client, **typed).text
    assert "There is nothing to show yet" in page
    assert "is not chosen." in page


def test_says_what_is_wrong_and_shows_the_rest(staff_client):
    question = exhibit_question()
    page = see(
        staff_client,
        question,
        exhibits="no title",
        choices__0__text="",
        slots__0__right="77",
        slots__1__right="",
    ).text
    assert "Exhibits: Begin with the title of an exhibit" in page
    assert "Choice 1, text: This field is required." in page
    assert "Slot 2, key: Type the number of the right choice." in page
    assert "Rule 2" in asked(page, question)
    assert "(no key yet)" not in asked(page, question)
    assert page.split("As it is explained")[1].count("(no key yet)") >= 2


def test_survives_forms_that_no_browser_sends(staff_client):
    question = matching_question()
    for data in (
        {},
        {"kind": "nonsense", "choices-TOTAL_FORMS": "x"},
        {"choices-TOTAL_FORMS": "99999", "choices-INITIAL_FORMS": "0"},
        {"kind": "generated", "made_by": "nothing"},
    ):
        assert staff_client.post(typed_at(question), data).status_code == 200
        assert staff_client.post(NEW, data).status_code == 200
    page = see(staff_client, question, choices__0__number="2", choices__1__number="2")
    assert "TCP 443" in page.text


def test_escapes_what_is_typed(staff_client):
    typed = {"stem": "<script>alert(1)</script>", "choices__0__text": "<b>x</b>"}
    for markdown in (None, "on"):
        page = see(staff_client, draft(), is_markdown=markdown, **typed).text
        assert "<script>alert" not in page
        assert "<b><b>x" not in page


def test_leaves_out_beside_a_form_what_stands_around_it(staff_client):
    data = fields(staff_client.get(url("question", "add")))
    page = staff_client.post(f"{NEW}?framed", data).text
    assert "About this page" not in page
    assert "</header>" not in page
    page = staff_client.post(NEW, data).text
    assert "About this page" in page
    assert "Close this tab" in page


def test_holds_no_row_and_asks_little(staff_client, statements):
    question = exhibit_question()
    data = fields(staff_client.get(form(question)))
    with statements() as seen:
        staff_client.post(typed_at(question), data)
    assert seen.total <= 15
    assert not any("UPDATE" in sql for sql in seen.data)


def test_is_for_those_who_may_write(client):
    question = draft()
    member = UserFactory(is_staff=True)
    client.force_login(member)
    assert client.post(typed_at(question)).status_code == 403
    assert client.post(NEW).status_code == 403
    member.user_permissions.set(Permission.objects.filter(codename="view_question"))
    assert client.post(typed_at(question)).status_code == 403
    page = client.get(form(question)).text
    assert "Preview in a new tab" not in page
    assert "preview.js" not in page


def test_is_a_button_that_needs_no_script(staff_client):
    item = ItemFactory()
    for address, typed in (
        (url("question", "add"), NEW),
        (form(draft(item=item)), None),
    ):
        page = staff_client.get(address).text
        typed = typed or typed_at(Question.objects.get(item=item))
        assert f'formaction="{typed}" formtarget="_blank"' in page
    assert staff_client.get(NEW).status_code == 405
    assert staff_client.post(url("question", "typed", 0)).status_code == 404
