"""What pages ask of the database: the numbers do not grow with questions or history."""

import datetime

import pytest
from django.core.cache import cache

from gamification.models import Achievement, UserAchievement
from quizzes.papers import start_quiz
from quizzes.statistics import CLAIM
from quizzes.tests.factories import ItemFactory, answer, generated_question, make_questions
from study.models import Bookmark, Plan


@pytest.fixture
def large_bank(bank):
    objective = bank.domains.first().objectives.first()
    make_questions(90, objective)
    return bank


def submit(client, attempt, statements):
    cache.set(CLAIM, 1)  # item statistics are counted once the student has the answer
    with statements() as seen:
        page = client.post(f"/attempts/{attempt.pk}/submit/")
    assert page.status_code == 302
    return seen


@pytest.mark.parametrize("size", [10, 30, 90])
def test_submits_any_size_in_fourteen(
    transactional_db, achievements, alice_client, alice, large_bank, size, now, statements
):
    Achievement.objects.update(is_active=False)
    attempt = start_quiz(alice, large_bank, size=size, now=now)
    answer(attempt, correct=size - 1)
    seen = submit(alice_client, attempt, statements)
    assert seen.total == 14, "\n".join(seen.data)
    assert seen.commits == 1


@pytest.mark.parametrize("checked", [10, 45])
def test_submits_a_study_quiz_in_fifteen(
    transactional_db, achievements, alice_client, alice, large_bank, checked, now, statements
):
    Achievement.objects.update(is_active=False)
    attempt = start_quiz(alice, large_bank, size=90, mode="study", now=now)
    answer(attempt, correct=checked - 1, blank=90 - checked)
    seen = submit(alice_client, attempt, statements)
    assert seen.total == 15, "\n".join(seen.data)


@pytest.mark.parametrize("size", [10, 90])
def test_unlocks_anything_in_at_most_four_more(
    achievements, alice_client, alice, large_bank, size, now, statements
):
    attempt = start_quiz(alice, large_bank, size=size, now=now)
    answer(attempt, correct=size)
    seen = submit(alice_client, attempt, statements)
    assert UserAchievement.objects.filter(user=alice).count() >= 2
    assert seen.total <= 18, "\n".join(seen.data)


def test_saves_an_answer_in_five(alice_client, alice, large_bank, now, statements):
    attempt = start_quiz(alice, large_bank, size=90, now=now)
    with statements() as seen:
        alice_client.post(f"/attempts/{attempt.pk}/1/", {"choice": 2})
    assert seen.total == 5, "\n".join(seen.data)


def test_starts_ninety_questions_in_eight(alice_client, large_bank, statements):
    with statements() as seen:
        alice_client.post("/exams/security-plus/start/", {"preset": 90, "domains": ["1", "2"]})
    assert seen.total <= 8, "\n".join(seen.data)


@pytest.fixture
def generated_bank(bank):
    """Ninety questions more, all of them generated."""
    objective = bank.domains.first().objectives.first()
    for _ in range(90):
        generated_question(item=ItemFactory(objective=objective))
    return bank


def test_generates_ninety_questions_in_eight(alice_client, alice, generated_bank, statements):
    with statements() as seen:
        alice_client.post("/exams/security-plus/start/", {"preset": 90, "domains": ["1", "2"]})
    assert seen.total <= 8, "\n".join(seen.data)
    attempt = alice.attempts.get()
    generated = attempt.answers.filter(seed__isnull=False).first()
    with statements() as seen:
        alice_client.post(f"/attempts/{attempt.pk}/{generated.position}/", {"choice": 2})
    assert seen.total == 5, "\n".join(seen.data)
    attempt.submit()
    with statements() as seen:
        assert alice_client.get(f"/attempts/{attempt.pk}/result/").status_code == 200
    assert seen.total <= 10, "\n".join(seen.data)


@pytest.fixture
def long_history(achievements, alice, large_bank, now):
    for day in range(25):
        attempt = start_quiz(
            alice, large_bank, size=90 if day == 24 else 5, now=now + datetime.timedelta(days=day)
        )
        answer(attempt, correct=4)
        attempt.submit(now=now + datetime.timedelta(days=day))
    attempt.answers.update(confidence=2, seconds=30)
    Plan.objects.create(user=alice, exam=large_bank)
    Bookmark.objects.bulk_create(
        Bookmark(user=alice, item_id=row.item_id, note="look") for row in attempt.answers.all()
    )
    start_quiz(alice, large_bank, size=9, now=now)
    return attempt


def test_shows_every_page_in_ten_or_twelve(alice_client, alice, long_history, statements):
    open_attempt = alice.attempts.open().get()
    for address in (
        "/",
        "/exams/",
        "/exams/security-plus/",
        f"/attempts/{open_attempt.pk}/1/",
        f"/attempts/{open_attempt.pk}/submit/",
        f"/attempts/{long_history.pk}/result/",
        f"/attempts/{long_history.pk}/1/report/",
        "/attempts/",
        "/attempts/?exam=security-plus&page=2",
        "/how-it-works/",
        "/try/",
        "/study/",
        "/study/security-plus/mistakes/",
        "/study/security-plus/objectives/",
        "/study/security-plus/confidence/?sure=2",
        "/study/bookmarks/",
        "/study/take-along/mistakes.csv",
        "/study/take-along/bookmarks.anki",
        "/progress/",
        "/how-readiness-works/",
    ):
        with statements() as seen:
            page = alice_client.get(address)
        assert page.status_code == 200
        most = 12 if address == "/" or address.endswith("/result/") else 10
        assert seen.total <= most, address + "\n" + "\n".join(seen.data)
