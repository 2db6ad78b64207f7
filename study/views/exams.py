"""Which exam a page is about."""

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from quizzes.models import Exam, QuizAttempt
from study.models import Plan


def exams_of(user, today):
    """The current exams, each with the student's `exam_on` (None when it is over), `last_at`, and
    `answers`: how many were given, blanks left out.
    """
    plan = Plan.objects.filter(user=user, exam=OuterRef("pk"), exam_on__gte=today)
    latest = QuizAttempt.objects.filter(user=user, exam=OuterRef("pk")).order_by("-started_at")
    given = QuizAttempt.objects.submitted().filter(user=user, exam=OuterRef("pk")).order_by()
    sums = given.values("exam").annotate(sum=Sum("answered")).values("sum")
    return list(
        Exam.objects.current().annotate(
            exam_on=Subquery(plan.values("exam_on")),
            last_at=Subquery(latest.values("started_at")[:1]),
            answers=Coalesce(Subquery(sums), 0),
        )
    )


def chosen_exam(exams, slug):
    """The exam of the certification `slug`; without one that which is soonest, or was practised
    last, or stands first. Raises Http404.
    """
    if slug:
        for exam in exams:
            if exam.certification.slug == slug:
                return exam
        raise Http404
    if not exams:
        return None
    return min(
        exams,
        key=lambda exam: (
            exam.exam_on is None,
            exam.exam_on.toordinal() if exam.exam_on else 0,
            -exam.last_at.timestamp() if exam.last_at else 0,
        ),
    )
