"""GIFT, Moodle's format for writing by hand: blocks with blank lines between."""

import re

from quizzes.exchange import notes
from quizzes.exchange.markup import plain
from quizzes.exchange.packing import from_pairs, from_steps, pairs, steps, unpackable
from quizzes.exchange.records import IMAGES, Option, Record
from quizzes.exchange.sources import text_of

# An escaped character stands, while a block is read, as one that no text has.
ESCAPED = "\\:#={}~n"
HIDDEN = {char: chr(number) for number, char in enumerate(ESCAPED, start=1)}
SHOWN = {hidden: "\n" if char == "n" else char for char, hidden in HIDDEN.items()}
FORMAT = re.compile(r"\[(html|markdown|moodle|plain)\]")
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
LOOKS_ELSE = re.compile(rf"{FORMAT.pattern}|{WEIGHT.pattern}|//")
ORDER = re.compile(r">+\s*(\d*)\s*([A-Z_]*)[^\n]*")
COMMENT = re.compile(r"\[(id|tag):((?:\\\]|[^]]){1,200})\]")
MOST_PIECES = 201  # of an answer: more than a check lets pass
LOSES = [
    IMAGES,
    "Whether a question is one of the ten for visitors.",
    "Rationales of the single rows of matching and the single steps of ordering.",
    "The order of the choices of matching and ordering, which is shuffled anyway.",
    "Markdown is shown as it is written.",
    "All or nothing: Moodle gives a part of the points for a part of a multiple response.",
]


def left_out(record):
    """Why GIFT cannot hold `record`, or nothing."""
    if reason := unpackable(record):
        return reason
    keys = sum(option.is_key for option in record.options)
    if record.kind == "multiple" and keys not in notes.FRACTIONS:
        return "multiple responses with more than ten keys"
    if record.kind == "matching" and any("->" in place.row for place in record.places):
        return "matching with -> in a row, which GIFT cannot escape"
    return ""


# Writing


def write(records, file):
    """Write `records` to a binary file."""
    before = None
    for record in records:
        place = notes.category(record)
        if place != before:
            file.write(f"$CATEGORY: {place}\n\n".encode())
            before = place
        file.write(_block(record).encode())


def _block(record):
    # A bracket or backslash would end the comment's id elsewhere; the title has the code too.
    names = [] if re.search(r"[][\\]", record.code) else [f"[id:{record.code}]"]
    comment = " ".join([*names, *(f"[tag:{tag}]" for tag in notes.tags(record))])
    answers = _answers(record)
    if said := notes.feedback(record):
        answers += f"\t####{_escaped(said)}\n"
    name = _escaped(record.code)
    return f"// {comment}\n::{name}::[plain]{_escape(record.stem)}{{{answers}}}\n\n"


def _answers(record):
    if record.kind == "matching":
        found = [f"={_escaped(left)} -> {_escaped(right)}" for left, right, _ in pairs(record)]
    elif record.kind == "ordering":
        found = [_escaped(text) for text, _ in steps(record)]
        first = f">{len(found)} ALL VERTICAL ALL_OR_NOTHING"
        return "\n".join([first, *found, ""])
    else:
        found = []
        keys = sum(option.is_key for option in record.options)
        share = notes.FRACTIONS[keys]
        for option in record.options:
            if record.kind == "single":
                mark = "=" if option.is_key else "~"
            else:
                mark = f"~%{share}%" if option.is_key else "~%-100%"
            why = f"#{_escaped(option.rationale)}" if option.rationale else ""
            found.append(f"{mark}{_escaped(option.text)}{why}")
    return "\n" + "".join(f"\t{each}\n" for each in found)


def _escape(text):
    return "".join(_one(char) for char in text)


def _one(char):
    if char == "\n":
        return "\\n"
    return f"\\{char}" if char in "\\:#={}~" else char


def _escaped(text):
    """A text that a reader takes as it is, also when it begins like something else."""
    return ("[plain]" if LOOKS_ELSE.match(text) else "") + _escape(text)


# Reading


def read(data):
    """The records of a file, each with the line where its block begins. Raises Refused."""
    category = ""
    for row, lines in _blocks(text_of(data)):
        if lines[0].startswith("$CATEGORY:"):
            category = " ".join(lines)[len("$CATEGORY:") :].strip()
            continue
        comments = [each for each in lines if each.startswith("//")]
        text = "\n".join(each for each in lines if not each.startswith("//")).strip()
        if text:
            record = Record(row=row, category=category, exhibits=[])
            _name(record, comments)
            _question(record, text)
            yield record


def _blocks(text):
    """(line number, lines) of each block: a comment alone before a category is none."""
    lines, start = [], 0
    for number, each in enumerate([*text.split("\n"), ""], start=1):
        each = each.strip()
        if each:
            start = start or number
            lines.append(each)
        elif lines:
            first = next((n for n, line in enumerate(lines) if not line.startswith("//")), 0)
            if lines[first].startswith("$CATEGORY:"):
                lines = lines[first:]
            yield start, lines
            lines, start = [], 0


