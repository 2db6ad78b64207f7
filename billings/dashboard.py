"""The dashboard: where a student stands, and the one next step."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone

from gamification.models import XPAward
from leaderboards.boards import rank_of
from quizzes.models import QuestionReport
from quizzes.papers import unfinished
from quizzes.progress import exams_with_progress


def dashboard(request):
    """The home page of who is logged in."""
    now = timezone.now()
    today = request.user.local_day(now)
    days = days_of_week(today)
    lines = ledger_lines(request.user, days)
    week = states(days, today, {line.counted_on for line in lines})
    exams = exams_with_progress(request.user)
    return render(
        request,
        "dashboard.html",
        {
            "unfinished": unfinished(request.user, now),
            "exams": exams,
            "last_exam": last_practised(exams),
            "week": week,
            "answered_reports": QuestionReport.objects.unread().filter(user=request.user).count(),
            "done_today": (today, "done") in week,
            "latest": [line for line in lines if line.achievement_id][:3],
            "rank": rank_of(request.user, "xp", "week", now=now),
            "hour": timezone.localtime(now).hour,
        },
    )


def last_practised(exams):
    """That of `exams`, with progress, which the student practised last, or None."""
    last = max(exams, key=lambda exam: exam.newest, default=None)
    return last if last and last.newest else None


def days_of_week(today):
    """Monday to Sunday of the week of `today`."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def ledger_lines(user, days):
    """The student's achievements, and the quizzes that count on these days: newest first."""
    return list(
        XPAward.objects.filter(user=user)
        .filter(Q(counted_on__range=(days[0], days[-1])) | Q(achievement__isnull=False))
        .select_related("achievement")
        .order_by("-pk")
    )


def states(days, today, counted):
    """`(day, state)` of each day: done when it is in `counted`, else today, missed or ahead."""
    return [(day, _state(day, today, counted)) for day in days]


def _state(day, today, counted):
    if day in counted:
        return "done"
    if day == today:
        return "today"
    return "missed" if day < today else "ahead"
