"""What Moodle has no field for, in texts that it has: reference, place, difficulty."""

import re

REFERENCE = "Reference:"
TAG = re.compile(r"(?i)(difficulty|level|obj)[-: ](.+)")
KEEPS_ORDER = "keeps-order"
MARKDOWN = "markdown"
# What Moodle accepts; the keys of a multiple response share 100.
FRACTIONS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667"}
FRACTIONS |= {7: "14.28571", 8: "12.5", 9: "11.11111", 10: "10"}


def feedback(record):
    """The general feedback: the rationale, and the reference in a last line of its own."""
    said = record.rationale
    if record.reference or _last_line(said).startswith(REFERENCE):
        said = f"{said}\n\n{REFERENCE} {record.reference}"
    return said.strip()


def take_feedback(record, text):
    """Give `record` the rationale and reference that `feedback` wrote. Empty says nothing."""
    if not text.strip():
        return
    text, last = text.rstrip(), _last_line(text)
    if last.startswith(REFERENCE):
        record.reference = last.removeprefix(REFERENCE).strip()
        text = text[: -len(last)].rstrip()
    record.rationale = text


def _last_line(text):
    return text.rstrip().rpartition("\n")[2]


def tags(record):
    """The tags of a question, but for its place, which the category says."""
    found = [f"difficulty-{record.difficulty}", f"level-{record.level}"]
    return found + [KEEPS_ORDER] * record.keeps_order + [MARKDOWN] * record.is_markdown


def take_tags(record, found):
    """Read the tags that say something to us."""
    for tag in found:
        if match := TAG.fullmatch(tag.strip()):
            name, value = match[1].lower(), match[2].strip()
            if name == "level":
                record.level = value.casefold()
            elif name == "obj":
                record.objective = value
            elif value.isdecimal():
                record.difficulty = int(value[:4])
        elif tag.strip() == KEEPS_ORDER:
            record.keeps_order = True
        elif tag.strip() == MARKDOWN:
            record.is_markdown = True


def category(record):
    """The path of the category for the place of a question; a slash in a name is doubled."""
    return "/".join(["$course$", "top", record.exam.replace("/", "//"), record.objective])


def segments(path):
    """The names in the path of a category."""
    return [each.replace("\0", "/").strip() for each in path.replace("//", "\0").split("/")]