def _name(record, comments):
    found = [pair for each in comments for pair in COMMENT.findall(each)]
    for kind, value in found:
        if kind == "id":
            record.code = value.replace("\\]", "]")
    notes.take_tags(record, [value for kind, value in found if kind == "tag"])


def _question(record, text):
    text = re.sub(r"\\([\\:#={}~n])", lambda found: HIDDEN[found[1]], text)
    if text.startswith("::") and (end := text.find("::", 2)) > 0:
        record.title, text = _shown(text[2:end]), text[end + 2 :].strip()
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        record.left_out = "A description asks nothing."
        record.stem = _shown(text)
        return
    if start < 0 or end < start:
        record.faults.append("The braces { } around the answers are not a pair.")
        return
    answers, tail = text[start + 1 : end].strip(), text[end + 1 :].strip()
    stem = text[:start].rstrip() + (f" _____ {tail}" if tail else "")
    found = FORMAT.match(stem)
    form = found[1] if found else ""
    record.stem = _shown(stem)
    answers, mark, said = answers.rpartition("####")
    if not mark:
        answers, said = said, ""
    notes.take_feedback(record, _shown(said, form))
    _read_answers(record, answers.strip(), form)


def _read_answers(record, answers, form):
    if not answers:
        record.left_out = "Billings has no essays."
    elif answers.startswith("#"):
        record.left_out = "Billings has no numerical questions."
    elif answers.startswith(">"):
        _ordering(record, answers, form)
    elif "~" in answers:
        _choices(record, answers, form)
    elif "=" in answers and "->" in answers:
        _matching(record, answers, form)
    elif answers.partition("#")[0].strip() in ("T", "TRUE", "F", "FALSE"):
        _true_or_false(record, answers, form)
    else:
        record.left_out = "Billings has no short answers."


def _choices(record, answers, form):
    record.kind = "single" if "=" in answers else "multiple"
    marked = re.split(r"([=~])", answers)
    if marked[0].strip():
        record.faults.append(f"“{_shown(marked[0])[:60]}” stands before the first choice.")
    weights = []
    for mark, text in zip(marked[1:MOST_PIECES:2], marked[2:MOST_PIECES:2], strict=True):
        text, weight = text.strip(), 100.0 if mark == "=" else 0.0
        if found := WEIGHT.match(text):
            text, weight = text[found.end() :], float(found[1])
        text, _, why = text.partition("#")
        weights.append(weight)
        record.options.append(Option(_shown(text, form), rationale=_shown(why, form) or None))
    take_weights(record, weights)


def take_weights(record, weights):
    """Mark the right options by their percentages; what is a part of the points is said."""
    is_single = record.kind == "single"
    for option, weight in zip(record.options, weights, strict=True):
        option.is_key = weight >= 100 if is_single else weight > 0
    positive = {weight for weight in weights if weight > 0}
    if is_single and positive - {100.0} or len(positive) > 1:
        record.notes.append("Choices that are right in part: here a choice is right or wrong.")


def _matching(record, answers, form):
    before, *found = answers.split("=")
    if before.strip():
        record.faults.append(f"“{_shown(before)[:60]}” stands before the first pair.")
    record.kind, rows = "matching", []
    for each in found[:MOST_PIECES]:
        left, arrow, right = each.partition("->")
        if not arrow or not right.strip():
            record.faults.append(f"“{_shown(each)[:60]}” is no pair: write left -> right.")
        rows.append((_shown(left, form), _shown(right, form), None))
    from_pairs(record, rows)


def _ordering(record, answers, form):
    head = ORDER.match(answers)
    if head[2] not in ("", "ALL"):
        record.notes.append("Moodle asks for some of the steps; here for all.")
    lines = [_shown(each, form) for each in answers[head.end() :].split("\n") if each.strip()]
    record.kind = "ordering"
    from_steps(record, [(each, None) for each in lines])


def _true_or_false(record, answers, form):
    said, *whys = (part.strip() for part in answers.split("#", 2))
    wrong, right = (_shown(why, form) or None for why in [*whys, "", ""][:2])
    true_or_false(record, is_true=said.startswith("T"), right=right, wrong=wrong)


def true_or_false(record, *, is_true, right, wrong):
    """Make the statement of `record` a question with two choices."""
    record.keeps_order = True
    record.options = [
        Option("True", is_true, rationale=right if is_true else wrong),
        Option("False", not is_true, rationale=wrong if is_true else right),
    ]


def _shown(text, form=""):
    """A text as it is meant: its own format or `form`, in one line but for written \\n."""
    text = text.strip()
    if found := FORMAT.match(text):
        form, text = found[1], text[found.end() :].strip()
    text = " ".join(text.split("\n"))
    text = re.sub("[\x01-\x08]", lambda found: SHOWN[found[0]], text)
    return plain(text) if form == "html" else text
