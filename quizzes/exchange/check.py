"""What is wrong with a record by itself, in words: errors bar it, notes only warn."""

from collections import Counter
from string import ascii_uppercase

from quizzes.exchange.records import CONTROL, LONGEST
from quizzes.generators import faults_in
from quizzes.grading import SLOT_KINDS
from quizzes.models import Choice, Item, Question, Slot

KINDS = list(Question.Kind.values)
MOST_PARTS = 26


def _limit(model, name):
    return model._meta.get_field(name).max_length


LIMITS = {
    "id": _limit(Item, "code"),
    "reference": _limit(Question, "reference"),
    "choice": _limit(Choice, "text"),
    "group of choice": _limit(Choice, "group"),
    "row of slot": _limit(Slot, "row"),
    "column of slot": _limit(Slot, "column"),
    "group of slot": _limit(Slot, "group"),
}


def errors_of(record):
    """Everything that bars `record` from the bank, as sentences."""
    errors = [*record.faults, *_texts(record)]
    if record.kind not in KINDS:
        return [*errors, f"The type “{record.kind[:40]}” is none of {', '.join(KINDS)}."]
    if record.difficulty is not None and record.difficulty not in Question.Difficulty.values:
        errors.append(f"The difficulty {record.difficulty} is not 1, 2 or 3.")
    if record.level is not None and record.level not in Question.Level.values:
        known = ", ".join(Question.Level.values)
        errors.append(f"The level “{record.level[:40]}” is none of {known}.")
    if record.kind == Question.Kind.GENERATED:
        return errors + _generated(record)
    if not record.stem:
        errors.append("There is no stem.")
    errors += _options(record)
    # What the reader could not make out was said already.
    if not record.faults:
        errors += _slots(record) if record.kind in SLOT_KINDS else _keys(record)
    return errors


def notes_of(record):
    """What is worth a look, as sentences."""
    notes = list(record.notes)
    if any("\N{REPLACEMENT CHARACTER}" in text for _, text in record.texts()):
        notes.append("A character was lost before the file was saved (�).")
    parts = record.places if record.kind in SLOT_KINDS else record.options
    bare = [number for number, part in enumerate(parts, start=1) if not part.rationale]
    if bare:
        numbers = ", ".join(map(str, bare))
        notes.append(f"No rationale yet: {'slot' if record.places else 'choice'} {numbers}.")
    return notes


def letter(number):
    """The letter of the choice with this number: A, B, C."""
    return ascii_uppercase[number - 1] if number <= len(ascii_uppercase) else str(number)


def _texts(record):
    for name, text in record.texts():
        most = LIMITS.get(name.rstrip("0123456789 "), LONGEST)
        if len(text) > most:
            yield f"{_named(name)} has {len(text)} characters; at most {most} fit."
        if found := CONTROL.search(text):
            yield f"{_named(name)} has a control character (U+{ord(found[0]):04X})."


def _named(name):
    return f"The {name}" if name != "id" else "The id"


def _generated(record):
    errors = list(faults_in(record.generator, record.params))
    if record.options or record.places:
        errors.append("A generated question has no choices or slots of its own.")
    return errors


def _options(record):
    count = len(record.options)
    if count < 2:
        yield "There are fewer than two choices."
    if max(count, len(record.places)) > MOST_PARTS:
        yield f"There are more than {MOST_PARTS} choices or slots."
        return
    for number, option in enumerate(record.options, start=1):
        if not option.text:
            yield f"Choice {number} is empty."
    said = Counter((option.group, option.text.casefold()) for option in record.options)
    twice = [o.text for o in record.options if o.text and said[o.group, o.text.casefold()] > 1]
    if twice:
        yield f"Two choices say the same: “{twice[0][:60]}”."


def _keys(record):
    keys = sum(option.is_key for option in record.options)
    if record.places:
        yield "This type has no slots."
    if not keys:
        yield "No choice is marked as right."
    if record.kind == Question.Kind.SINGLE and keys > 1:
        yield f"A single answer has one right choice, not {keys}."
    if record.kind == Question.Kind.MULTIPLE and keys and keys == len(record.options):
        yield "Every choice is marked as right."


def _slots(record):
    if len(record.places) < 2:
        yield "There are fewer than two slots to fill in."
    for number, place in enumerate(record.places, start=1):
        if not 1 <= place.key <= len(record.options):
            yield f"The key of slot {number} is {place.key}, which no choice has as its number."
        elif place.group != record.options[place.key - 1].group:
            yield f"The key of slot {number} is not among the choices that it offers."
        if record.kind != Question.Kind.ORDERING and not place.row:
            yield f"Slot {number} has no row."
    if record.kind == Question.Kind.ORDERING:
        keys = [place.key for place in record.places]
        if sorted(keys) != list(range(1, len(record.options) + 1)):
            yield "An ordering has one slot for each of its steps."
    if record.kind == Question.Kind.EXHIBIT and not record.exhibits:
        yield "There is no exhibit."
