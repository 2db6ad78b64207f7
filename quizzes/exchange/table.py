"""Questions as rows of a table, whether CSV or XLSX: names of columns, keys, packed slots."""

import re
from string import ascii_lowercase, ascii_uppercase

from quizzes.exchange.packing import from_pairs, from_steps, pairs, steps, unpackable
from quizzes.exchange.records import IMAGES, Option, Record, Refused, clean

ALIASES = {
    "question_id": "id",
    "code": "id",
    "question": "stem",
    "question_text": "stem",
    "kind": "type",
    "answer": "key",
    "correct": "key",
    "correct_answer": "key",
    "answer_key": "key",
    "rationale": "explanation",
    **{letter: f"option_{letter}" for letter in ascii_lowercase},
    **{f"choice_{letter}": f"option_{letter}" for letter in ascii_lowercase},
    **{f"explanation_{letter}": f"why_{letter}" for letter in ascii_lowercase},
}
PLAIN = ["id", "exam", "objective", "type", "difficulty", "level", "stem"]
OPTIONS = [f"option_{letter}" for letter in ascii_lowercase]
WHYS = [f"why_{letter}" for letter in ascii_lowercase]
AFTER = ["reference", "keeps_order", "is_markdown"]
KNOWN = {*PLAIN, *OPTIONS, *WHYS, *AFTER, "key", "explanation", "domain"}
IGNORED = {"tags", "status", "version", "notes"}
KINDS = {
    "single": "single",
    "multi": "multiple",
    "multiple": "multiple",
    "order": "ordering",
    "ordering": "ordering",
    "match": "matching",
    "matching": "matching",
}
SHORT = {"single": "single", "multiple": "multi", "ordering": "order", "matching": "match"}
MOST_COLUMNS = 200
ARROW = " => "
# What a spreadsheet runs, with the quotes that keep it from it.
RISKY = re.compile(r"'*[=+\-@＝＋－＠]")
LOSES = [
    IMAGES,
    "Whether a question is one of the ten for visitors.",
    "The order of the choices of matching and ordering, which is shuffled anyway.",
]


def left_out(record):
    """Why a row cannot hold `record`, or nothing."""
    if reason := unpackable(record):
        return reason
    if max(len(record.options), len(record.places)) > len(OPTIONS):
        return f"questions with more than {len(OPTIONS)} choices"
    if record.kind == "matching" and any("=>" in place.row for place in record.places):
        return "matching with => in a row"
    return ""


def defused(text):
    """A cell that no spreadsheet runs: with a quote before = + - @."""
    return f"'{text}" if RISKY.match(text) else text


