"""Write questions of the bank to a file, and say what the format loses."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quizzes.exchange.formats import FORMATS, losses
from quizzes.exchange.wordings import newest, records
from quizzes.models import Question


class Command(BaseCommand):
    """Of each item the newest wording with the status, by default the published one."""

    help = "Exports questions to a file; the name's end, or --format, says in which format."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS)
        parser.add_argument("--exam", help="code of an exam version, like N10-009")
        parser.add_argument(
            "--status", choices=[*Question.Status.values, "any"], default="published"
        )

    def handle(self, *args, file, exam, status, **options):
        form = FORMATS.get(options["format"]) or next(
            (each for each in FORMATS.values() if each.suffix == file.suffix.lower()), None
        )
        if form is None:
            raise CommandError(f"Which format? Say --format, one of {', '.join(FORMATS)}.")
        questions = Question.objects.all()
        if exam:
            questions = questions.filter(item__objective__domain__exam__code__iexact=exam)
        if status != "any":
            questions = questions.filter(status=status)
        questions = newest(questions)
        said = next(each for each in losses(records(questions)) if each.format is form)
        with file.open("wb") as target:
            form.write(records(questions), target)
        for reason, count in said.left_out:
            self.stdout.write(f"{count} left out: {reason}")
        for sentence in said.loses:
            self.stdout.write(f"Not in the file: {sentence}")
        self.stdout.write(f"Questions written to {file}: {said.written}.")
