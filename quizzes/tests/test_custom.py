"""A quiz to one's own measure, its pools and its clock; ten questions at once."""

import datetime
import re

import pytest
from django.utils import timezone

from quizzes.models import Question, QuizAttempt
from quizzes.papers import start_quiz
from quizzes.pools import POOLS
from quizzes.tests.factories import ObjectiveFactory, answer, make_questions, ordering_question

PAGE = "/exams/security-plus/custom/"


@pytest.fixture
def objective(bank):
    """Objective 2.3, with six questions."""
    objective = ObjectiveFactory(domain=bank.domains.last(), number=3, title="Hunt")
    make_questions(6, objective)
    return objective


@pytest.fixture
def past(alice, bank, now):
    """Four questions answered: two right, two wrong, one of each flagged."""
    attempt = start_quiz(alice, bank, size=5, now=now)
    answer(attempt, correct=3)
    attempt.answers.filter(position__in=(1, 5)).update(is_flagged=True)
    attempt.submit(now=now)
    return attempt


def items_of(attempt, **where):
    return set(attempt.answers.filter(**where).values_list("item", flat=True))


def test_rebuilds_the_form_from_its_address(alice_client, objective):
    page = alice_client.get(
        PAGE + "?domains=1&objectives=2.3&size=7&mode=study&pool=unseen&timed=on"
    )
    html = page.content.decode()
    for name, value in (
        ("domains", "1"),
        ("objectives", "2.3"),
        ("mode", "study"),
        ("pool", "unseen"),
        ("timed", "on"),
    ):
        (box,) = re.findall(rf'<input[^>]*name="{name}"[^>]*checked', html)
        assert f'value="{value}"' in box or name == "timed"
    assert 'value="7"' in html
    assert ">7</span> of 14 questions that fit" in html


def test_has_defaults_for_what_the_address_leaves_out(alice_client, bank):
    html = alice_client.get(PAGE).content.decode()
    assert ">12</span> of 12 questions that fit" in html
    assert "You asked for 20" in html


def test_starts_what_the_address_says(alice_client, alice, objective):
    page = alice_client.post(PAGE + "?objectives=2.3&size=5&mode=study")
    attempt = alice.attempts.get()
    assert page.url == f"/attempts/{attempt.pk}/1/"
    assert (attempt.mode, attempt.total) == ("study", 5)
    assert items_of(attempt) == items_of(attempt, item__objective=objective)


def test_asks_domains_and_objectives_together(alice_client, alice, objective):
    alice_client.post(PAGE + "?domains=1&objectives=2.3&size=90")
    assert alice.attempts.get().total == 14  # eight of domain 1, six of 2.3, none of 2.1


@pytest.mark.parametrize(
    "query", ["domains=9", "objectives=9.9", "size=4", "size=91", "size=x", "pool=x", "mode=exam"]
)
def test_refuses_strange_wishes_in_words(alice_client, bank, query):
    page = alice_client.get(f"{PAGE}?{query}")
    assert page.status_code == 400
    assert "Something is not right" in page.content.decode()
    assert alice_client.post(f"{PAGE}?{query}").status_code == 400
    assert not QuizAttempt.objects.exists()


def test_says_when_nothing_fits(alice_client, bank):
    assert "No question fits" in alice_client.get(PAGE + "?pool=missed").content.decode()
    page = alice_client.post(PAGE + "?pool=missed", follow=True)
    assert "There is no question that fits" in page.content.decode()


def test_says_that_a_short_quiz_does_not_count(alice_client, bank, objective):
    objective.items.first().questions.get().retire()
    objective.items.last().questions.get().retire()
    html = alice_client.get(PAGE + "?objectives=2.3").content.decode()
    assert "fewer than 5 questions is kept, but does not count" in html


def test_knows_its_pools(alice, bank, past, now):
    chosen = {name: set(POOLS[name].items_of(alice, bank, now)) for name in ("unseen", "missed")}
    assert chosen["missed"] == items_of(past, is_correct=False)
    assert chosen["unseen"].isdisjoint(items_of(past))
    assert len(chosen["unseen"]) == 7
    assert set(POOLS["flagged"].items_of(alice, bank, now)) == items_of(past, is_flagged=True)


