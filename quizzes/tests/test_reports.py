"""Reports of questions: what a student says, what staff answer, and who is told."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import WaitingMail
from quizzes.models import AlreadyResolved, QuestionReport
from quizzes.papers import start_quiz
from quizzes.tests.admin_pages import act, history, said, url
from quizzes.tests.factories import QuestionFactory, answer

pytestmark = pytest.mark.django_db

REPORTS = url("questionreport", "changelist")
Outcome = QuestionReport.Outcome


@pytest.fixture
def report(alice, bank, now):
    attempt = start_quiz(alice, bank, size=10, now=now)
    answer(attempt, correct=3, blank=2)
    attempt.submit(now=now)
    text = "Why not <b>2</b>?"
    client = Client()
    client.force_login(alice)
    client.post(f"/attempts/{attempt.pk}/4/report/", {"reason": "unclear", "text": text})
    return QuestionReport.objects.get()


@pytest.fixture
def mail(settings):
    settings.HAS_MAIL = True


def form(report):
    return url("questionreport", "change", report.pk)


def found(client, **query):
    return client.get(REPORTS, query).context["cl"].result_count


# The queue


def test_lists_reports_with_question_reason_text_and_student(staff_client, report):
    page = staff_client.get(REPORTS).text
    link = url("question", "change", report.question_id)
    for part in (f'href="{link}"', "It is unclear", "Why not &lt;b&gt;2&lt;/b&gt;?", "Alice"):
        assert part in page


def test_counts_what_is_open_about_the_same_question(staff_client, report, bob):
    QuestionReport.objects.create(question=report.question, user=bob, reason="typo")
    QuestionReport.objects.create(question=QuestionFactory(), user=bob, reason="typo")
    rows = staff_client.get(REPORTS).context["cl"].result_list
    assert sorted(row.open_about_it for row in rows) == [1, 2, 2]


def test_filters_reports_by_state_and_reason(staff_client, report, bob, now):
    other = QuestionReport.objects.create(question=report.question, user=bob, reason="typo")
    other.resolve(Outcome.FINE, now=now)
    assert found(staff_client) == 2
    assert found(staff_client, state="open") == 1
    assert found(staff_client, state="resolved") == 1
    assert found(staff_client, reason__exact="typo") == 1
    assert found(staff_client, q="Alice") == 1


def test_finds_questions_with_three_open_reports(staff_client, report, bob, staff):
    questions = url("question", "changelist")
    for user in (bob, staff):
        assert staff_client.get(questions, {"look": "reports"}).context["cl"].result_count == 0
        QuestionReport.objects.create(question=report.question, user=user, reason="typo")
    assert staff_client.get(questions, {"look": "reports"}).context["cl"].result_count == 1
    report.resolve(Outcome.FINE)
    assert staff_client.get(questions, {"look": "reports"}).context["cl"].result_count == 0


# Answering


def test_shows_the_question_as_the_student_met_it(staff_client, report):
    page = " ".join(staff_client.get(form(report)).text.split())
    assert report.answer.stem in page
    assert "theirs" in page


def test_answers_a_report_once(staff_client, report):
    data = {"outcome": "fine", "reply": "Choice 2 is a means, not an end."}
    staff_client.post(form(report), data)
    report.refresh_from_db()
    assert (report.outcome, report.reply) == ("fine", data["reply"])
    assert report.resolved_at
    assert history(report) == [("Staff", "Resolved: The question stays as it is.")]
    assert staff_client.post(form(report), {"outcome": "corrected"}).status_code == 403
    with pytest.raises(AlreadyResolved):
        report.resolve(Outcome.CORRECTED)
    report.refresh_from_db()
    assert report.outcome == "fine"


def test_asks_what_came_of_it(staff_client, report):
    page = staff_client.post(form(report), {"reply": "Hm"})
    assert "Choose what came of the report." in page.text
    report.refresh_from_db()
    assert not report.resolved_at


def test_answers_many_alike(staff_client, report):
    response = act(staff_client, REPORTS, "resolve_duplicate", [report])
    assert "Resolved: 1." in said(response)
    report.refresh_from_db()
    assert report.outcome == "duplicate"
    assert "Resolved: 0." in said(act(staff_client, REPORTS, "resolve_fine", [report]))


def test_is_linked_to_the_wording_that_corrects_it(report, now):
    draft = report.question.next_version()
    assert draft.publish(now=now) == []
    report.resolve(Outcome.CORRECTED, now=now)
    assert report.corrected_by == draft


def test_lets_nobody_write_or_delete_a_report_for_a_student(staff_client, report):
    assert staff_client.get(url("questionreport", "add")).status_code == 403
    staff_client.post(form(report), {"outcome": "fine", "text": "New"})
    assert staff_client.post(url("questionreport", "delete", report.pk)).status_code == 403
    report.refresh_from_db()
    assert report.text == "Why not <b>2</b>?"


def test_says_in_the_database_how_it_was_resolved(report, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionReport.objects.update(resolved_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionReport.objects.update(outcome="fine")


# Telling


def test_tells_on_the_site_until_it_is_read(alice_client, report, now):
    assert "have answered a report" not in alice_client.get("/").text
    report.resolve(Outcome.FINE, "It is right as it is.", now=now)
    assert "have answered a report of yours" in alice_client.get("/").text
    page = alice_client.get("/reports/").text
    assert "It is right as it is." in page
    assert "Answered, new" in page
    assert "have answered a report" not in alice_client.get("/").text
    assert "Answered, new" not in alice_client.get("/reports/").text


def test_tells_nobody_else(client, bob, report, now):
    report.resolve(Outcome.FINE, "For Alice.", now=now)
    client.force_login(bob)
    assert "For Alice." not in client.get("/reports/").text
    report.refresh_from_db()
    assert not report.seen_at


@pytest.mark.parametrize("wants", [True, False])
def test_mails_who_wants_it(mail, alice, report, now, wants):
    alice.wants_reports_mail = wants
    alice.save()
    report = QuestionReport.objects.get()
    report.resolve(Outcome.FINE, "It is right <as it is>.", now=now)
    assert WaitingMail.objects.filter(to=alice.email).count() == int(wants)
    if wants:
        one = WaitingMail.objects.get(to=alice.email)
        assert "It is right <as it is>." in one.text
        assert "&lt;as it is&gt;" in one.html
        assert "List-Unsubscribe" in one.headers


def test_lists_many_reports_in_ten_statements(alice_client, alice, report, now, statements):
    for _ in range(30):
        QuestionReport.objects.create(question=QuestionFactory(), user=alice, reason="typo")
    with statements() as seen:
        assert alice_client.get("/reports/").status_code == 200
    assert seen.total <= 10, "\n".join(seen.data)
