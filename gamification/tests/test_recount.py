"""Recounting profiles from the ledger: what is right, what is reported, what is mended."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gamification.management.commands import recount as command
from gamification.models import CertificationRecord, UserProfile
from quizzes.models import QuizAttempt
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer

COLUMNS = {
    "xp": 7,
    "quizzes": 9,
    "correct_answers": 1,
    "ranked_quizzes": 4,
    "score_sum": 1,
    "perfect_quizzes": 0,
    "high_quizzes": 3,
    "streak": 1,
    "longest_streak": 99,
    "last_counted_on": datetime.date(2026, 1, 1),
    "streak_lapses_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    "week_on": datetime.date(2026, 1, 5),
    "week_xp": 3,
    "week_quizzes": 9,
    "month_on": datetime.date(2026, 1, 1),
    "month_xp": 3,
    "month_quizzes": 0,
}


def take(user, exam, *, days=0, size=10, correct=10, blank=0, mode="practice", now):
    now += datetime.timedelta(days=days)
    attempt = start_quiz(user, exam, size=size, now=now)
    attempt.mode = mode
    QuizAttempt.objects.filter(pk=attempt.pk).update(mode=mode)
    answer(attempt, correct=correct, blank=blank)
    attempt.submit(now=now)


def recount(*options):
    out = StringIO()
    call_command("recount", *options, stdout=out)
    return out.getvalue()


def complaint():
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("recount", stdout=out)
    return f"{out.getvalue()}{error.value}"


def stored(user):
    profile = UserProfile.objects.filter(user=user).values().get()
    records = CertificationRecord.objects.filter(user=user).order_by("pk").values()
    return profile, list(records)


@pytest.fixture
def history(achievements, alice, bank, now):
    """Weeks of Alice's: perfect, poor, too short, study, all kinds; a streak broken and begun."""
    take(alice, bank, now=now, days=-20)
    take(alice, bank, now=now, days=-19, correct=9)
    take(alice, bank, now=now, days=-18, correct=3)
    take(alice, bank, now=now, days=-18, size=5, correct=5, mode="study")
    take(alice, bank, now=now, days=-3, correct=2, blank=8)
    take(alice, bank, now=now, days=-1, size=12, correct=11)
    take(alice, bank, now=now, correct=10)
    take(alice, bank, now=now, correct=10)
    return alice


def test_agrees_with_what_submissions_counted(history, bob):
    assert recount() == "Students recounted: 2; mended: 0.\n"
    profile = UserProfile.objects.get(user=history)
    assert (profile.streak, profile.longest_streak, profile.quizzes) == (2, 3, 7)


def test_agrees_when_a_quiz_was_closed_late(achievements, alice, bank, now):
    take(alice, bank, now=now, days=-1)
    take(alice, bank, now=now, days=1)
    take(alice, bank, now=now)  # the day between, closed after the others
    assert UserProfile.objects.get(user=alice).streak == 3
    take(alice, bank, now=now, days=-45)  # in a week and a month that are over
    assert recount() == "Students recounted: 1; mended: 0.\n"


def test_agrees_when_the_zone_changed_after_the_last_quiz(history):
    history.time_zone = "Pacific/Kiritimati"
    history.save()
    assert recount() == "Students recounted: 1; mended: 0.\n"


def test_reports_and_mends_every_broken_number(history, bob):
    right = stored(history)
    for column, wrong in COLUMNS.items():
        assert right[0][column] != wrong
        UserProfile.objects.filter(user=history).update(**{column: wrong})
        broken = stored(history)

        said = complaint()
        assert f"Alice: {column} is" in said
        assert "1 of 2 students differ" in said
        assert "Bob" not in said
        assert stored(history) == broken

        assert f"Alice: {column} is" in recount("--fix")
        assert stored(history) == right
    assert recount() == "Students recounted: 2; mended: 0.\n"


def test_reports_and_mends_every_broken_record(history, bank):
    right = stored(history)
    records = CertificationRecord.objects.filter(user=history, certification=bank.certification)
    for column in ("quizzes", "ranked_quizzes", "score_sum", "best_score"):
        records.update(**{column: 77})
        assert f"{column} of Security+ is 77" in complaint()
        recount("--fix")
        assert stored(history) == right


def test_makes_a_record_that_is_missing(history, bank):
    CertificationRecord.objects.filter(user=history, certification=bank.certification).delete()
    assert "quizzes of Security+ is 0, the ledger says 7" in complaint()
    recount("--fix")
    record = CertificationRecord.objects.get(user=history, certification=bank.certification)
    assert (record.quizzes, record.best_score) == (7, 10_000)
    assert recount() == "Students recounted: 1; mended: 0.\n"


def test_mends_numbers_of_somebody_who_never_took_a_quiz(alice, now):
    fresh = stored(alice)
    UserProfile.objects.filter(user=alice).update(
        xp=5, last_counted_on=now.date(), streak_lapses_at=now, week_on=now.date(), week_xp=5
    )
    said = complaint()
    assert "xp is 5, the ledger says 0" in said
    assert "streak_lapses_at" in said
    recount("--fix")
    assert stored(alice) == fresh


def test_names_everything_that_differs_of_one_student(history):
    UserProfile.objects.filter(user=history).update(xp=1, week_xp=1)
    said = complaint()
    assert "xp is 1, the ledger says" in said
    assert "; week_xp is 1, the ledger says" in said


def test_goes_in_batches(history, bob, staff, monkeypatch, statements):
    monkeypatch.setattr(command, "BATCH", 2)
    UserProfile.objects.update(xp=1)
    assert "Students recounted: 3; mended: 3." in recount("--fix")
    monkeypatch.setattr(command, "BATCH", 500)
    with statements() as seen:
        recount()
    # Two batches of ids, the second empty; profiles, records; the ledger, on PostgreSQL by cursor.
    assert seen.total in (4, 5)
