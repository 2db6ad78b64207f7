"""/progress/: how it went so far. And how readiness is worked out, in words."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from study import history, readiness
from study.views.exams import chosen_exam, exams_of

EXAMPLE = (
    readiness.Record(weight=40, seats=36, right=41, total=48),
    readiness.Record(weight=60, seats=54, right=61, total=72),
)


@never_cache
@login_required
@require_safe
def progress(request):
    """Scores over time, domains, a calendar, time spent and pace; each chart also as a table."""
    today = request.user.local_day(timezone.now())
    exams = exams_of(request.user, today)
    exam = chosen_exam(exams, request.GET.get("exam", ""))
    context = {"exams": exams, "exam": exam, "today": today}
    if exam:
        context |= _charts(request.user, exam, today)
    return render(request, "study/progress.html", context)


def _charts(user, exam, today):
    cards = user.cards.of_exam(exam).drawable()
    scores = history.scores_of(user, exam)
    shares = history.shares_of(cards, exam)
    weeks = history.days_of(user, today)
    time_spent = [(week[0].day, sum(day.seconds for day in week) // 60) for week in weeks]
    return {
        "scores": scores,
        "shares": shares,
        "weeks": weeks,
        "by_weekday": list(zip(*weeks, strict=True)),
        "answers": sum(day.answers for week in weeks for day in week),
        "days": sum(day.answers > 0 for week in weeks for day in week),
        "minutes": sum(minutes for _, minutes in time_spent),
        "time_spent": time_spent,
        "pace": history.pace_in(cards),
        "charts": {
            "scores": {
                "x": [int(attempt.submitted_at.timestamp()) for attempt in scores],
                "y": [attempt.score for attempt in scores],
            },
            "domains": {
                "labels": [str(share.domain.number) for share in shares],
                "y": [share.percent if share.seen else None for share in shares],
            },
            "time": {
                "labels": [f"{day:%-d %b}" for day, _ in time_spent],
                "y": [minutes for _, minutes in time_spent],
            },
        },
    }


@require_safe
def how_readiness_works(request):
    """The method behind "Ready in this simulation", with an example that it computes itself."""
    return render(
        request,
        "study/how_readiness_works.html",
        {
            "rules": readiness,
            "example": EXAMPLE,
            "chance": readiness.chance_of(EXAMPLE, 750),
        },
    )
