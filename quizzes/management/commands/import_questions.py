"""Import questions from a file as drafts, or only say what that would do."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from accounts.models import User
from quizzes.exchange.bring import bring
from quizzes.exchange.formats import FORMATS, read
from quizzes.exchange.plan import State
from quizzes.exchange.records import Refused
from quizzes.exchange.sources import refuse_size
from quizzes.models import Objective


class Command(BaseCommand):
    """All rows or none: with one error nothing is imported. The same file again changes nothing."""

    help = "Imports questions (JSON, CSV, XLSX, GIFT, Aiken, Moodle XML) as drafts."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="do it, say it, undo it")
        parser.add_argument("--user", help="username of who imports, for the history")
        parser.add_argument(
            "--objective", help="where rows go that name none: exam and number, N10-009/1.4"
        )
        parser.add_argument("--format", choices=FORMATS, help="where the name does not tell it")

    def handle(self, *args, file, dry_run, user, objective, verbosity, **options):
        try:
            refuse_size(file.stat().st_size)
            records = read(file.name, file.read_bytes(), form=options["format"])
            found = bring(
                records,
                source=file.name,
                user=_user(user),
                default=_objective(objective),
                dry_run=dry_run,
                progress=self._progress,
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except Refused as error:
            raise CommandError(f"{file.name} is refused. {error}") from error
        for line in found.lines:
            is_plain = line.state in (State.NEW, State.UNCHANGED) and not line.notes
            if verbosity > is_plain:
                said = " ".join([line.code or "–", *line.reasons, *line.notes])
                self.stdout.write(f"row {line.row}: {line.state}: {said}")
        counted = ", ".join(f"{found.counts[state]} {state.label}" for state in State)
        self.stdout.write(f"Rows: {len(found.lines)}; {counted}.")
        if found.has_errors:
            errors = found.counts[State.ERROR]
            raise CommandError(
                f"Nothing is imported, for {errors} row{pluralize(errors)} cannot be."
            )
        self.stdout.write(self._outcome(len(found.to_write), dry_run, user))

    def _outcome(self, count, dry_run, user):
        if dry_run:
            return "This was a dry run: nothing is imported."
        if not count:
            return "The bank has all of it: nothing is changed."
        nobody = "" if user else " Nobody is named in the history: there was no --user."
        return f"{count} draft{pluralize(count)} made; staff publish them in admin.{nobody}"

    def _progress(self, what, done):
        self.stderr.write(f"{what}: {done:,} rows")


def _user(name):
    if not name:
        return None
    found = User.objects.filter(username__iexact=name, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no user {name}.")
    return found


def _objective(text):
    if not text:
        return None
    exam, _, number = text.replace("/", " ").rpartition(" ")
    rows = Objective.objects.filter(domain__exam__code__iexact=exam.strip())
    for objective in rows.select_related("domain__exam"):
        if objective.code == number:
            return objective
    raise CommandError(f"There is no objective “{text}”: write it like N10-009/1.4.")
