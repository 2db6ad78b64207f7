"""`manage.py refresh_statistics`: count anew how the questions do."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import statistics
from quizzes.models import QuestionStatistic


class Command(BaseCommand):
    help = "Counts the statistics of all questions anew, from the first tries of students."

    def handle(self, *args, **options):
        count = statistics.refresh(now=timezone.now())
        flagged = QuestionStatistic.objects.flagged().count()
        self.stdout.write(f"Wordings with statistics: {count}; to look at: {flagged}.")
