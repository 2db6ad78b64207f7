"""Saving, submitting, discarding: facts that stay."""

import pytest
from django.db import IntegrityError, transaction

from quizzes.grading import UnacceptableAnswer
from quizzes.models import AlreadySubmitted, Choice, Exam, PublishedIsFinal, QuizAttempt, UserAnswer
from quizzes.signals import quiz_submitted
from quizzes.tests.factories import QuestionFactory, answer


def test_grades_an_answer_when_it_is_saved(attempt):
    saved = attempt.save_answer(1, [2])
    assert (saved.is_correct, saved.points) == (True, 1)
    saved = attempt.save_answer(1, [1])
    assert (saved.is_correct, saved.points) == (False, 0)


def test_can_blank_an_answer_again(attempt):
    attempt.save_answer(1, [2])
    saved = attempt.save_answer(1, [])
    assert saved.is_blank
    assert not saved.is_correct


def test_refuses_a_choice_that_the_question_does_not_have(attempt):
    attempt.save_answer(1, [2])
    with pytest.raises(UnacceptableAnswer):
        attempt.save_answer(1, [7])
    assert attempt.answers.get(position=1).response == [2]


def test_sums_and_announces(attempt, now):
    heard = []

    def listen(sender, attempt, **kwargs):
        heard.append((attempt.correct, attempt.answered, attempt.points, attempt.max_points))

    quiz_submitted.connect(listen)
    try:
        answer(attempt, correct=6, blank=3)
        attempt.submit(now=now)
    finally:
        quiz_submitted.disconnect(listen)
    assert heard == [(6, 7, 6, 10)]
    assert QuizAttempt.objects.get().score == 60


def test_submits_once(attempt, now):
    attempt.submit(now=now)
    with pytest.raises(AlreadySubmitted):
        QuizAttempt.objects.get().submit(now=now)


def test_refuses_answers_after_submission(attempt, now):
    attempt.submit(now=now)
    with pytest.raises(AlreadySubmitted):
        attempt.save_answer(1, [2])
    assert attempt.answers.get(position=1).is_blank


def test_discards_an_open_quiz_and_nothing_else(attempt, now):
    attempt.drop()
    assert not UserAnswer.objects.exists()


def test_keeps_a_submitted_quiz_from_discarding(attempt, now):
    attempt.submit(now=now)
    with pytest.raises(AlreadySubmitted):
        attempt.drop()


def test_keeps_the_old_wording_when_a_new_version_comes(attempt, now, staff):
    question = attempt.answers.get(position=1).question
    draft = question.next_version(author=staff)
    draft.stem = "Another stem"
    draft.save()
    assert draft.publish() == []
    question.refresh_from_db()
    assert question.status == "retired"
    saved = attempt.save_answer(1, [2])
    assert saved.question == question
    assert saved.is_correct


def test_never_edits_or_deletes_a_published_wording(bank):
    question = QuestionFactory()
    question.stem = "Changed"
    with pytest.raises(PublishedIsFinal):
        question.save()
    with pytest.raises(PublishedIsFinal):
        question.delete()
    choice = question.choices.first()
    choice.is_key = True
    with pytest.raises(PublishedIsFinal):
        choice.save()


def breaks(constraint, act):
    """Whether `act` runs into the named constraint (SQLite names the columns of unique ones)."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    message = str(refusal.value)
    return constraint in message or "UNIQUE" in message


def test_keeps_each_promise_in_the_database(attempt, bank, alice):
    attempts, answers = QuizAttempt.objects.filter(pk=attempt.pk), UserAnswer.objects
    first, second = attempt.answers.all()[:2]
    copy = {
        "user": alice,
        "exam": bank,
        "mode": "practice",
        "title": "x",
        "started_at": attempt.started_at,
        "total": 1,
    }
    assert breaks("attempt_one_open", lambda: QuizAttempt.objects.create(**copy))
    assert breaks("attempt_correct_le_total", lambda: attempts.update(answered=11))
    assert breaks("attempt_correct_le_total", lambda: attempts.update(correct=3, answered=2))
    assert breaks("attempt_has_questions", lambda: attempts.update(total=0))
    assert breaks("attempt_points_le_max", lambda: attempts.update(points=11))
    assert breaks("attempt_exam_has_deadline", lambda: attempts.update(mode="exam"))
    assert breaks("attempt_submitted_on_a_day", lambda: attempts.update(submitted_on="2026-03-11"))
    assert breaks(
        "answer_position_once",
        lambda: answers.filter(pk=second.pk).update(position=first.position),
    )
    assert breaks(
        "answer_question_once",
        lambda: answers.filter(pk=second.pk).update(question=first.question),
    )
    assert breaks("answer_points_le_max", lambda: answers.filter(pk=first.pk).update(points=2))
    other = {"code": "SY0-801", "certification": bank.certification, "passing_score": 750}
    assert breaks("exam_one_current", lambda: Exam.objects.create(**other, is_current=True))
    assert breaks(
        "exam_passing_score", lambda: Exam.objects.filter(pk=bank.pk).update(passing_score=99)
    )
    question = first.question
    assert breaks(
        "question_one_published",
        lambda: question.item.questions.create(
            version=2, status="published", stem="x", published_at=attempt.started_at
        ),
    )
    assert breaks(
        "choice_number_once",
        lambda: Choice.objects.bulk_create([Choice(question=question, number=1, text="x")]),
    )


def test_draws_from_the_exam_made_current(alice, bank, now):
    newer = Exam.objects.create(code="SY0-801", certification=bank.certification, passing_score=750)
    newer.make_current()
    bank.refresh_from_db()
    assert not bank.is_current
    assert list(Exam.objects.current()) == [newer]
