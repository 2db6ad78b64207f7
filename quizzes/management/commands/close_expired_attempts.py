"""Close exams whose time is up."""

from contextlib import suppress

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.models import AlreadySubmitted, QuizAttempt


class Command(BaseCommand):
    """Submit them as of their deadlines, for students who did not come back."""

    help = "Closes exams whose time is up. Run it every few minutes."

    def handle(self, *args, **options):
        closed = 0
        overdue = QuizAttempt.objects.overdue(timezone.now()).select_related("user", "exam")
        for attempt in overdue.iterator():
            with suppress(AlreadySubmitted):  # the student's own request was faster
                attempt.close()
                closed += 1
        self.stdout.write(f"Exams closed: {closed}.")
