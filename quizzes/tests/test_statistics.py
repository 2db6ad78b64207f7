"""Item statistics: against a table worked by hand, and against Python's own."""

import random
import statistics as library

import pytest
from django.core.cache import cache
from django.core.management import call_command

from accounts.tests.factories import UserFactory
from quizzes.models import Question, QuestionStatistic, QuizAttempt, UserAnswer
from quizzes.statistics import Flag, refresh
from quizzes.tests.factories import ExamFactory, ItemFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(db):
    ExamFactory()
    return [QuestionFactory(item=ItemFactory()) for _ in range(4)]


def sit(questions, chosen, now, *, user=None, seconds=0, is_open=False):
    """An attempt, submitted unless it `is_open`, that answers each question with one choice.

    None leaves a question blank.
    """
    attempt = QuizAttempt.objects.create(
        user=user or UserFactory(),
        exam=ExamFactory(),
        started_at=now,
        total=len(questions),
        max_points=len(questions),
    )
    for position, (question, choice) in enumerate(zip(questions, chosen, strict=True), start=1):
        answer = UserAnswer(
            attempt=attempt,
            question=question,
            item=question.item,
            position=position,
            order=[1, 2, 3, 4],
            is_first_try=True,
            seconds=seconds,
        )
        answer.respond([choice] if choice else [])
        answer.save()
    if not is_open:
        attempt.submit(now=now)
    return attempt


# Six students at four questions, each with the key 2. The rests of the first question are the
# shares of the other three that are right.
#            q1 q2 q3 q4   right  rest of q1
HAND = [
    (2, 2, 2, 2),  # 1      3/3
    (2, 2, 2, 1),  # 1      2/3
    (2, 1, 1, 2),  # 1      1/3
    (1, 2, 2, 1),  # 0      2/3
    (3, 1, 1, 2),  # 0      1/3
    (3, 1, 1, 1),  # 0      0/3
]
# n 6, right 3, rests 3 in all, their squares 1 + 4/9 + 1/9 + 4/9 + 1/9 = 19/9, right and rest 2.
# r = (6·2 − 3·3) / √((6·3 − 9)(6·19/9 − 9)) = 3 / √(9 · 11/3) = 3 / √33
BY_HAND = 3 / 33**0.5


def test_agrees_with_a_table_worked_by_hand(questions, now):
    for seconds, chosen in enumerate(HAND, start=10):
        sit(questions, chosen, now, seconds=seconds)
    refresh(now=now)
    one = questions[0].statistic
    assert (one.answers, one.right, one.facility) == (6, 3, 0.5)
    assert one.discrimination == pytest.approx(BY_HAND)
    assert one.median_seconds == 12
    assert {n: c["taken"] for n, c in one.choices.items()} == {"1": 1, "2": 3, "3": 2, "4": 0}
    assert one.choices["3"]["rest"] == pytest.approx(1 / 6)
    assert not one.is_enough
    assert one.flags == []


def test_agrees_with_the_library_of_python(questions, now):
    rng = random.Random(7)
    table = [[rng.choice((1, 2, 2, 3)) for _ in questions] for _ in range(40)]
    for chosen in table:
        sit(questions, chosen, now)
    refresh(now=now)
    for column, question in enumerate(questions):
        right = [float(row[column] == 2) for row in table]
        rest = [
            sum(choice == 2 for place, choice in enumerate(row) if place != column) / 3
            for row in table
        ]
        found = question.statistic
        assert found.facility == pytest.approx(library.mean(right))
        assert found.discrimination == pytest.approx(library.correlation(right, rest))


def test_counts_first_tries_that_were_answered_and_submitted(questions, now, alice):
    sit(questions, (2, 2, 1, None), now, user=alice)
    second = sit(questions, (1, 1, 1, 1), now, user=alice)
    second.answers.update(is_first_try=False)
    sit(questions, (1, 1, 1, 1), now, is_open=True)
    refresh(now=now)
    assert questions[0].statistic.answers == 1
    assert not QuestionStatistic.objects.filter(question=questions[3]).exists()


def test_flags_what_somebody_should_look_at(questions, now):
    hard, easy, rival, fine = questions
    # The strong, who know the easy one and the fine one, take choice 1 of the rival.
    for n in range(40):
        is_strong = n % 2
        sit(
            [hard, easy, rival, fine],
            (3 if n else 2, 2, 1 if is_strong else 2, 2 if is_strong else 1),
            now,
        )
    refresh(now=now)
    assert {Flag.HARD, Flag.IDLE} <= set(hard.statistic.flags)
    assert set(easy.statistic.flags) == {Flag.EASY, Flag.IDLE}
    assert {Flag.RIVAL, Flag.WEAK} <= set(rival.statistic.flags)
    assert set(fine.statistic.flags) >= {Flag.IDLE}
    assert set(QuestionStatistic.objects.flagged()) == {q.statistic for q in questions}
    assert "The strong prefer a wrong choice to the key" in rival.statistic.concerns


def test_says_nothing_of_what_never_varies(questions, now):
    for _ in range(30):
        sit(questions, (2, 2, 2, 2), now)
    refresh(now=now)
    assert questions[0].statistic.discrimination is None
    assert Flag.WEAK not in questions[0].statistic.flags


def test_carries_on_where_only_a_typo_was_mended(questions, now):
    for chosen in HAND:
        sit(questions, chosen, now)
    draft = questions[0].next_version()
    draft.statistics_from = questions[0]
    draft.save()
    assert draft.publish(now=now) == []
    rewritten = questions[1].next_version()
    assert rewritten.publish(now=now) == []
    draft, rewritten = Question.objects.get(pk=draft.pk), Question.objects.get(pk=rewritten.pk)
    sit([draft, rewritten, *questions[2:]], (2, 2, 2, 2), now)
    refresh(now=now)
    assert draft.statistic.answers == 7
    assert rewritten.statistic.answers == 1
    assert questions[0].statistic.answers == 6


def test_asks_the_database_the_same_of_many(questions, now, statements):
    sit(questions, HAND[0], now)
    with statements() as few:
        refresh(now=now)
    for chosen in HAND * 3:
        sit(questions, chosen, now)
    with statements() as many:
        refresh(now=now)
    assert many.total == few.total <= 9


def test_counts_after_a_submission_is_answered(
    transactional_db, alice_client, alice, bank, questions, now
):
    attempt = sit(questions, (2, 2, 2, 2), now, user=alice, is_open=True)
    alice_client.post(f"/attempts/{attempt.pk}/submit/")
    assert questions[0].statistic.answers == 1
    QuestionStatistic.objects.all().delete()
    alice_client.get("/exams/")
    assert not QuestionStatistic.objects.exists()


def test_counts_at_most_once_in_five_minutes(
    transactional_db, alice_client, alice, bank, questions, now
):
    cache.set("statistics", 1)
    attempt = sit(questions, (2, 2, 2, 2), now, user=alice, is_open=True)
    alice_client.post(f"/attempts/{attempt.pk}/submit/")
    assert not QuestionStatistic.objects.exists()


def test_is_counted_by_a_command(questions, now, capsys):
    sit(questions, HAND[0], now)
    call_command("refresh_statistics")
    assert capsys.readouterr().out == "Wordings with statistics: 4; to look at: 0.\n"
