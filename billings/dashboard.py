"""The dashboard: where a student stands, and the one next step."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from leaderboards.boards import rank_of

from gamification.models import XPAward
from quizzes.progress import exams_with_progress


def dashboard(request):
    """The signed-in home page."""
    now = timezone.now()
    today = request.user.local_day(now)
    week = week_of_days(request.user, today)
    unfinished = list(
        request.user.attempts.open().with_exam().with_answered().order_by("-started_at")
    )
    return render(
        request,
        "dashboard.html",
        {
            "unfinished": unfinished,
            "exams": exams_with_progress(request.user),
            "week": week,
            "done_today": (today, "done") in week,
            "rank": rank_of(request.user, "xp", "week", now=now),
            "hour": timezone.localtime(now).hour,
        },
    )


def week_of_days(user, today):
    """Monday to Sunday of this local week: `(date, state)`, state done, today, missed or ahead."""
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=n) for n in range(7)]
    done = set(
        XPAward.objects.filter(user=user, counted_on__range=(days[0], days[-1])).values_list(
            "counted_on", flat=True
        )
    )
    return [(day, _state(day, today, done)) for day in days]


def _state(day, today, done):
    if day in done:
        return "done"
    if day == today:
        return "today"
    return "missed" if day < today else "ahead"
