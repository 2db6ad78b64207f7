"""What submissions bring: XP, once a day, counters, streaks, achievements, avatars."""

import datetime
from dataclasses import fields

import pytest
from django.utils import timezone

from gamification import rewards
from gamification.models import (
    Achievement,
    Avatar,
    CertificationRecord,
    UserAchievement,
    UserAvatar,
    UserProfile,
    XPAward,
)
from quizzes.models import QuizAttempt
from quizzes.papers import start_quiz
from quizzes.tests.factories import ExamFactory, answer, generated_question, make_questions


def take(user, exam, *, size=10, correct=10, blank=0, now, mode="practice", **wishes):
    """Draw, answer and submit a quiz at `now`; returns the submitted attempt."""
    attempt = start_quiz(user, exam, size=size, now=now, **wishes)
    QuizAttempt.objects.filter(pk=attempt.pk).update(mode=mode)
    attempt.mode = mode
    answer(attempt, correct=correct, blank=blank)
    attempt.submit(now=now)
    return attempt


def quiz_line(attempt):
    return XPAward.objects.get(attempt=attempt, reason="quiz")


def days_later(now, days):
    return now + datetime.timedelta(days=days)


def test_has_a_field_for_every_criterion():
    assert {field.name for field in fields(rewards.Stats)} == set(Achievement.Criterion.values)


def test_pays_a_quiz_with_its_bonus(alice, bank, now):
    line = quiz_line(take(alice, bank, correct=9, now=now))
    assert (line.paid, line.unpaid, line.bonus, line.amount, line.balance) == (9, 0, 50, 135, 135)


def test_pays_study_mode_without_the_bonus(alice, bank, now):
    line = quiz_line(take(alice, bank, correct=10, mode="study", now=now))
    assert (line.amount, line.bonus, line.is_ranked) == (100, 0, False)


def test_pays_an_item_once_a_local_day(alice, bank, now):
    take(alice, bank, size=12, correct=12, now=now)
    line = quiz_line(take(alice, bank, size=12, correct=12, now=now))
    assert (line.paid, line.unpaid, line.bonus, line.amount) == (0, 12, 50, 0)
    tomorrow = quiz_line(take(alice, bank, size=12, correct=12, now=days_later(now, 1)))
    assert tomorrow.amount == 180


def test_pays_an_item_that_was_wrong_earlier_that_day(alice, bank, now):
    take(alice, bank, size=12, correct=5, now=now)
    line = quiz_line(take(alice, bank, size=12, correct=12, now=now))
    assert (line.paid, line.unpaid) == (7, 5)


def test_ends_the_day_where_the_student_lives(alice, bank, now):
    late = now.replace(hour=22, minute=30)  # 23:30 in Berlin
    take(alice, bank, size=12, correct=12, now=late)
    after_midnight = late + datetime.timedelta(hours=1)
    line = quiz_line(take(alice, bank, size=12, correct=12, now=after_midnight))
    assert line.paid == 12
    assert line.counted_on == datetime.date(2026, 3, 12)


def test_writes_a_line_for_a_quiz_of_zero(alice, bank, now):
    line = quiz_line(take(alice, bank, correct=0, blank=10, now=now))
    assert (line.amount, line.counted_on) == (0, None)


def test_leaves_counters_alone_for_a_quiz_that_does_not_count(alice, bank, now):
    take(alice, bank, correct=2, blank=8, now=now)
    profile = UserProfile.objects.get(user=alice)
    assert (profile.xp, profile.quizzes, profile.streak) == (20, 0, 0)
    assert CertificationRecord.objects.filter(quizzes__gt=0).count() == 0


def test_moves_the_counters(alice, bank, now):
    take(alice, bank, correct=10, now=now)
    take(alice, bank, correct=6, now=days_later(now, 1))
    profile = UserProfile.objects.get(user=alice)
    assert (profile.quizzes, profile.correct_answers, profile.ranked_quizzes) == (2, 16, 2)
    assert (profile.perfect_quizzes, profile.high_quizzes) == (1, 1)
    assert profile.mean_score == 8000
    record = CertificationRecord.objects.get(user=alice, certification=bank.certification)
    assert (record.quizzes, record.mean_score, record.best_score) == (2, 8000, 10_000)


def test_does_not_rank_a_repeat_of_the_same_day(alice, bank, now):
    take(alice, bank, size=12, correct=12, now=now)
    take(alice, bank, size=12, correct=12, now=now)
    profile = UserProfile.objects.get(user=alice)
    assert (profile.quizzes, profile.perfect_quizzes) == (2, 1)


def test_never_calls_five_questions_perfect(alice, bank, now):
    take(alice, bank, size=5, correct=5, now=now)
    assert UserProfile.objects.get(user=alice).perfect_quizzes == 0


