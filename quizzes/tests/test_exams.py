"""Exams: the paper, the clock, flags and review."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from gamification.models import XPAward
from quizzes.models import Question, QuizAttempt, TimeIsUp
from quizzes.papers import HasOpenAttempt, start_exam
from quizzes.tests.factories import answer, exhibit_question, ordering_question

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def exam(bank):
    ordering_question()
    exhibit_question()
    return bank


@pytest.fixture
def attempt(alice, exam):
    """An exam that started a moment ago."""
    return start_exam(alice, exam, now=timezone.now())


@pytest.fixture
def overdue(alice, exam):
    """An exam whose ninety minutes were over an hour ago."""
    return start_exam(alice, exam, now=timezone.now() - datetime.timedelta(minutes=150))


def test_says_that_the_time_is_up_whoever_closed_it(alice_client, overdue):
    overdue.save_answer(3, [2], now=overdue.started_at)
    call_command("close_expired_attempts", verbosity=0)
    page = alice_client.post(f"/attempts/{overdue.pk}/4/", {"choice": 2})
    assert page.status_code == 409
    assert "Time is up" in page.text


def test_says_that_a_blank_exam_is_gone(alice_client, overdue):
    call_command("close_expired_attempts", verbosity=0)
    page = alice_client.post(f"/attempts/{overdue.pk}/4/", {"choice": 2}, follow=True)
    assert "That quiz is not there any more." in page.text


def test_says_what_to_expect_and_starts(alice_client, alice, exam):
    text = alice_client.get("/exams/security-plus/exam/").content.decode()
    assert "90 minutes" in text
    assert "750" in text
    assert "14" in text
    page = alice_client.post("/exams/security-plus/exam/", {"tasks": 1})
    attempt = alice.attempts.get()
    assert page.url == f"/attempts/{attempt.pk}/1/"
    assert attempt.mode == "exam"
    kinds = attempt.answers.values_list("question__kind", flat=True)
    assert [kind in ("ordering", "exhibit") for kind in kinds] == [True] + [False] * 12


@pytest.mark.parametrize("tasks", ["7", "-1", "x", ""])
def test_refuses_a_strange_number_of_tasks(alice_client, exam, tasks):
    page = alice_client.post("/exams/security-plus/exam/", {"tasks": tasks})
    assert page.status_code == 400
    assert page.context["form"].errors["tasks"] == ["Choose a whole number from 0 to 6."]
    assert re.search(r'<input[^>]* name="tasks"[^>]* autofocus', page.text)
    assert not QuizAttempt.objects.exists()


@pytest.mark.parametrize(
    ("exam_time", "has_extension", "minutes"),
    [(100, False, 90), (100, True, 120), (150, False, 135), (300, True, 300), (0, True, 10_080)],
)
def test_stores_the_deadline_at_the_start(alice, exam, now, exam_time, has_extension, minutes):
    alice.exam_time = exam_time
    attempt = start_exam(alice, exam, has_extension=has_extension, now=now)
    assert attempt.deadline_at - now == datetime.timedelta(minutes=minutes)
    assert (attempt.seconds_left(now) is None) == (exam_time == 0)


def test_keeps_the_deadline_when_the_setting_changes(alice, attempt):
    before = attempt.deadline_at
    alice.exam_time = 300
    alice.save()
    attempt.refresh_from_db()
    assert attempt.deadline_at == before


def test_allows_one_open_exam(alice, exam, attempt):
    with pytest.raises(HasOpenAttempt):
        start_exam(alice, exam, now=timezone.now())


def test_takes_an_answer_until_ten_seconds_after_the_deadline(attempt):
    attempt.save_answer(3, [2], now=attempt.deadline_at - SECOND)
    attempt.save_answer(4, [2], now=attempt.deadline_at + 10 * SECOND)
    with pytest.raises(TimeIsUp):
        attempt.save_answer(5, [2], now=attempt.deadline_at + 11 * SECOND)
    assert attempt.answers.filter(response__isnull=False).count() == 2


def test_refuses_a_late_answer_with_a_page_and_grades_what_was_saved(alice_client, overdue):
    overdue.save_answer(3, [2], now=overdue.started_at)
    page = alice_client.post(f"/attempts/{overdue.pk}/4/", {"choice": 2})
    assert page.status_code == 409
    assert b"Time is up" in page.content
    overdue.refresh_from_db()
    assert overdue.submitted_at == overdue.deadline_at
    assert (overdue.answered, overdue.correct) == (1, 1)
    assert XPAward.objects.filter(attempt=overdue, reason="quiz").count() == 1


@pytest.mark.parametrize("path", ["1/", "review/", "submit/", "result/"])
def test_closes_at_the_first_request_after_the_deadline(alice_client, overdue, path):
    overdue.save_answer(3, [2], now=overdue.started_at)
    page = alice_client.get(f"/attempts/{overdue.pk}/{path}")
    assert b"Time is up" in page.content
    overdue.refresh_from_db()
    assert overdue.submitted_at == overdue.deadline_at


def test_drops_an_exam_that_closes_without_an_answer(alice_client, overdue):
    page = alice_client.get(f"/attempts/{overdue.pk}/1/")
    assert b"nothing of it is kept" in page.content
    assert not QuizAttempt.objects.exists()


def test_closes_what_is_over_by_command(attempt, bob, exam, capsys):
    other = start_exam(bob, exam, now=timezone.now() - datetime.timedelta(hours=5))
    other.save_answer(3, [2], now=other.started_at)
    call_command("close_expired_attempts")
    assert "Exams closed: 1." in capsys.readouterr().out
    other.refresh_from_db()
    attempt.refresh_from_db()
    assert other.submitted_at == other.deadline_at
    assert attempt.submitted_at is None


def test_cannot_be_discarded(alice_client, attempt):
    page = alice_client.post(f"/attempts/{attempt.pk}/discard/")
    assert page.url == f"/attempts/{attempt.pk}/review/"
    assert QuizAttempt.objects.exists()


def test_flags_a_question_and_saves_its_answer(alice_client, attempt):
    address = f"/attempts/{attempt.pk}/5/"
    page = alice_client.post(address, {"choice": 2, "go": "flag"})
    assert page.url == address
    flagged = attempt.answers.get(position=5)
    assert flagged.is_flagged
    assert flagged.response == [2]
    assert b'aria-pressed="true"' in alice_client.get(address).content
    alice_client.post(address, {"choice": 2, "go": "unflag"})
    assert not attempt.answers.get(position=5).is_flagged


def test_reviews_what_is_answered_blank_flagged_and_a_task(alice_client, attempt):
    alice_client.post(f"/attempts/{attempt.pk}/1/", {"go": "flag"})
    alice_client.post(f"/attempts/{attempt.pk}/3/", {"choice": 2})
    alice_client.post(f"/attempts/{attempt.pk}/4/", {"choice": 2, "go": "flag"})
    text = alice_client.get(f"/attempts/{attempt.pk}/review/").content.decode()
    assert "task, blank, flagged" in text
    assert text.count(", answered") == 2
    assert f'href="/attempts/{attempt.pk}/1/">First blank' in text
    assert f'href="/attempts/{attempt.pk}/1/">Next flagged' in text
    confirm = alice_client.get(f"/attempts/{attempt.pk}/submit/").content.decode()
    assert "12 questions are blank" in confirm
    assert "2 questions are still flagged" in confirm
    assert confirm.count(", blank") == 12
    assert confirm.count(", answered") == confirm.count(", answered, flagged") == 1


def test_explains_in_the_review_only_the_marks_that_are_there(alice_client, attempt):
    address = f"/attempts/{attempt.pk}/review/"
    legend = re.compile('<ul class="legend.*?</ul>', re.DOTALL)
    assert "Flagged" not in legend.search(alice_client.get(address).text)[0]
    alice_client.post(f"/attempts/{attempt.pk}/1/", {"go": "flag"})
    assert "Flagged" in legend.search(alice_client.get(address).text)[0]


def test_ends_with_an_estimate(alice_client, attempt):
    answer(attempt, correct=0, blank=14)
    for number in range(1, 15):
        key = attempt.answers.select_related("question").get(position=number).question.key
        attempt.save_answer(
            number, {int(s): c for s, c in key.items()} if isinstance(key, dict) else key
        )
    page = alice_client.post(f"/attempts/{attempt.pk}/submit/", follow=True)
    text = page.content.decode()
    assert page.context["estimate"] == 900
    assert "At or above 750 in this simulation" in text
    assert "straight-line practice estimate" in text
    assert "passed" not in text.lower()


def test_counts_points_of_tasks_in_the_estimate_only(alice_client, attempt):
    task = attempt.answers.select_related("question").get(position=1)
    slots = {int(slot): choice for slot, choice in task.question.key.items()}
    slots.pop(max(slots))
    attempt.save_answer(1, slots)
    page = alice_client.post(f"/attempts/{attempt.pk}/submit/", follow=True)
    attempt.refresh_from_db()
    assert (attempt.correct, attempt.points) == (0, 2)
    assert page.context["estimate"] > 100
    assert XPAward.objects.get(attempt=attempt).paid == 0


def test_drops_an_exam_that_is_ended_without_an_answer(alice_client, attempt):
    page = alice_client.post(f"/attempts/{attempt.pk}/submit/", follow=True)
    assert b"is discarded" in page.content
    assert not QuizAttempt.objects.exists()


@pytest.mark.parametrize("address", ["/", "/exams/security-plus/", "/exams/security-plus/exam/"])
def test_offers_no_exam_that_is_over(alice_client, overdue, address):
    overdue.save_answer(3, [2], now=overdue.started_at)
    assert b"clock is running" not in alice_client.get(address).content
    overdue.refresh_from_db()
    assert overdue.submitted_at == overdue.deadline_at


def test_leads_htmx_to_the_result_when_time_is_up(alice_client, overdue):
    overdue.save_answer(3, [2], now=overdue.started_at)
    page = alice_client.post(
        f"/attempts/{overdue.pk}/4/", {"choice": 2}, headers={"HX-Request": "true"}
    )
    assert page["HX-Redirect"] == f"/attempts/{overdue.pk}/result/"


def test_shows_what_follows_first_in_the_review(alice_client, attempt):
    for position in (2, 6):
        alice_client.post(f"/attempts/{attempt.pk}/{position}/", {"go": "flag"})
    address = f"/attempts/{attempt.pk}/review/"
    assert (
        f'href="/attempts/{attempt.pk}/2/">Next flagged'
        in alice_client.get(address).content.decode()
    )
    page = alice_client.get(address + "?from=3").content.decode()
    assert f'href="/attempts/{attempt.pk}/6/">Next flagged' in page
    page = alice_client.get(address + "?from=8").content.decode()
    assert f'href="/attempts/{attempt.pk}/2/">Next flagged' in page


def test_keeps_the_clock_in_sight_when_ending(alice_client, attempt):
    page = alice_client.get(f"/attempts/{attempt.pk}/submit/").content.decode()
    assert 'role="timer"' in page


def test_says_with_numbers_which_domain_is_short(alice_client, bank):
    first, last = bank.domains.first(), bank.domains.last()
    Question.objects.filter(item__objective__domain=last).exclude(pk=one_of(last)).delete()
    text = " ".join(alice_client.get("/exams/security-plus/exam/").content.decode().split())
    assert re.search(rf"{re.escape(str(last))}: 1 for \d places", text)
    assert f"{first}: " not in text


def one_of(domain):
    return Question.objects.filter(item__objective__domain=domain).first().pk


def test_offers_no_minutes_more_to_who_has_no_clock(alice_client, alice, exam):
    alice.exam_time, alice.has_extension = 0, True
    alice.save()
    text = alice_client.get("/exams/security-plus/exam/").content.decode()
    assert "second language" not in text
    assert "The clock runs on" not in text
    alice_client.post("/exams/security-plus/exam/", {"tasks": 1})
    assert alice.attempts.get().options["has_extension"] is False


def test_does_not_tell_the_domain_as_the_real_exam_does_not(alice_client, attempt):
    assert "Domain " not in alice_client.get(f"/attempts/{attempt.pk}/5/").content.decode()


def test_goes_on_at_the_first_blank(alice_client, attempt):
    attempt.save_answer(1, [])
    attempt.save_answer(3, [1])
    assert f'href="/attempts/{attempt.pk}/1/">Go on' in alice_client.get("/").content.decode()
    attempt.answers.filter(position__lt=7).update(response=[1])
    assert f'href="/attempts/{attempt.pk}/7/">Go on' in alice_client.get("/").content.decode()


def test_leads_back_from_the_review_to_the_question(alice_client, attempt):
    page = alice_client.get(f"/attempts/{attempt.pk}/review/?from=5").content.decode()
    assert f'href="/attempts/{attempt.pk}/5/">Back to question 5' in page
    for strange in ("", "x", "0", "999"):
        assert alice_client.get(f"/attempts/{attempt.pk}/review/?from={strange}").status_code == 200
