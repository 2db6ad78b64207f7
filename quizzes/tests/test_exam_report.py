"""What the result says of an exam: the estimate, the one before, objectives, time."""

import datetime

import pytest
from django.utils import timezone

from quizzes.papers import start_exam
from quizzes.scoring import scaled_estimate
from quizzes.tests.factories import answer


@pytest.mark.parametrize(
    ("domains", "estimate"),
    [
        ([], 100),
        ([(60, 0, 10), (40, 0, 10)], 100),
        ([(60, 10, 10), (40, 10, 10)], 900),
        ([(60, 5, 10), (40, 5, 10)], 500),
        ([(60, 10, 10), (40, 0, 10)], 580),
        ([(60, 10, 10), (40, 0, 0)], 900),
        ([(12, 3, 4)], 700),
    ],
)
def test_lays_the_weighted_mean_on_the_scale(domains, estimate):
    assert scaled_estimate(domains) == estimate


def test_explains_its_scoring(client, bank):
    text = client.get("/how-scoring-works/").content.decode()
    assert "3 of 4 places right: 2 of 3 points." in text
    assert "an estimate of 620" in text


def submitted(exam, user, correct, now):
    attempt = start_exam(user, exam, tasks=0, now=timezone.now())
    answer(attempt, correct=correct)
    attempt.submit(now=now)
    return attempt


def test_compares_with_the_exam_before_it(alice_client, alice, bank, now):
    day = datetime.timedelta(days=1)
    first = submitted(bank, alice, 6, now)
    page = alice_client.get(f"/attempts/{first.pk}/result/").content.decode()
    assert "more than" not in page
    second = submitted(bank, alice, 12, now + day)
    page = alice_client.get(f"/attempts/{second.pk}/result/").content.decode()
    assert f'more than in <a href="/attempts/{first.pk}/result/">' in page
    third = submitted(bank, alice, 12, now + 2 * day)
    page = alice_client.get(f"/attempts/{third.pk}/result/").content.decode()
    assert f'The same as in <a href="/attempts/{second.pk}/result/">' in page


def test_offers_to_study_each_objective_that_was_missed(alice_client, alice, bank, now):
    attempt = submitted(bank, alice, 3, now)
    page = alice_client.get(f"/attempts/{attempt.pk}/result/").content.decode()
    codes = {
        a.item.objective.code
        for a in attempt.answers.filter(is_correct=False).select_related("item__objective__domain")
    }
    for code in codes:
        address = f"/exams/security-plus/custom/?objectives={code}&amp;mode=study&amp;size=10"
        assert f'action="{address}"' in page
    alice_client.post(f"/exams/security-plus/custom/?objectives={codes.pop()}&mode=study&size=10")
    assert alice.attempts.open().get().mode == "study"


def test_says_how_long_questions_took(alice_client, alice, bank, now):
    attempt = start_exam(alice, bank, tasks=0, now=timezone.now())
    answer(attempt, correct=3)
    attempt.answers.filter(position=1).update(seconds=75)
    attempt.submit(now=now)
    page = alice_client.get(f"/attempts/{attempt.pk}/result/").content.decode()
    assert ">1:15</span>" in page
    assert " a question</span>" in page
