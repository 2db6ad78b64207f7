"""Compare the records of a file with the bank: what each would do, and why."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import TextChoices

from quizzes.exchange import check
from quizzes.exchange.likeness import Likeness
from quizzes.exchange.places import Places
from quizzes.exchange.records import CONTROL, Record, Refused, cleaned
from quizzes.exchange.sources import MOST_ROWS
from quizzes.exchange.wordings import (
    CHUNK,
    COMPARED,
    asked_in_bank,
    completed,
    differences,
    fingerprint,
    known,
)
from quizzes.models import Item, Objective

# A title that names a question for good: 220-1201-3.4-0001, not “Ports” or “Q1”.
CODE_LIKE = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)+")
ANOTHER = 0.15  # of the words of a stem
OWN = "{exam}-own-{number:04}"


class State(TextChoices):
    NEW = "new", "new"
    CHANGED = "changed", "changed"
    UNCHANGED = "unchanged", "unchanged"
    DUPLICATE = "duplicate", "duplicate"
    LEFT_OUT = "left out", "left out"
    ERROR = "error", "error"


@dataclass(slots=True)
class Line:
    """What becomes of one row of the file, and why, in sentences."""

    row: int
    code: str = ""
    state: State | None = None
    reasons: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    stem: str = ""
    # What is written when the state is new or changed.
    record: Record | None = None
    item: int | None = None
    objective: Objective | None = None


def _printable(text):
    """The text as a page and a database can take it; the row says what is wrong with it."""
    return CONTROL.sub("\ufffd", text)


class Plan:
    """The lines of a file, in its order."""

    def __init__(self, lines):
        self.lines = lines
        self.counts = Counter(line.state for line in lines)

    @property
    def has_errors(self):
        return bool(self.counts[State.ERROR])

    @property
    def to_write(self):
        return [line for line in self.lines if line.state in (State.NEW, State.CHANGED)]


def plan(records, *, default=None, most=MOST_ROWS, progress=lambda what, done: None):
    """A Plan for `records`, any iterable. Statements: four, and five for each 500 records.

    `default` is the Objective of records that name none; `most` how many records there may be;
    `progress` is told what is done and how much of it. Raises Refused.
    """
    return Planner(default).plan(records, most=most, progress=progress)


class Planner:
    """What is known of the bank and of the rows so far."""

    def __init__(self, default):
        self.places = Places(default)
        self.prints, self.stems = asked_in_bank()
        self.rows = {}  # {code: (row, fingerprint)}
        self.rows_of_print = {}
        self.numbers = Counter()

    def plan(self, records, *, most, progress):
        lines, chunk = [], []
        for number, record in enumerate(records, start=1):
            if number > most:
                raise Refused(f"The file has more than {most:,} questions: split it.")
            chunk.append(cleaned(record))
            if len(chunk) == CHUNK:
                lines += self._lines(chunk)
                chunk = []
                progress("compared", len(lines))
        lines += self._lines(chunk)
        self._compare_stems(lines)
        progress("compared", len(lines))
        return Plan(lines)

    def _lines(self, chunk):
        prepared = [self._prepare(record) for record in chunk]
        codes = {line.code for line, _ in prepared if line.code}
        bank, items = known(codes), _items(codes)
        return [self._settle(line, asked, bank, items) for line, asked in prepared]

    def _prepare(self, record):
        """A line for `record` with its code, as far as it has one, and its fingerprint."""
        line = Line(
            record.row, record=record, stem=_printable(record.stem or record.generator)[:200]
        )
        if record.left_out:
            line.state, line.reasons = State.LEFT_OUT, [record.left_out]
            line.code = _printable(record.code or record.title)
            return line, None
        line.objective = self.places.of(record)
        exam = line.objective.domain.exam.code if line.objective else ""
        asked = fingerprint(exam, record)
        line.code = _printable(record.code) or self._code_of_title(record.title)
        if not line.code:
            line.code = self.prints.get(asked, "")
            if not line.code and not record.exam:
                line.code = self.prints.get(fingerprint("", record), "")
        if line.code.isdecimal() and line.objective:
            # A list of questions counts from 1, and so does the next list.
            line.code = f"{line.objective.domain.exam.code}-{line.code}"
        return line, asked

    def _code_of_title(self, title):
        is_code = title in self.stems or CODE_LIKE.fullmatch(title)
        return title if is_code and len(title) <= check.LIMITS["id"] else ""

    def _settle(self, line, asked, bank, items):
        """Say what becomes of the line."""
        record = line.record
        if line.state is None:
            line.state = self._state(line, asked, bank.get(line.code), items.get(line.code))
            is_written = line.state in (State.NEW, State.CHANGED)
            line.notes = check.notes_of(record) if is_written else record.notes
        if line.state not in (State.NEW, State.CHANGED):
            line.record = None
        return line

    def _state(self, line, asked, in_bank, item):
        record = line.record
        if line.objective is None and not item and not record.faults:
            record.faults.append("The file names no objective for it, and none was chosen.")
        if item:
            line.item, objective = item
            if state := self._stay(line, objective):
                return state
        if not record.faults and (state := self._repeats(line, asked, is_known=bool(in_bank))):
            return state
        # First: a draft of the bank may be unfinished, and is no error while it stays so.
        if not record.faults and in_bank and self._is_unchanged(record, in_bank):
            return State.UNCHANGED
        if errors := check.errors_of(record):
            line.reasons = list(map(_printable, errors))
            return State.ERROR
        if in_bank:
            return self._change(line, in_bank.newest)
        if twin := self.prints.get(asked):
            line.reasons = [f"{twin} in the bank asks the same."]
            return State.DUPLICATE
        return self._add(line)

    def _add(self, line):
        if not line.code:
            line.code = self._next_code(line.objective.domain.exam.code)
        if self.places.may_be_cut(line.record, line.objective):
            line.record.notes.append(
                f"A spreadsheet makes {line.objective.code} of {line.objective.code}0: is it meant?"
            )
        line.record = completed(line.record)
        return State.NEW

    def _stay(self, line, objective):
        """An item stays where it is: an error when the file puts it into another exam."""
        wanted = line.objective
        if wanted and (line.record.objective or line.record.exam) and wanted.pk != objective.pk:
            exam = objective.domain.exam.code
            if wanted.domain.exam.code != exam:
                line.reasons = [f"{line.code} belongs to {exam}: give this question another id."]
                return State.ERROR
            if line.record.objective:
                line.record.notes.append(
                    f"It stays at objective {objective.code}: move the item, where that is wrong."
                )
        line.objective = objective
        return None

    def _repeats(self, line, asked, *, is_known):
        """A row before it with the same id, or, when the bank does not know it, the same words."""
        said = [getattr(line.record, name) for name in COMPARED]
        content = hash(repr((said, line.record.options, line.record.places)))
        row, before = self.rows.get(line.code, (None, None)) if line.code else (None, None)
        if row is not None and before != content:
            line.reasons = [f"Row {row} has the id {line.code} too, with other words."]
            return State.ERROR
        if row is None and not is_known:
            row = self.rows_of_print.get(asked)
        if row is not None:
            line.reasons = [f"It asks the same as row {row}."]
            return State.DUPLICATE
        if line.code:
            self.rows[line.code] = (line.row, content)
        self.rows_of_print[asked] = line.row
        return None

    def _is_unchanged(self, record, in_bank):
        """Whether the record says what the newest wording says, or the published one."""
        last, live = in_bank.newest, in_bank.published
        if not differences(completed(record, last), last):
            return True
        if live is None or differences(completed(record, live), live):
            return False
        record.notes.append(
            f"It is the published version {live.version}; version {last.version}, not published,"
            " says something else."
        )
        return True

    def _change(self, line, last):
        line.record = completed(line.record, last)
        changes = differences(line.record, last)
        line.reasons = [f"Other than version {last.version}: {', '.join(changes)}."]
        if {"stem", "choices"} <= set(changes) and _likeness(line.record, last) < ANOTHER:
            line.record.notes.append(
                f"{line.code} asks something else altogether in the bank: is the id right?"
            )
        return State.CHANGED

    def _next_code(self, exam):
        if not self.numbers[exam]:
            start = OWN.format(exam=exam, number=0)[:-4]
            codes = Item.objects.filter(code__startswith=start).values_list("code", flat=True)
            numbers = [int(n) for code in codes if (n := code[len(start) :]).isdecimal()]
            self.numbers[exam] = max(numbers, default=0)
        self.numbers[exam] += 1
        code = OWN.format(exam=exam, number=self.numbers[exam])
        return self._next_code(exam) if code in self.rows else code

    def _compare_stems(self, lines):
        """Warn of stems that are nearly those of others, in the file or in the bank."""
        fresh = {line.code: line for line in lines if line.state in (State.NEW, State.CHANGED)}
        if not fresh:
            return
        stems = self.stems | {code: line.record.stem for code, line in fresh.items()}
        likeness = Likeness({code: stem for code, stem in stems.items() if stem})
        for code in stems.keys() - fresh.keys():
            likeness.add(code)
        for code, line in fresh.items():
            if not line.record.stem:
                continue
            if found := likeness.like(code):
                other, share = found
                where = f", row {fresh[other].row}" if other in fresh else " in the bank"
                line.notes.append(f"Its stem is {share:.0%} that of {other}{where}.")
            likeness.add(code)


def _likeness(one, other):
    """The words that two stems share, by the words that either has; small words aside."""
    first, second = ({*re.findall(r"\w{4,}", each.stem.casefold())} for each in (one, other))
    return len(first & second) / max(1, len(first | second))


def _items(codes):
    """{code: (pk, Objective)} of those items that are there, with a wording or without."""
    items = Item.objects.filter(code__in=codes).select_related("objective__domain__exam")
    return {item.code: (item.pk, item.objective) for item in items}