def restored(text):
    """The text of a cell that `defused` wrote."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


# Writing


def rows(records):
    """The header, then a list of texts for each of `records`, an iterable."""
    records = list(records)
    most = max((len(_cells(each)) for each in records), default=0)
    width = max(most, 6)
    yield [*PLAIN, *OPTIONS[:width], "key", "explanation", *WHYS[:width], *AFTER, "status"]
    for record in records:
        cells = _cells(record)
        texts, whys = ([cell[n] for cell in cells] + [""] * (width - len(cells)) for n in (0, 1))
        row = [
            record.code,
            record.exam,
            f"obj-{record.objective}",  # or a spreadsheet makes 1.1 of 1.10
            SHORT[record.kind],
            str(record.difficulty),
            record.level,
            record.stem,
            *texts,
            _key(record),
            record.rationale,
            *whys,
            record.reference,
            "yes" if record.keeps_order else "no",
            "yes" if record.is_markdown else "no",
            record.status,
        ]
        yield [defused(cell) for cell in row]


def _cells(record):
    """What stands in the option cells, with the rationale of each."""
    if record.kind == "matching":
        return [(f"{left}{ARROW}{right}".strip(), why) for left, right, why in pairs(record)]
    if record.kind == "ordering":
        return steps(record)
    return [(option.text, option.rationale) for option in record.options]


def _key(record):
    if record.kind in ("matching", "ordering"):
        return ""
    keys = [ascii_uppercase[n] for n, option in enumerate(record.options) if option.is_key]
    return "|".join(keys)


# Reading


class Header:
    """The columns of a table by name. Raises Refused for a first row that names none."""

    def __init__(self, cells):
        if len(cells) > MOST_COLUMNS:
            raise Refused(f"The first row has {len(cells):,} columns; at most {MOST_COLUMNS} are.")
        names = [ALIASES.get(name, name) for name in map(_name, cells)]
        self.unknown = [n for n in names if n and n not in KNOWN | IGNORED]
        for name in KNOWN:
            if names.count(name) > 1:
                raise Refused(f"Two columns are “{name}”.")
        self.columns = {name: number for number, name in enumerate(names) if name in KNOWN}
        self.width = len(names)
        if missing := {"stem", "option_a", "option_b"} - self.columns.keys():
            named = ", ".join(sorted(missing))
            raise Refused(f"The first row names the columns. Missing among them: {named}.")
        if self.unknown:
            raise Refused(f"There is no column “{self.unknown[0][:40]}”: rename or remove it.")


def _name(cell):
    return re.sub(r"[\s_-]+", "_", clean(cell).casefold()).strip("_")


def known_names(cells):
    """How many of `cells` are names of columns: tells a header from another."""
    return sum(ALIASES.get(name, name) in KNOWN | IGNORED for name in map(_name, cells))


def record_of(header, cells, row):
    """The record of a row of texts, or None when all of them are empty."""
    if not any(cell.strip() for cell in cells):
        return None
    record = Record(row=row, is_table=True)
    if any(cell.strip() for cell in cells[header.width :]):
        count = len(cells)
        record.faults.append(f"The row has {count} cells, the first row only {header.width}.")
    values = {
        name: restored(clean(cells[number])) if number < len(cells) else ""
        for name, number in header.columns.items()
    }
    _fill(record, values)
    return record


def _fill(record, values):
    record.code, record.stem = values.get("id", ""), values["stem"]
    for name in ("exam", "objective", "domain"):
        setattr(record, name, values.get(name, ""))
    record.level = values.get("level", "").casefold() or None
    record.reference, record.rationale = values.get("reference"), values.get("explanation")
    record.difficulty = _difficulty(record, values.get("difficulty", ""))
    for name in ("keeps_order", "is_markdown"):
        setattr(record, name, _flag(record, name, values.get(name, "")))
    said = values.get("type", "").casefold()
    key = values.get("key", "")
    if said not in KINDS and said:
        record.kind = said
        return
    record.kind = KINDS[said] if said else "multiple" if "|" in key else "single"
    options = _options(record, values)
    if record.kind == "matching":
        from_pairs(record, _split(record, options))
    elif record.kind == "ordering":
        from_steps(record, options)
    else:
        record.options = [Option(text, rationale=why) for text, why in options]
        for number in _keys(record, key):
            record.options[number].is_key = True
    if key and record.kind in ("matching", "ordering"):
        record.faults.append("The key of matching and ordering stays empty: the options say it.")


def _difficulty(record, said):
    if not said:
        return None
    if re.fullmatch(r"[0-9]{1,4}", said):
        return int(said)
    words = {"easy": 1, "medium": 2, "hard": 3}
    if said.casefold() not in words:
        record.faults.append(f"The difficulty “{said[:40]}” is not 1, 2 or 3.")
    return words.get(said.casefold())


def _flag(record, name, said):
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if said and said.casefold() not in words:
        record.faults.append(f"{name} is “{said[:40]}”, neither yes nor no.")
    return words.get(said.casefold()) if said else None


def _options(record, values):
    """The filled option cells with their rationales; None where there is no such column."""
    found, gap = [], ""
    for letter, option, why in zip(ascii_uppercase, OPTIONS, WHYS, strict=True):
        text, reason = values.get(option, ""), values.get(why)
        if text:
            if gap:
                record.faults.append(f"Option {gap} is empty, but option {letter} is not.")
                gap = ""
            found.append((text, reason))
        else:
            gap = gap or letter
            if reason:
                record.faults.append(f"There is a rationale of option {letter}, but no option.")
    return found


def _split(record, options):
    for text, why in options:
        left, arrow, right = text.partition("=>")
        if not arrow or not right.strip():
            record.faults.append(f"“{text[:60]}” is no pair: write left => right.")
        yield left.strip(), right.strip(), why


def _keys(record, key):
    """The places of the right options, from letters, numbers or the text of an option."""
    texts = [option.text for option in record.options]
    found = []
    for part in _parts(key, texts):
        meant = {texts.index(part)} if texts.count(part) == 1 else set()
        if re.fullmatch(r"[A-Za-z]", part):
            meant = {ascii_uppercase.index(part.upper())}
        elif re.fullmatch(r"[1-9][0-9]?", part):
            meant.add(int(part) - 1)
        if len(meant) > 1:
            record.faults.append(
                f"The key “{part}” may be the choice of that text or of that place: write a letter."
            )
        elif not meant or max(meant) >= len(texts):
            record.faults.append(f"The key “{part[:60]}” is none of the {len(texts)} options.")
        elif meant <= set(found):
            record.faults.append(f"The key “{part[:60]}” stands twice.")
        else:
            found += meant
    return found


def _parts(key, texts):
    """What a key names: letters first, then a whole text, then a list of people's making."""
    if re.fullmatch(r"[A-Z](\|[A-Z])*", key):
        return key.split("|")
    if not key or key in texts:
        return [key] if key else []
    is_short = re.fullmatch(r"\w{1,2}(\s*[,;|]\s*\w{1,2})*", key)
    return [part.strip() for part in re.split(r"[|;,]" if is_short else r"\|", key)]
