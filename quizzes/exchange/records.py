"""What a file says of a question, whatever its format."""

import re
import unicodedata
from dataclasses import dataclass, field

# What XML, PostgreSQL or UTF-8 cannot hold, and no text needs.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

LONGEST = 20_000  # characters of any text; what is longer is barred


IMAGES = "The files of images: texts in Markdown name them, and they stay in this bank."


class Refused(ValueError):
    """The file cannot be read at all. Says why, in one sentence."""


@dataclass(slots=True)
class Option:
    """A choice. A rationale of None: the file does not say."""

    text: str
    is_key: bool = False
    group: str = ""
    rationale: str | None = None


@dataclass(slots=True)
class Place:
    """A slot; `key` is the number of its right option, counted from 1."""

    key: int
    row: str = ""
    column: str = ""
    group: str = ""
    rationale: str | None = None


@dataclass(slots=True)
class Record:
    """A question in a file. What is None the file does not say: the bank's wording keeps it."""

    row: int  # of a table, or the line where it begins
    kind: str = "single"
    stem: str = ""
    options: list = field(default_factory=list)
    places: list = field(default_factory=list)
    code: str = ""
    title: str = ""  # may be a code
    exam: str = ""
    domain: str = ""  # number or name
    objective: str = ""  # 1.4
    category: str = ""  # a path that may name exam and objective
    exhibits: list | None = None
    difficulty: int | None = None
    level: str | None = None
    reference: str | None = None
    rationale: str | None = None
    keeps_order: bool | None = None
    is_markdown: bool | None = None
    is_sample: bool | None = None
    generator: str = ""
    params: dict = field(default_factory=dict)
    is_packed: bool = False  # the file has options in the order of their places, not their own
    is_table: bool = False
    left_out: str = ""  # why it is no question of ours
    faults: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # Of a wording in the bank.
    version: int | None = None
    status: str = ""

    def texts(self):
        """Every text with its name, for checks."""
        yield from (("id", self.code), ("stem", self.stem), ("reference", self.reference or ""))
        yield "rationale", self.rationale or ""
        for number, option in enumerate(self.options, start=1):
            yield f"choice {number}", option.text
            yield f"group of choice {number}", option.group
            yield f"rationale of choice {number}", option.rationale or ""
        for number, place in enumerate(self.places, start=1):
            for name in ("row", "column", "group"):
                yield f"{name} of slot {number}", getattr(place, name)
            yield f"rationale of slot {number}", place.rationale or ""
        for exhibit in self.exhibits or []:
            yield from (("title of an exhibit", exhibit["title"]), ("exhibit", exhibit["text"]))


def clean(text):
    """A text as the bank keeps it: composed, LF at line ends, plain spaces, no margins.

    Lines keep the spaces that they begin with, but for the first.
    """
    return clean_block(text).strip()


def clean_block(text):
    """The same for output of a tool, the first line of which may be indented too."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    text = text.replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
    if len(text) <= LONGEST:  # composing takes the square of a run of accents
        text = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def line(text):
    """A clean text in one line."""
    return " ".join(clean(text).split())


def cleaned(record):
    """The record with every text clean. Changes it."""
    for name in ("code", "title", "exam", "domain", "objective"):
        setattr(record, name, line(getattr(record, name)))
    record.stem = clean(record.stem)
    if record.reference is not None:
        record.reference = line(record.reference)
    if record.rationale is not None:
        record.rationale = clean(record.rationale)
    for part in (*record.options, *record.places):
        for name in ("text", "row", "column", "group"):
            if hasattr(part, name):
                setattr(part, name, clean(getattr(part, name)))
        if part.rationale is not None:
            part.rationale = clean(part.rationale)
    if record.exhibits is not None:
        record.exhibits = [
            {"title": line(each["title"]), "text": clean_block(each["text"])}
            for each in record.exhibits
        ]
    return record
