"""Print what the bank has of each exam, how it is balanced, and what is missing."""

from django.core.management.base import BaseCommand, CommandError

from quizzes.bank.balance import DIFFICULTIES, KIND_NAMES, WRITTEN_KINDS, survey
from quizzes.bank.entries import from_database
from quizzes.models import Exam

WIDTH = 4  # of a count


class Command(BaseCommand):
    """Look at the published questions in the database: of one exam, or of each current one."""

    help = "Prints the coverage grid of the question bank, its balance, and what is missing."

    def add_arguments(self, parser):
        parser.add_argument("exam", nargs="?", help="code of an exam version, like N10-009")

    def handle(self, *args, exam, **options):
        exams = Exam.objects.filter(code=exam) if exam else Exam.objects.current()
        blueprints, entries = from_database(exams)
        if not blueprints:
            known = ", ".join(Exam.objects.values_list("code", flat=True))
            raise CommandError(f"There is no such exam. Those there are: {known or 'none'}.")
        for code, blueprint in blueprints.items():
            for line in _report(survey(blueprint, entries[code])):
                self.stdout.write(line)


def _report(survey):
    """The lines of an exam's report."""
    blueprint = survey.blueprint
    yield f"{blueprint.exam} {blueprint.certification}: {survey.live} live questions"
    yield ""
    yield from _grid(survey)
    yield ""
    name = max(len(f"{figure.group}: {figure.name}") for figure in survey.figures)
    for figure in survey.figures:
        share = "" if figure.share is None else f"{figure.share:.1f} %"
        mark = "" if figure.is_good else "  MISSED"
        said = f"{figure.group}: {figure.name}"
        yield f"{said:<{name}} {figure.count:>5} {share:>8}  {figure.wanted}{mark}".rstrip()
    yield ""
    yield "Missing:" if survey.missing else "Nothing is missing."
    yield from survey.missing
    yield ""


def _grid(survey):
    """Objective × type × difficulty. A point stands for none."""
    wide = WIDTH * len(DIFFICULTIES)
    kinds = "".join(f" {KIND_NAMES[kind].split()[0]:>{wide}}" for kind in WRITTEN_KINDS)
    yield f"{'':9}{kinds}"
    yield f"{'objective':9}{_cells([DIFFICULTIES] * len(WRITTEN_KINDS))} {'all':>5}"
    for row in survey.rows:
        yield f"{row.code:9}{_cells(row.cells)} {row.total:>5}"
    yield f"{'all':9}{_cells(survey.totals)} {survey.live:>5}"


def _cells(cells):
    return "".join(" " + "".join(f"{count or '.':>{WIDTH}}" for count in kind) for kind in cells)
