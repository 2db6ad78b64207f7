"""`manage.py rebuild_cards`: makes the cards anew, from every quiz that was ever submitted."""

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from quizzes.models import Question
from study.corrections import correct
from study.models import Card
from study.schedule import record


class Command(BaseCommand):
    """For histories that are older than the cards, and to mend what a restored backup lacks."""

    help = "Makes every student's cards anew from the submitted quizzes. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?", help="One student alone.")

    def handle(self, *args, username, **options):
        students = User.objects.named(username) if username else User.objects.order_by("pk")
        quizzes = count = 0
        for user in students.iterator():
            quizzes += rebuild(user)
            count += 1
        self.stdout.write(f"Cards made anew of students: {count}; from quizzes: {quizzes}.")


@transaction.atomic
def rebuild(user):
    """Replay the student's submitted quizzes in order. Returns how many there are."""
    # A submission that runs beside this waits for the row, and adds its cards after it.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    Card.objects.filter(user=user).delete()
    attempts = user.attempts.submitted().order_by("submitted_at", "pk")
    for attempt in attempts:
        attempt.user = user
        record(attempt)
    for question in Question.objects.final().filter(corrects_key=True).order_by("published_at"):
        correct(question, question.predecessor, user=user)
    return len(attempts)