def test_counts_a_streak_over_local_days(alice, bank, now):
    for day in (0, 1, 2):
        take(alice, bank, now=days_later(now, day))
    profile = UserProfile.objects.get(user=alice)
    assert (profile.streak, profile.longest_streak) == (3, 3)


def test_shows_a_lapsed_streak_as_zero_without_any_job(alice, bank, now):
    take(alice, bank, now=now)
    profile = UserProfile.objects.get(user=alice)
    assert profile.current_streak(now) == 1
    end_of_tomorrow = datetime.datetime(2026, 3, 12, 22, 59, tzinfo=datetime.UTC)
    assert profile.current_streak(end_of_tomorrow) == 1
    assert profile.current_streak(end_of_tomorrow + datetime.timedelta(minutes=1)) == 0
    assert profile.longest_streak == 1


def test_says_by_when_a_quiz_keeps_the_streak(alice_client, alice, bank):
    now = timezone.now()
    for at, correct, words in (
        (now - datetime.timedelta(days=1), 5, "a quiz today keeps it going"),
        (now, 0, "a quiz today keeps it going"),  # too little of it to count
        (now, 5, "a quiz tomorrow keeps it going"),
    ):
        attempt = start_quiz(alice, bank, size=5, now=at)
        answer(attempt, correct=correct, blank=5 - correct)
        attempt.submit(now=at)
        assert words in alice_client.get(f"/attempts/{attempt.pk}/result/").text


def test_starts_the_streak_again_after_a_missed_day(alice, bank, now):
    take(alice, bank, now=now)
    take(alice, bank, now=days_later(now, 1))
    take(alice, bank, now=days_later(now, 3))
    profile = UserProfile.objects.get(user=alice)
    assert (profile.streak, profile.longest_streak) == (1, 2)


def test_joins_days_when_a_submission_comes_late(alice, bank, now):
    take(alice, bank, now=now)
    take(alice, bank, now=days_later(now, 2))
    take(alice, bank, now=days_later(now, 1))
    profile = UserProfile.objects.get(user=alice)
    assert (profile.streak, profile.longest_streak) == (3, 3)
    assert profile.last_counted_on == datetime.date(2026, 3, 13)


def test_recounts_nothing_when_the_zone_changes(alice, bank, now):
    take(alice, bank, now=now)
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    assert QuizAttempt.objects.get().submitted_on == datetime.date(2026, 3, 11)
    assert UserProfile.objects.get(user=alice).last_counted_on == datetime.date(2026, 3, 11)


def test_sums_the_week_and_the_month(alice, bank, now):
    take(alice, bank, correct=10, now=now)
    next_monday = days_later(now, 5)
    take(alice, bank, correct=5, now=next_monday)
    profile = UserProfile.objects.get(user=alice)
    assert (profile.week_on, profile.week_xp) == (datetime.date(2026, 3, 16), 50)
    assert (profile.month_on, profile.month_xp) == (datetime.date(2026, 3, 1), 200)
    assert (profile.week_quizzes, profile.month_quizzes) == (1, 2)


def test_leaves_a_later_week_alone_when_a_submission_comes_late(alice, bank, now):
    take(alice, bank, correct=10, now=days_later(now, 7))
    take(alice, bank, correct=10, now=now)
    profile = UserProfile.objects.get(user=alice)
    assert profile.week_on == datetime.date(2026, 3, 16)
    assert profile.xp == 300
    assert profile.week_xp == 150


def test_unlocks_at_the_first_quiz(achievements, alice, real_bank, now):
    attempt = take(alice, real_bank, size=30, correct=30, now=now)
    assert quiz_line(attempt).amount == 450
    earned = set(
        UserAchievement.objects.filter(user=alice).values_list("achievement__slug", flat=True)
    )
    assert earned == {"first-steps", "perfect-score"}
    opened = set(UserAvatar.objects.filter(user=alice).values_list("avatar__slug", flat=True))
    assert {"quiz-champion", "perfect-scholar"} == opened - {
        "default-student",
        "tech-enthusiast",
        "study-buddy",
    }
    assert UserProfile.objects.get(user=alice).xp == 450 + 50 + 150


def test_unlocks_a_level_in_the_same_submission_that_reaches_it(achievements, alice, bank, now):
    UserProfile.objects.filter(user=alice).update(xp=1_590)
    take(alice, bank, correct=1, blank=0, now=now)
    line = XPAward.objects.get(user=alice, achievement__slug="level-5")
    assert line.amount == 250
    assert line.balance == UserProfile.objects.get(user=alice).xp


