"""End study quizzes that nobody came back to."""

from contextlib import suppress
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.models import AlreadySubmitted, NothingAnswered, QuizAttempt

IDLE = timedelta(days=1)


class Command(BaseCommand):
    """Submit them as of their last checked answer, so that the day of the work counts."""

    help = "Ends study quizzes that have been idle for a day. Run it once an hour or once a day."

    def handle(self, *args, **options):
        ended = dropped = 0
        idle = QuizAttempt.objects.idle_study(timezone.now() - IDLE).select_related("user", "exam")
        for attempt in idle.iterator():
            with suppress(AlreadySubmitted):  # the student was faster
                try:
                    attempt.submit(now=attempt.last_checked_at)
                    ended += 1
                except NothingAnswered:
                    attempt.drop()
                    dropped += 1
        self.stdout.write(f"Study quizzes ended: {ended}; dropped without an answer: {dropped}.")
