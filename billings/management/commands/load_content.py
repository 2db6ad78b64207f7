"""Add what the fixtures have and the database has not."""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers import sort_dependencies
from django.db import connection, transaction
from django.db.models import ForeignKey

from quizzes.models import Choice, Exam, Item, Question, Slot

PUBLISHED = Question.Status.PUBLISHED
FILES = ["exams.json", "achievements.json", "avatars.json", "questions/**/*.json"]

# Any number that no other program uses on the same database.
LOCK = 6_210_826_002


class Command(BaseCommand):
    """Load what is missing, in bulk. A row whose natural key exists is never touched.

    Three rules say what "missing" leaves open:

    - Choices and slots are part of a wording: they come with a new one, and are never added to
      one that is there.
    - A new wording of an item that has wordings goes live, and retires the one before it, only
      when that one is an older one of the files. When staff wrote the live wording (it has an
      author), or took the item out of the bank, the new one waits in review for them.
    - A new exam version becomes current only when its certification has no current one.
    """

    help = "Adds the content of fixtures/ that the database does not have; changes nothing else."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.FIXTURE_DIRS[0],
            help="where the fixtures lie (default: fixtures/)",
        )

    def handle(self, *args, folder, verbosity, **options):
        notes, added = load(read(folder))
        if verbosity:
            for line in [*notes, *_counts(added)]:
                self.stdout.write(line)


def read(folder, files=FILES):
    """The rows of the fixtures in `folder`: {model: [fields, …]}, each model after its parents.

    `files` are patterns below the folder. Raises CommandError when a file is no fixture.
    """
    rows = {}
    for path in [path for pattern in files for path in sorted(Path(folder).glob(pattern))]:
        try:
            for row in json.loads(path.read_text(encoding="utf-8")):
                rows.setdefault(apps.get_model(row["model"]), []).append(row["fields"])
        except (ValueError, LookupError, TypeError) as error:
            raise CommandError(f"{path} is not a fixture: {error!r}") from error
    return {model: rows[model] for model in sort_dependencies([(None, list(rows))])}


@transaction.atomic
def load(rows):
    """Add those of `rows` (as `read` gives them) that are missing.

    Returns what staff should know, as sentences, and how many rows of each model were added.
    Raises CommandError for a row that makes no sense.
    """
    _wait_for_other_loads()
    content = Content()
    added = {model: content.add(model, fields) for model, fields in rows.items()}
    return content.notes, added


class Content:
    """What the database holds, by natural key, and what is added to it."""

    def __init__(self):
        self.notes = []
        self._known = {}
        self._new_wordings = set()

    def add(self, model, rows):
        """Add those of `rows` (dicts of fields) that are missing; return how many they were.

        Raises CommandError for a row that makes no sense.
        """
        if model in (Choice, Slot):
            missing = self._parts_of_new_wordings(model, rows)
        else:
            missing = self._missing(model, rows)
        if model is Exam:
            self._keep_current_exams(missing)
        elif model is Question:
            self._choose_live_wordings(missing)
        if model is Question:
            # A wording may point at the one before it, which must be there then.
            for version in sorted({row.version for row in missing}):
                model._default_manager.bulk_create(r for r in missing if r.version == version)
            self._new_wordings.update(missing)
        else:
            model._default_manager.bulk_create(missing)
        return len(missing)

    def _missing(self, model, rows):
        known = self._rows_of(model)
        missing = []
        for fields in rows:
            row = self._build(model, fields)
            if known.setdefault(row.natural_key(), row) is row:
                missing.append(row)
        return missing

    def _parts_of_new_wordings(self, model, rows):
        parts = [self._build(model, fields) for fields in rows]
        return [part for part in parts if part.question in self._new_wordings]

    def _build(self, model, fields):
        row = model()
        for name, value in fields.items():
            try:
                field = model._meta.get_field(name)
                if isinstance(field, ForeignKey):
                    value = value and self._rows_of(field.related_model)[tuple(value)]
                else:
                    value = field.to_python(value)
            except (FieldDoesNotExist, KeyError, TypeError, ValidationError) as error:
                raise CommandError(
                    f"{model.__name__} {fields}: {name} makes no sense ({error!r})."
                ) from error
            setattr(row, name, value)
        return row

    def _rows_of(self, model):
        """Every row of `model`, by natural key, in one statement for each model."""
        if model not in self._known:
            rows = list(model._default_manager.order_by())
            # The parents are given to them, so that a natural key asks the database nothing.
            for parent in getattr(model.natural_key, "dependencies", []):
                parents = {row.pk: row for row in self._rows_of(apps.get_model(parent)).values()}
                name = parent.partition(".")[2]
                for row in rows:
                    setattr(row, name, parents.get(getattr(row, f"{name}_id")))
            self._known[model] = {row.natural_key(): row for row in rows}
        return self._known[model]

    def _keep_current_exams(self, new):
        current = {
            exam.certification: exam
            for exam in self._rows_of(Exam).values()
            if exam.is_current and exam.pk
        }
        for exam in new:
            if exam.is_current and exam.certification in current:
                exam.is_current = False
                self.notes.append(
                    f"{exam.code} waits: {current[exam.certification].code} is the current exam "
                    f"of {exam.certification} until staff change that."
                )

    def _choose_live_wordings(self, new):
        """Retire what the published wordings of `new` replace; keep back those that may not."""
        live = {question.item_id: question for question in new if question.status == PUBLISHED}
        # The items are held, as admin holds them, so that nobody publishes beside this.
        list(Item.objects.select_for_update(no_key=True).filter(pk__in=live).order_by("pk"))
        known, before = set(), {}
        for old in Question.objects.filter(item__in=list(live)):
            known.add(old.item_id)
            if old.status == PUBLISHED:
                before[old.item_id] = old
        retired = []
        for item in known:
            question, old = live[item], before.get(item)
            if old and old.author_id is None and old.version < question.version:
                retired.append(old.pk)
            else:
                question.status, question.published_at = Question.Status.REVIEW, None
                self.notes.append(f"{question} waits in review: staff decided otherwise.")
        Question.objects.filter(pk__in=retired).update(status=Question.Status.RETIRED)


def _wait_for_other_loads():
    """Let one load at a time see what is missing. SQLite's transactions queue by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _counts(added):
    counts = [f"{count} {_name(model, count)}" for model, count in added.items() if count]
    return [f"Added {', '.join(counts)}."] if counts else ["The content is complete."]


def _name(model, count):
    meta = model._meta
    return meta.verbose_name if count == 1 else meta.verbose_name_plural
