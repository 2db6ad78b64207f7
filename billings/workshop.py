"""What staff see first in admin: what waits for them, how the bank does, and who practises."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from quizzes.attention import MANY_REPORTS, needing_a_look, not_reviewed, of_retiring_exams
from quizzes.bank.balance import DOMAIN, PER_EXAM, PER_OBJECTIVE, WRITTEN_KINDS, Figure
from quizzes.models import Objective, Question, QuestionReport, QuizAttempt
from quizzes.progress import practised_since

WEEK = timedelta(days=7)
DAYS = 14
SHOWN = 8  # of the questions that need a look

Status = Question.Status


@dataclass(frozen=True)
class Day:
    """How many quizzes were submitted on a day, and its share, in percent, of the busiest."""

    on: date
    count: int
    share: int


@dataclass(frozen=True)
class Cover:
    """What the bank has of a current exam."""

    exam: object
    written: Figure
    domains: list  # pairs of a domain and its Figure
    thin: list  # objectives with too few questions


def panels(request, site, now):
    """What each list has to say, by name: of those lists alone that the person may see.

    `site` is the admin site; the panels are for a template beside links to the lists. A fixed
    number of statements.
    """
    today = request.user.local_day(now)
    shown = {}
    for model, panel in (
        (Question, lambda: bank(now, today)),
        (QuestionReport, reports),
        (User, lambda: people(now, today)),
        (QuizAttempt, lambda: {"days": days(today)}),
    ):
        if site.get_model_admin(model).has_view_permission(request):
            shown[model._meta.model_name] = panel()
    return shown


def bank(now, today):
    """Questions by status, those that need a look, stale ones, and the cover of each exam."""
    questions = Question.objects.order_by()
    statuses = Counter(dict(questions.values_list("status").annotate(Count("pk"))))
    live = questions.published()
    retiring = list(
        of_retiring_exams(questions, today)
        .values(
            code=F("item__objective__domain__exam__code"),
            on=F("item__objective__domain__exam__retires_on"),
        )
        .annotate(count=Count("pk"))
        .order_by("on", "code")
    )
    return {
        "drafts": statuses[Status.DRAFT],
        "in_review": statuses[Status.REVIEW],
        "published": statuses[Status.PUBLISHED],
        "look": needing_a_look(live).count(),
        "worst": worst(live),
        "stale": not_reviewed(questions, now).count(),
        "retiring": retiring,
        "of_retiring": sum(row["count"] for row in retiring),
        "cover": cover(),
        "kinds": ",".join(WRITTEN_KINDS),
        "per_objective": PER_OBJECTIVE,
        "today": today,
    }


def worst(questions):
    """The first SHOWN of those that need a look: the most reported, then those that tell least."""
    reports = QuestionReport.objects.open().order_by().filter(question=OuterRef("pk"))
    count = reports.values("question").annotate(count=Count("pk")).values("count")
    rows = (
        needing_a_look(questions)
        .select_related("item", "statistic")
        .annotate(reports_open=Coalesce(Subquery(count, output_field=IntegerField()), 0))
        .order_by(
            F("reports_open").desc(), F("statistic__discrimination").asc(nulls_last=True), "pk"
        )
    )[:SHOWN]
    for question in rows:
        statistic = getattr(question, "statistic", None)
        question.concerns = statistic.concerns if statistic else []
        question.is_reported_often = question.reports_open >= MANY_REPORTS
    return rows


def cover():
    """The Cover of each current exam, in order: written questions that are published."""
    written = Q(items__questions__status=Status.PUBLISHED, items__questions__kind__in=WRITTEN_KINDS)
    objectives = (
        Objective.objects.filter(domain__exam__is_current=True)
        .select_related("domain__exam__certification")
        .annotate(written=Count("items__questions", filter=written))
        .order_by("domain__exam__certification__order", "domain__number", "number")
    )
    by_exam = {}
    for objective in objectives:
        by_exam.setdefault(objective.domain.exam, []).append(objective)
    return [_cover(exam, objectives) for exam, objectives in by_exam.items()]


def _cover(exam, objectives):
    total = sum(objective.written for objective in objectives)
    counts = Counter()
    for objective in objectives:
        counts[objective.domain] += objective.written
    domains = [
        (domain, Figure("", "", count, total, domain.weight - DOMAIN, domain.weight + DOMAIN))
        for domain, count in counts.items()
    ]
    thin = [objective for objective in objectives if objective.written < PER_OBJECTIVE]
    return Cover(exam, Figure("", "", total, low=PER_EXAM), domains, thin)


def reports():
    """Open reports by reason, the most frequent first, and since when the oldest waits."""
    rows = list(
        QuestionReport.objects.open()
        .order_by()
        .values("reason")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
        .order_by("-count", "reason")
    )
    for row in rows:
        row["label"] = QuestionReport.Reason(row["reason"]).label
    return {
        "count": sum(row["count"] for row in rows),
        "oldest": min((row["oldest"] for row in rows), default=None),
        "reasons": rows,
    }


def people(now, today):
    """How many there are, how many came in the last week, and how many practised in it."""
    since = now - WEEK
    counted = User.objects.aggregate(
        total=Count("pk"), new=Count("pk", filter=Q(date_joined__gte=since))
    )
    active = practised_since(User.objects.all(), today - WEEK).count()
    return counted | {"since": since, "active": active}


def days(today):
    """A Day for each of the last DAYS, the newest first, by the students' own days.

    Where a student to the east has begun the next day, it is the newest.
    """
    counts = dict(
        QuizAttempt.objects.order_by()
        .filter(submitted_on__gt=today - timedelta(days=DAYS))
        .values_list("submitted_on")
        .annotate(Count("pk"))
    )
    most = max(counts.values(), default=1)
    newest = max([today, *counts])
    every = (newest - timedelta(days=n) for n in range(DAYS))
    return [Day(on, counts.get(on, 0), round(100 * counts.get(on, 0) / most)) for on in every]
