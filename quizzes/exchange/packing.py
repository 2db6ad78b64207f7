"""Matching and ordering where a format has pairs and lists instead of slots and choices."""

from quizzes.exchange.records import Option, Place


def from_pairs(record, pairs):
    """Fill a matching from (left, right, rationale); a right without a left is an extra target."""
    numbers = {}
    for left, right, rationale in pairs:
        number = numbers.setdefault(right, len(numbers) + 1)
        if left:
            record.places.append(Place(number, row=left, rationale=rationale))
    record.options = [Option(text) for text in numbers]
    record.is_packed = True


def from_steps(record, steps):
    """Fill an ordering from (step, rationale), in the right order."""
    record.options = [Option(text) for text, _ in steps]
    record.places = [Place(n, rationale=why) for n, (_, why) in enumerate(steps, start=1)]
    record.is_packed = True


def pairs(record):
    """The (left, right, rationale) of a matching, extra targets last, without a left."""
    texts = [option.text for option in record.options]
    used = {place.key for place in record.places}
    found = [(place.row, texts[place.key - 1], place.rationale) for place in record.places]
    extra = [text for number, text in enumerate(texts, start=1) if number not in used]
    return found + [("", text, "") for text in extra]


def steps(record):
    """The (step, rationale) of an ordering, in the right order."""
    return [(record.options[place.key - 1].text, place.rationale) for place in record.places]


def unpackable(record):
    """Why `record` does not go into a format that has neither exhibits, groups nor generators."""
    if record.kind == "generated":
        return "generated questions, which have no words of their own"
    if record.exhibits or record.kind == "exhibit":
        return "questions with an exhibit"
    if record.kind in ("ordering", "matching"):
        parts = [*record.options, *record.places]
        named = any(part.group for part in parts) or any(place.column for place in record.places)
        numbers = [place.key for place in record.places]
        if named or any(option.rationale or option.is_key for option in record.options):
            return "matching or ordering with groups, columns or notes on choices"
        if record.kind == "ordering" and any(place.row for place in record.places):
            return "ordering whose places have names"
        is_whole = all(1 <= key <= len(record.options) for key in numbers)
        if not is_whole or len({option.text for option in record.options}) < len(record.options):
            return "unfinished drafts"
        if record.kind == "ordering" and sorted(numbers) != list(range(1, len(record.options) + 1)):
            return "unfinished drafts"
        if record.kind == "matching" and not all(place.row for place in record.places):
            return "unfinished drafts"
    elif record.places or any(option.group for option in record.options):
        return "questions with slots or groups that their type does not have"
    keys = sum(option.is_key for option in record.options)
    if record.kind == "single" and keys != 1:
        return "unfinished drafts"
    if record.kind == "multiple" and not 0 < keys < len(record.options):
        return "unfinished drafts"
    if not record.stem or not all(option.text for option in record.options):
        return "unfinished drafts"
    if len(record.options) < 2:
        return "unfinished drafts"
    return ""
