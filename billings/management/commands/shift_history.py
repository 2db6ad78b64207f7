"""`manage.py shift_history`: moves a student's past some days back."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import DateField, DateTimeField, F

from accounts.models import User
from gamification.ledger import examine
from gamification.models import UserProfile, XPAward
from quizzes.models import QuizAttempt, UserAnswer
from study.models import Bookmark, Card, Plan

# Model → how its rows belong to the student.
PAST = {
    QuizAttempt: "user",
    UserAnswer: "attempt__user",
    XPAward: "user",
    Card: "user",
    Bookmark: "user",
    Plan: "user",
}


class Command(BaseCommand):
    """Lives through days quickly: what was today is then some days ago, and what was due in some
    days is due today. The day of the exam comes nearer."""

    help = "Moves all that a student did some days back. Not in production."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=1)

    def handle(self, *args, username, days, **options):
        if not settings.DEBUG:
            raise CommandError("DEBUG is off: nobody's past is changed here.")
        user = User.objects.named(username).first()
        if user is None:
            raise CommandError(f"There is no student {username}.")
        with transaction.atomic():
            for model, owner in PAST.items():
                _shift(model.objects.filter(**{owner: user}), timedelta(days=days))
            _recount(user)
        self.stdout.write(f"The past of {user} is further back; days: {days}.")


def _shift(rows, back):
    """Move every day and moment of these rows."""
    names = [
        field.name
        for field in rows.model._meta.concrete_fields
        if isinstance(field, (DateField, DateTimeField))
    ]
    pks = rows.values("pk")
    rows.model.objects.filter(pk__in=pks).update(**{name: F(name) - back for name in names})


def _recount(user):
    """Streak and totals follow from the ledger, which has moved."""
    UserProfile.objects.filter(user=user).update(streak_lapses_at=None)
    examine(user.pk, fix=True)