def test_asks_a_pool_alone(alice_client, alice, past):
    alice_client.post(PAGE + "?pool=flagged")
    assert items_of(alice.attempts.open().get()) == items_of(past, is_flagged=True)


@pytest.mark.parametrize(("exam_time", "minutes"), [(100, 10), (150, 15)])
def test_gives_each_question_its_share_of_the_minutes(
    alice_client, alice, bank, exam_time, minutes
):
    alice.exam_time = exam_time
    alice.save()
    alice_client.post(PAGE + "?size=10&timed=on")
    attempt = alice.attempts.get()
    assert attempt.deadline_at - attempt.started_at == datetime.timedelta(minutes=minutes)
    assert 'role="timer"' in alice_client.get(f"/attempts/{attempt.pk}/1/").content.decode()


def test_has_no_clock_for_those_who_have_none(alice_client, alice, bank):
    alice.exam_time = 0
    alice.save()
    assert "No clock, by your settings" in alice_client.get(PAGE + "?timed=on").content.decode()
    alice_client.post(PAGE + "?timed=on")
    assert alice.attempts.get().deadline_at is None


def test_closes_a_timed_quiz_with_what_was_saved(alice_client, alice, bank):
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    attempt = start_quiz(alice, bank, size=10, is_timed=True, now=long_ago)
    attempt.save_answer(1, [2], now=long_ago)
    page = alice_client.get(f"/attempts/{attempt.pk}/2/")
    assert "Time is up" in page.content.decode()
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline_at
    assert attempt.answered == 1


def test_asks_ten_at_once_without_tasks(alice_client, alice, bank):
    for _ in range(3):
        ordering_question()
    page = alice_client.post("/exams/quick/", {"exam": "security-plus"})
    attempt = alice.attempts.get()
    assert page.url == f"/attempts/{attempt.pk}/1/"
    assert (attempt.mode, attempt.total, attempt.deadline_at) == ("practice", 10, None)
    assert set(attempt.answers.values_list("question__kind", flat=True)) == {"single"}


@pytest.mark.parametrize(("size", "total"), [("5", 5), ("90", 10), ("x", 10)])
def test_asks_five_when_it_is_the_first_quiz(alice_client, alice, bank, size, total):
    assert '<input type="hidden" name="size" value="5">' in alice_client.get("/").content.decode()
    alice_client.post("/exams/quick/", {"exam": "security-plus", "size": size})
    assert alice.attempts.get().total == total


def test_says_one_size_of_the_next_quiz_when_the_last_did_not_count(alice_client, alice, bank):
    start_quiz(alice, bank, size=10).submit()
    html = alice_client.get("/").content.decode()
    assert "Ten questions now</h2>" in html
    assert "five questions" not in html.lower()
    assert 'name="size"' not in html


def test_offers_ten_of_the_certification_practised_last(alice_client, alice, past):
    html = alice_client.get("/").content.decode()
    assert '<button class="btn go big" name="exam" value="security-plus">' in html
    assert 'name="size"' not in html


def test_knows_no_other_certification_for_ten(alice_client, bank):
    assert alice_client.post("/exams/quick/", {"exam": "x"}).status_code == 404


def test_lists_its_page_in_ten_statements(alice_client, past, statements):
    with statements() as seen:
        alice_client.get(PAGE + "?pool=missed")
    assert seen.total <= 10, "\n".join(seen.data)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/exams/quick/", {"exam": "security-plus"}),
        ("/exams/security-plus/start/", {"preset": "30", "domains": "2"}),
        (PAGE + "?size=30&domains=2", {}),
    ],
)
def test_says_when_there_are_fewer_than_asked_for(alice_client, bank, address, data):
    for question in Question.objects.published()[:4]:
        question.retire()
    html = alice_client.post(address, data, follow=True).content.decode()
    assert "There are not " in html
    assert "; this quiz has " in html


def test_says_when_the_clock_of_a_quiz_runs_and_what_has_ended(alice_client, alice, bank):
    attempt = start_quiz(alice, bank, size=10, is_timed=True, now=timezone.now())
    assert "the clock is running" in alice_client.get("/").content.decode()
    QuizAttempt.objects.update(deadline_at=timezone.now() - datetime.timedelta(minutes=1))
    html = alice_client.get(f"/attempts/{attempt.pk}/1/").content.decode()
    assert f"{attempt.title} ended on" in html