def test_goes_on_until_nothing_new_unlocks(achievements, alice, bank, now):
    # 8 090 + 10 reach level 10; its 500 and First Steps' 50 do not reach the next. A staff-made
    # goal at level 11 (10 000 XP) opens only through the XP of another achievement.
    Achievement.objects.create(
        slug="chain", name="Chain", criterion="level", value=11, xp=1, category="Levels"
    )
    UserProfile.objects.filter(user=alice).update(xp=9_400)
    take(alice, bank, correct=1, now=now)
    earned = XPAward.objects.filter(user=alice, reason="achievement")
    assert {line.achievement.slug for line in earned} == {
        "first-steps",
        "level-5",
        "level-10",
        "chain",
    }
    assert UserProfile.objects.get(user=alice).xp == 9_400 + 10 + 50 + 250 + 500 + 1


def test_pays_an_achievement_once(achievements, alice, bank, now):
    take(alice, bank, now=now)
    take(alice, bank, now=days_later(now, 1))
    assert XPAward.objects.filter(achievement__slug="first-steps").count() == 1


def test_pays_an_achievement_that_staff_add_later(achievements, alice, bank, now):
    take(alice, bank, now=now)
    Achievement.objects.create(
        slug="late", name="Late", criterion="quizzes", value=1, xp=7, category="Getting Started"
    )
    take(alice, bank, now=days_later(now, 1))
    assert XPAward.objects.get(achievement__slug="late").amount == 7


def test_counts_quizzes_per_certification(achievements, alice, real_bank, now):
    for day in range(10):
        take(alice, real_bank, correct=5, now=days_later(now, day))
    earned = UserAchievement.objects.filter(user=alice).values_list("achievement__slug", flat=True)
    assert "security-plus-beginner" in earned
    assert "network-plus-beginner" not in earned


def test_takes_nothing_back_when_a_threshold_rises(achievements, alice, bank, now):
    take(alice, bank, now=now)
    Achievement.objects.filter(slug="first-steps").update(value=99, xp=1)
    take(alice, bank, now=days_later(now, 1))
    assert XPAward.objects.get(achievement__slug="first-steps").amount == 50


def test_leaves_a_switched_off_achievement_unearned(achievements, alice, bank, now):
    Achievement.objects.filter(slug="first-steps").update(is_active=False)
    take(alice, bank, now=now)
    assert not UserAchievement.objects.filter(achievement__slug="first-steps").exists()


def test_makes_a_profile_for_a_user_made_another_way(bank, now, django_user_model):
    user = django_user_model.objects.create_user("Carol", "carol@example.com", "x")
    take(user, bank, now=now)
    assert UserProfile.objects.get(user=user).quizzes == 1


def test_keeps_the_ledger_equal_to_the_profile(achievements, alice, bank, now):
    for day in range(4):
        take(alice, bank, correct=8 + day % 3, now=days_later(now, day))
    profile = UserProfile.objects.get(user=alice)
    lines = list(XPAward.objects.filter(user=alice))
    assert sum(line.amount for line in lines) == profile.xp == lines[-1].balance


def test_undoes_everything_when_a_receiver_raises(achievements, alice, bank, now, monkeypatch):
    monkeypatch.setattr(rewards, "_unlock_avatars", lambda *args: 1 / 0)
    attempt = start_quiz(alice, bank, size=10, now=now)
    answer(attempt, correct=10)
    with pytest.raises(ZeroDivisionError):
        attempt.submit(now=now)
    stored = QuizAttempt.objects.get()
    assert (stored.submitted_at, stored.correct) == (None, 0)
    assert not XPAward.objects.exists()
    assert not UserAchievement.objects.exists()
    profile = UserProfile.objects.get(user=alice)
    assert (profile.xp, profile.quizzes) == (0, 0)


@pytest.fixture
def real_bank(achievements):
    """SY0-701 as it ships, with 30 small questions."""
    from quizzes.models import Exam

    exam = Exam.objects.get(code="SY0-701")
    make_questions(30, exam.domains.first().objectives.first())
    return exam


def test_makes_a_profile_anew_for_what_stayed(alice, achievements, now):
    UserProfile.objects.make_for(alice.__class__.objects.create(username="Dan", email="d@x.org"))
    dan = alice.__class__.objects.get(username="Dan")
    UserProfile.objects.filter(user=dan).delete()
    assert UserProfile.objects.of(dan).xp == 0
    assert UserAvatar.objects.filter(user=dan).count() == 3


def test_opens_a_default_avatar_that_is_newer_than_the_student(achievements, alice, bank, now):
    newer = Avatar.objects.create(slug="newer", name="Newer", image="img/avatars/newer.svg")
    take(alice, bank, now=now)
    assert UserAvatar.objects.filter(user=alice, avatar=newer).exists()


def test_pays_a_generated_item_once_a_day_whatever_its_numbers(alice, now):
    exam = ExamFactory()
    generated_question()
    lines = [quiz_line(take(alice, exam, correct=1, now=now)) for _ in range(2)]
    assert [(line.paid, line.unpaid) for line in lines] == [(1, 0), (0, 1)]
