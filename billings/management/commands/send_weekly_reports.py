"""Mail the weekly report to those who asked for it. For a timer, once a day."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Count, Q, Sum
from django.utils import timezone

from accounts import post
from accounts.models import User
from gamification.models import UserProfile, XPAward
from quizzes.models import QuizAttempt

WEEK = timedelta(days=7)


class Command(BaseCommand):
    help = "Mail everybody who wants it what they practised in the last seven days."

    def handle(self, **options):
        now = timezone.now()
        sent = sum(send_report(user, now) for user in due(now).iterator())
        if options["verbosity"] > 1:
            self.stdout.write(f"Reports sent: {sent}.")


def due(now):
    """Who wants a report, can be reached, and had none for a week."""
    return User.objects.filter(
        Q(weekly_report_on__isnull=True) | Q(weekly_report_on__lte=(now - WEEK).date()),
        is_active=True,
        wants_weekly_report=True,
        emailaddress__verified=True,
    )


def send_report(user, now):
    """Write the report of the week before `now` to `user`, once. Returns whether it was due."""
    if not due(now).filter(pk=user.pk).update(weekly_report_on=now.date()):
        return False
    context = report_of(user, now)
    if context["quizzes"]:  # a report of nothing is a reproach
        post.send_wanted("weekly", user, "billings/email/weekly_report", context)
    return True


def report_of(user, now):
    """What `user` practised in the week before `now`, and what the game made of it."""
    attempts = QuizAttempt.objects.submitted().filter(user=user, submitted_at__gt=now - WEEK)
    by_exam = list(
        attempts.values("exam__certification__name")
        .annotate(quizzes=Count("pk"), correct=Sum("correct"), total=Sum("total"))
        .order_by("exam__certification__name")
    )
    for row in by_exam:
        row["percent"] = 100 * row["correct"] // row["total"]
    awards = XPAward.objects.filter(user=user, created_at__gt=now - WEEK)
    profile = UserProfile.objects.of(user)
    return {
        "quizzes": sum(row["quizzes"] for row in by_exam),
        "questions": sum(row["total"] for row in by_exam),
        "by_exam": by_exam,
        "xp": awards.aggregate(xp=Sum("amount"))["xp"] or 0,
        "level": profile.level,
        "streak": profile.current_streak(now),
    }
