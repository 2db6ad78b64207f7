"""Study mode: each answer is final once it is checked, and shows why."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from gamification.models import XPAward
from quizzes.margin import Margin
from quizzes.models import AnswerIsFinal, NothingAnswered, QuizAttempt, UserAnswer
from quizzes.papers import NothingToDraw, start_exam, start_quiz
from quizzes.tests.factories import QuestionFactory, ordering_question


@pytest.fixture
def study(alice, bank, now):
    return start_quiz(alice, bank, mode="study", size=10, now=now)


def check(client, attempt, position=1, **data):
    return client.post(f"/attempts/{attempt.pk}/{position}/", {"go": "check", **data})


def test_starts_beside_a_practice_quiz(alice_client, alice, bank):
    for mode in ("practice", "study"):
        alice_client.post("/exams/security-plus/start/", {"preset": "5", "mode": mode})
    assert set(alice.attempts.values_list("mode", flat=True)) == {"practice", "study"}


def test_asks_nothing_that_an_unfinished_quiz_asks(alice, bank, now):
    practice = start_quiz(alice, bank, size=8, now=now)
    study = start_quiz(alice, bank, mode="study", size=12, now=now)
    asked = [set(a.answers.values_list("item", flat=True)) for a in (practice, study)]
    assert asked[0].isdisjoint(asked[1])
    assert study.total == 4


def test_says_when_all_is_asked_elsewhere(alice, bank, now):
    start_quiz(alice, bank, size=12, now=now)
    with pytest.raises(NothingToDraw):
        start_quiz(alice, bank, mode="study", size=12, now=now)


def test_keeps_every_two_open_quizzes_apart(alice, bank, now):
    study = start_quiz(alice, bank, mode="study", size=5, now=now)
    exam = start_exam(alice, bank, now=now)
    papers = [set(a.answers.values_list("item", flat=True)) for a in (study, exam)]
    assert papers[0].isdisjoint(papers[1])


def test_hides_the_key_until_the_answer_is_checked(alice_client, study):
    before = alice_client.get(f"/attempts/{study.pk}/1/").content.decode()
    assert "Check answer</button>" in before
    assert "What control" not in before
    page = check(alice_client, study, choice=1)
    assert page.url == f"/attempts/{study.pk}/1/"
    after = alice_client.get(page.url).content.decode()
    assert "Missed" in after
    assert after.count("What control") == 4
    assert "Check answer</button>" not in after
    assert "What control" not in alice_client.get(f"/attempts/{study.pk}/2/").content.decode()


def test_explains_what_is_right_first_and_what_was_chosen_next(alice_client, study):
    study.save_answer(1, [4])
    answer = study.answers.for_review().get(position=1)
    assert [choice.number for choice in answer.choices_right_first()][:2] == [2, 4]


def test_settles_an_answer_for_good(alice_client, study):
    check(alice_client, study, choice=1)
    check(alice_client, study, choice=2)
    assert study.answers.get(position=1).response == [1]
    with pytest.raises(AnswerIsFinal):
        study.save_answer(1, [2])


def test_can_settle_a_blank(alice_client, study):
    check(alice_client, study, choice=3, go="unknown")
    answer = study.answers.get(position=1)
    assert answer.is_blank
    assert answer.is_committed


@pytest.mark.parametrize("go", ["next", "previous", "3", "keep", "leave", "submit"])
def test_settles_nothing_by_moving_on_but_keeps_the_margin(alice_client, study, go):
    check(alice_client, study, choice=2, struck=[3, 4], confidence=1, go=go)
    answer = study.answers.get(position=1)
    assert (answer.is_committed, answer.response) == (False, None)
    assert (answer.struck, answer.confidence) == ([3, 4], 1)


def test_moves_on_from_an_answer_that_is_not_whole_yet(alice_client, alice):
    """Two steps in one place bar the check, and nothing else."""
    question = ordering_question()
    exam = question.item.objective.domain.exam
    study = start_quiz(alice, exam, size=5, mode="study", items={question.item_id})
    twice = {"p1": "1", "p2": "1", "confidence": "1"}
    assert check(alice_client, study, **twice).status_code == 400
    assert check(alice_client, study, go="leave", **twice).url == "/"
    assert study.answers.get().confidence == 1


def test_keeps_what_another_page_ruled_out(alice_client, study):
    seen = {"seen": "", "shown": "null"}
    check(alice_client, study, struck=[3, 4], confidence=1, go="next", **seen)
    check(alice_client, study, go="next", **seen)
    answer = study.answers.get(position=1)
    assert (answer.struck, answer.confidence) == ([3, 4], 1)


def test_moves_on_from_what_is_settled(alice_client, study):
    check(alice_client, study, choice=1)
    assert check(alice_client, study, go="next").url == f"/attempts/{study.pk}/2/"
    assert study.answers.get(position=1).response == [1]


def test_resets_all_that_was_chosen(alice_client, study):
    check(alice_client, study, struck=[3], confidence=2, go="next")
    page = check(alice_client, study, choice=1, struck=[3], confidence=2, go="clear")
    assert page.url == f"/attempts/{study.pk}/1/"
    answer = study.answers.get(position=1)
    assert (answer.response, answer.struck, answer.confidence) == (None, [], None)


def test_consists_of_what_was_checked(alice_client, study):
    for position in range(1, 7):
        check(alice_client, study, position, choice=2)
    asked = alice_client.get(f"/attempts/{study.pk}/submit/").content.decode()
    assert "End after 6 of 10?" in asked
    page = alice_client.post(f"/attempts/{study.pk}/submit/", follow=True)
    assert b"6 of 6 right" in page.content
    study.refresh_from_db()
    assert (study.total, study.answered, study.correct) == (6, 6, 6)
    line = XPAward.objects.get(attempt=study)
    assert (line.amount, line.bonus, line.is_ranked) == (60, 0, False)
    assert line.counted_on


def test_throws_an_unanswered_study_quiz_away(alice_client, study):
    page = alice_client.post(f"/attempts/{study.pk}/submit/", follow=True)
    assert b"is discarded" in page.content
    assert not QuizAttempt.objects.exists()


def test_discards_nothing_that_is_settled(alice_client, study):
    check(alice_client, study, choice=1)
    page = alice_client.post(f"/attempts/{study.pk}/discard/", follow=True)
    assert page.redirect_chain == [(f"/attempts/{study.pk}/submit/", 302)]
    assert "What you checked counts" in page.text
    assert study.answers.get(position=1).is_committed


def test_keeps_what_was_not_known_when_the_time_is_up(alice, bank, now):
    study = start_quiz(alice, bank, size=10, mode="study", is_timed=True, now=now)
    study.save_answer(1, [], now=now)
    study.close()
    study.refresh_from_db()
    assert (study.submitted_at, study.total, study.answered) == (study.deadline_at, 1, 0)


def test_undoes_a_submission_of_nothing(study, now):
    with pytest.raises(NothingAnswered):
        study.submit(now=now)
    assert QuizAttempt.objects.get().submitted_at is None
    assert UserAnswer.objects.count() == 10


def test_ends_what_was_idle_for_a_day(alice, bob, bank, capsys):
    long_ago = timezone.now() - datetime.timedelta(days=3)
    idle = start_quiz(alice, bank, mode="study", size=5, now=long_ago)
    idle.save_answer(1, [2], now=long_ago + datetime.timedelta(hours=1))
    skipped = {"margin": Margin(struck=[3]), "is_settled": False}
    hours_later = long_ago + datetime.timedelta(hours=5)
    QuizAttempt.objects.save_answer(idle.pk, 2, [], now=hours_later, **skipped)
    untouched = start_quiz(bob, bank, mode="study", size=5, now=long_ago)
    practice = start_quiz(bob, bank, size=5, now=long_ago)
    call_command("end_idle_study")
    assert "Study quizzes ended: 1; dropped without an answer: 1" in capsys.readouterr().out
    idle.refresh_from_db()
    assert idle.submitted_at == long_ago + datetime.timedelta(hours=1)
    assert not QuizAttempt.objects.filter(pk=untouched.pk).exists()
    assert not QuizAttempt.objects.get(pk=practice.pk).is_submitted


def test_leaves_alone_who_was_here_today(alice, bank):
    now = timezone.now()
    study = start_quiz(alice, bank, mode="study", size=5, now=now - datetime.timedelta(days=3))
    skipped = {"margin": Margin(), "is_settled": False}
    hours_ago = now - datetime.timedelta(hours=2)
    QuizAttempt.objects.save_answer(study.pk, 1, [2], now=hours_ago, **skipped)
    call_command("end_idle_study", verbosity=0)
    study.refresh_from_db()
    assert study.submitted_at is None


@pytest.mark.parametrize("data", [{}, {"choice": ""}])
def test_settles_nothing_when_nothing_is_chosen(alice_client, study, data):
    page = check(alice_client, study, **data)
    assert page.status_code == 400
    assert not study.answers.get(position=1).is_committed


def test_settles_no_half_answer(alice_client, study):
    question = QuestionFactory(choices=[1, 2])
    study.answers.filter(position=1).update(
        question=question, item=question.item, order=[1, 2, 3, 4, 5]
    )
    page = check(alice_client, study, choice=1)
    assert b"Answer all of it first" in page.content
    assert b" checked" in page.content
    assert not study.answers.get(position=1).is_committed
