"""Say what is wrong with the questions: in the fixtures, or in the database."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from billings.management.commands.load_content import read
from quizzes.bank import entries
from quizzes.bank.lint import lint
from quizzes.models import Exam


class Command(BaseCommand):
    """Fail with a sentence for each fault. Warnings are counted, and listed with --verbosity 2."""

    help = "Checks the questions of fixtures/, or of the database, against the guide for items."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.FIXTURE_DIRS[0],
            help="where the fixtures lie (default: fixtures/)",
        )
        parser.add_argument(
            "--database",
            action="store_true",
            help="look at the published questions of the current exams in the database instead",
        )

    def handle(self, *args, folder, database, verbosity, **options):
        if database:
            blueprints, found = entries.from_database(Exam.objects.current())
            unreadable = []
        else:
            blueprints, found, unreadable = entries.from_rows(read(folder))
        faults, warnings, surveys = lint(blueprints, found)
        if verbosity:
            for line in _figures(surveys, warnings, is_full=verbosity > 1):
                self.stdout.write(line)
        if faults := unreadable + faults:
            count = f"{len(faults)} fault{pluralize(len(faults))}."
            raise CommandError("\n".join([*faults, count]))
        self.stdout.write("No fault.")


def _figures(surveys, warnings, *, is_full):
    for survey in surveys:
        unequal = sum(warning.startswith(f"{survey.blueprint.exam}-") for warning in warnings)
        yield f"{survey.blueprint.exam}: questions {survey.live}, warnings {unequal}."
        if is_full:
            yield from (f"  {figure}" for figure in survey.figures)
    if is_full:
        yield from (f"Warning: {warning}" for warning in warnings)
