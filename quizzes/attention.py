"""Which published wordings staff should look at again, and why."""

from datetime import timedelta

from django.db.models import Count, Q

from quizzes.models import QuestionReport

MANY_REPORTS = 3  # open ones about one wording: somebody should look
STALE_AFTER = timedelta(days=365)  # without a review
NOTICE = timedelta(days=183)  # before an exam retires


def reported_often(questions):
    """Those of `questions` with so many open reports that somebody should look."""
    return questions.filter(pk__in=_often())


def needing_a_look(questions):
    """Those of `questions` that their statistics flag, or that students report often."""
    return questions.filter(Q(statistic__is_flagged=True) | Q(pk__in=_often()))


def not_reviewed(questions, now):
    """The published ones of `questions` that nobody approved of for a year before `now`."""
    before = now - STALE_AFTER
    return questions.published().filter(published_at__lt=before).exclude(reviewed_at__gte=before)


def of_retiring_exams(questions, today):
    """The published ones of `questions` whose exam retires within half a year, or has retired."""
    retires_on = "item__objective__domain__exam__retires_on"
    return questions.published().filter(**{f"{retires_on}__lte": today + NOTICE})


def _often():
    reports = QuestionReport.objects.open().order_by().values("question")
    return reports.annotate(count=Count("pk")).filter(count__gte=MANY_REPORTS).values("question")
