"""Bring a file into the bank, or only try: all of it or nothing."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from quizzes.exchange.plan import State, plan
from quizzes.exchange.records import Refused
from quizzes.exchange.sources import MOST_ROWS
from quizzes.exchange.wordings import CHUNK
from quizzes.models import Choice, Item, Question, Slot


def bring(
    records,
    *,
    source,
    user=None,
    default=None,
    dry_run=False,
    most=MOST_ROWS,
    may_write=lambda plan: True,
    now=None,
    progress=lambda what, done: None,
):
    """Import `records` as drafts, or with `dry_run` do the same and undo it. Returns the Plan.

    Nothing is written when a line is an error, nor when `may_write(plan)` says no. `source` is
    the name of the file, for the history; `user` is who imports, None for nobody: then nothing
    stands in the history. `default`, `most` and `progress` are those of `plan`. Raises Refused.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            found = plan(records, default=default, most=most, progress=progress)
            if not found.has_errors and may_write(found):
                # By item, so that two imports hold the same items in the same order.
                lines = sorted(found.to_write, key=lambda line: line.item or 0)
                for start in range(0, len(lines), CHUNK):
                    _write(lines[start : start + CHUNK], source, user, now)
                    progress("written", min(start + CHUNK, len(lines)))
            if dry_run:
                transaction.set_rollback(True)
    except IntegrityError as error:
        words = "The bank was changed by somebody else just now: nothing is imported, try again."
        raise Refused(words) from error
    return found


def _write(lines, source, user, now):
    """Write the wordings of `lines` as drafts: a dozen statements, however many they are."""
    fresh = [line for line in lines if line.item is None]
    items = Item.objects.bulk_create(
        Item(code=line.code, objective=line.objective, is_sample=bool(line.record.is_sample))
        for line in fresh
    )
    for line, item in zip(fresh, items, strict=True):
        line.item = item.pk
    pks = [line.item for line in lines]
    # Held, as admin holds them, so that no version is made twice.
    list(Item.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    latest = dict(
        Question.objects.filter(item__in=pks)
        .order_by()
        .values_list("item")
        .annotate(latest=Max("version"))
    )
    questions = Question.objects.bulk_create(
        _question(line, latest.get(line.item, 0) + 1, user, now) for line in lines
    )
    choices = Choice.objects.bulk_create(
        Choice(
            question=question,
            number=number,
            text=option.text,
            is_key=option.is_key,
            group=option.group,
            rationale=option.rationale or "",
        )
        for line, question in zip(lines, questions, strict=True)
        for number, option in enumerate(line.record.options, start=1)
    )
    by_number = {(choice.question_id, choice.number): choice for choice in choices}
    Slot.objects.bulk_create(
        Slot(
            question=question,
            number=number,
            row=place.row,
            column=place.column,
            group=place.group,
            key=by_number[question.pk, place.key],
            rationale=place.rationale or "",
        )
        for line, question in zip(lines, questions, strict=True)
        for number, place in enumerate(line.record.places, start=1)
    )
    if user:
        _log(lines, questions, source, user)
    for line in lines:
        line.record = None


def _question(line, version, user, now):
    record = line.record
    return Question(
        item_id=line.item,
        version=version,
        kind=record.kind,
        stem=record.stem,
        exhibits=record.exhibits,
        difficulty=record.difficulty,
        level=record.level,
        reference=record.reference,
        rationale=record.rationale,
        keeps_order=record.keeps_order,
        is_markdown=record.is_markdown,
        generator=record.generator,
        params=record.params,
        author=user,
        written_on=timezone.localdate(now),
    )


def _log(lines, questions, source, user):
    kind = ContentType.objects.get_for_model(Question)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=user,
            content_type=kind,
            object_id=question.pk,
            object_repr=f"{line.code} v{question.version}"[:200],
            action_flag=ADDITION,
            change_message=f"Imported from {source}, row {line.row}"
            + (f": {line.reasons[0]}" if line.state == State.CHANGED else "."),
        )
        for line, question in zip(lines, questions, strict=True)
    )
