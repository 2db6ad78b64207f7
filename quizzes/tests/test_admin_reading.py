"""What staff read in the admin: attempts, and lists of any length."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from quizzes.models import Domain, Exam, Objective, Question, QuestionReport
from quizzes.papers import start_exam, start_quiz
from quizzes.tests.admin_pages import act, url
from quizzes.tests.factories import CertificationFactory, QuestionFactory, answer

pytestmark = pytest.mark.django_db
ATTEMPTS = url("quizattempt", "changelist")
HISTORY = "/admin/admin/logentry/"
MODELS = [
    "certification",
    "exam",
    "domain",
    "objective",
    "item",
    "question",
    "questionreport",
    "quizattempt",
]


@pytest.fixture
def report(alice):
    return QuestionReport.objects.create(
        question=QuestionFactory(), user=alice, reason="unclear", text="Why not <b>2</b>?"
    )


@pytest.fixture
def attempt(alice, bank, now):
    attempt = start_quiz(alice, bank, size=10, now=now)
    answer(attempt, correct=3, blank=2)
    attempt.submit(now=now)
    return attempt


def found(client, address, **query):
    return client.get(address, query).context["cl"].result_count


# Attempts


def test_shows_an_attempt_with_its_answers(staff_client, attempt):
    page = staff_client.get(url("quizattempt", "change", attempt.pk)).text
    for row in attempt.answers.select_related("question__item"):
        assert str(row.question) in page
    assert page.count("blank") == 2


def test_lets_nobody_add_change_or_delete_an_attempt(staff_client, attempt):
    address = url("quizattempt", "change", attempt.pk)
    assert staff_client.get(url("quizattempt", "add")).status_code == 403
    assert staff_client.post(address, {"correct": 10, "_save": "1"}).status_code == 403
    delete = url("quizattempt", "delete", attempt.pk)
    assert staff_client.post(delete, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff_client.get(ATTEMPTS).text
    assert "_save" not in staff_client.get(address).text
    attempt.refresh_from_db()
    assert attempt.correct == 3


def test_finds_attempts_by_student_number_exam_mode_and_state(staff_client, attempt, bob, now):
    open_one = start_quiz(bob, attempt.exam, size=5, now=now)
    assert found(staff_client, ATTEMPTS) == 2
    assert found(staff_client, ATTEMPTS, q="alic") == 1
    assert found(staff_client, ATTEMPTS, q=str(open_one.pk)) == 1
    assert found(staff_client, ATTEMPTS, q="9" * 30) == 0
    assert found(staff_client, ATTEMPTS, submitted="yes") == 1
    assert found(staff_client, ATTEMPTS, submitted="no") == 1
    assert found(staff_client, ATTEMPTS, mode__exact="study") == 0
    assert found(staff_client, ATTEMPTS, exam__id__exact=attempt.exam_id) == 2


def test_says_in_words_what_was_asked_for(staff_client, alice, bank, now):
    def asked_for(attempt):
        page = staff_client.get(url("quizattempt", "change", attempt.pk)).text
        said = page.partition("Asked for:")[2].partition("</fieldset>")[0]
        return re.search('"readonly">(.*?)</div>', said)[1].replace("\u00a0", " ")

    plain = start_quiz(alice, bank, size=5, now=now)
    assert asked_for(plain) == "nothing in particular"
    plain.submit(now=now)
    narrow = start_quiz(alice, bank, size=5, now=now, domains=[2, 1], pool="unseen")
    assert asked_for(narrow) == "domains 1, 2, not seen yet"
    alice.exam_time = 150
    exam = start_exam(alice, bank, tasks=1, has_extension=True, now=now)
    words = "150 % of the time, the minutes for a second language, 1 task"
    assert asked_for(exam) == words


# What staff did


def test_tells_who_did_what_and_when(staff_client, staff):
    question = QuestionFactory()
    act(staff_client, url("question", "changelist"), "retire_selected", [question])
    page = staff_client.get(HISTORY)
    assert f'<a href="{url("question", "change", question.pk)}">{question}</a>' in page.text
    assert "Retired." in page.text
    assert re.findall("<summary>(.*?)</summary>", page.text) == ["When", "Done"]
    assert found(staff_client, HISTORY, q="Staff") == 1
    assert found(staff_client, HISTORY, q="retired") == 1
    assert found(staff_client, HISTORY, q="nobody") == 0


def test_lets_nobody_rewrite_history(staff_client, staff):
    question = QuestionFactory()
    act(staff_client, url("question", "changelist"), "retire_selected", [question])
    entry = LogEntry.objects.get()
    address = f"{HISTORY}{entry.pk}/change/"
    assert staff_client.post(address, {"change_message": "No."}).status_code == 403
    assert staff_client.post(f"{HISTORY}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert staff_client.get(f"{HISTORY}add/").status_code == 403
    assert LogEntry.objects.get().change_message == "Retired."


def test_says_what_a_list_that_fills_by_itself_will_have(staff_client):
    page = staff_client.get(ATTEMPTS).text
    assert "No quiz attempts yet. Each quiz and exam that a student starts is listed here." in page
    for model_admin in admin.site._registry.values():
        if not hasattr(model_admin, "comes"):
            address = reverse(
                f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_add"
            )
            assert staff_client.get(address).status_code == 200, f"{model_admin} says nothing"


# Who may come in


@pytest.mark.parametrize("model", MODELS)
def test_sends_strangers_and_students_away(client, alice, model):
    address = url(model, "changelist")
    assert client.get(address).status_code == 302
    client.force_login(alice)
    response = client.get(address)
    assert response.status_code in (302, 403)
    assert "changelist" not in response.text


@pytest.mark.parametrize("model", MODELS)
def test_shows_nothing_to_staff_without_permissions(client, model):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(url(model, "changelist")).status_code == 403
    assert url(model, "changelist") not in client.get("/admin/").text


def test_lets_staff_who_may_only_look_change_nothing(client):
    reader = UserFactory(is_staff=True)
    codes = [f"view_{model}" for model in MODELS]
    reader.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(reader)
    question = QuestionFactory(published=False)
    address = url("question", "change", question.pk)
    page = client.get(address)
    assert "Control 1" in page.text
    assert "_save" not in page.text
    assert client.post(address, {"stem": "New?", "_publish": "1"}).status_code == 403
    data = {"action": "publish_selected", "_selected_action": [question.pk], "index": 0}
    client.post(url("question", "changelist"), data)
    question.refresh_from_db()
    assert question.status == "draft"


def test_lets_writers_add_drafts_but_not_publish_them(client):
    writer = UserFactory(is_staff=True)
    codes = ["add_question", "view_question", "view_item"]
    writer.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(writer)
    assert "_publish" not in client.get(url("question", "add")).text
    data = {
        "item": QuestionFactory().item_id,
        "kind": "single",
        "difficulty": 2,
        "level": "apply",
        "choices-TOTAL_FORMS": 0,
        "choices-INITIAL_FORMS": 0,
        "slots-TOTAL_FORMS": 0,
        "slots-INITIAL_FORMS": 0,
    }
    assert client.post(url("question", "add"), data | {"_publish": "1"}).status_code == 403
    assert Question.objects.count() == 1
    assert client.post(url("question", "add"), data | {"_save": "1"}).status_code == 302
    assert Question.objects.filter(status="draft").count() == 1


# Lists of any length


def grow(exam, numbers):
    """More of everything that lists show."""
    domains = list(exam.domains.all())
    for number in numbers:
        domain = domains[number % 2]
        objective = Objective.objects.create(domain=domain, number=100 + number, title="More")
        question = QuestionFactory(item__objective=objective)
        user = UserFactory()
        QuestionReport.objects.create(question=question, user=user, reason="typo")
        attempt = start_quiz(user, exam, size=5, now=timezone.now())
        if number % 2:
            attempt.submit()
        certification = CertificationFactory(slug=f"more-{number}", name="More")
        other = Exam.objects.create(
            code=f"MORE-{number}", certification=certification, passing_score=750
        )
        Domain.objects.create(exam=other, number=1, name="More", weight=100)


def test_asks_as_much_for_a_long_list_as_for_a_short_one(staff_client, bank, statements):
    place = f"certification={bank.certification_id}&domain={bank.domains.first().pk}"
    queries = [(model, "") for model in MODELS] + [
        ("question", f"?{place}&status__exact=published&q=control"),
        ("question", f"?{place}&_facets=1"),
        ("question", "?look=all&o=9"),
        ("question", "?stale=year"),
        ("question", "?stale=exam"),
        ("item", f"?{place}&q=sy0"),
        ("questionreport", "?state=open&q=student"),
        ("quizattempt", "?mode__exact=practice&submitted=yes&q=student"),
    ]

    def count():
        seen = {}
        for model, query in queries:
            with statements() as asked:
                assert staff_client.get(url(model, "changelist") + query).status_code == 200
            seen[model, query] = asked.total
        return seen

    grow(bank, range(2))
    few = count()
    grow(bank, range(2, 62))
    many = count()
    assert many == few
    assert max(many.values()) <= 15, many


# Under the strict policy


def test_has_no_inline_script_or_style_in_any_page(staff_client, bank, attempt, report):
    draft = QuestionFactory(published=False)
    pages = ["/admin/", *(url(model, "changelist") for model in MODELS)]
    pages += [url(model, "add") for model in MODELS[:6]]
    for row in (bank, bank.certification, draft.item, draft, report.question, attempt, report):
        pages.append(url(row._meta.model_name, "change", row.pk))
        pages.append(url(row._meta.model_name, "history", row.pk))
    pages += [url("question", "delete", draft.pk), url("exam", "delete", bank.pk)]
    for page in pages:
        text = staff_client.get(page).text
        assert "css/admin.css" in text, page
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), page
