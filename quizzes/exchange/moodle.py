"""Moodle XML: the best way to Moodle and back."""

import re
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from quizzes.exchange import notes
from quizzes.exchange.gift import left_out as gift_left_out
from quizzes.exchange.gift import take_weights, true_or_false
from quizzes.exchange.markup import has_image, plain
from quizzes.exchange.packing import from_pairs, from_steps, pairs, steps, unpackable
from quizzes.exchange.records import IMAGES, Option, Record, Refused
from quizzes.exchange.sources import text_of

DEEPEST = 40
PIECE = 1 << 16  # characters
HTML = ("html", "moodle_auto_format", "")
LOSES = [
    IMAGES,
    "Whether a question is one of the ten for visitors.",
    "Rationales of the single rows of matching.",
    "The order of the choices of matching and ordering, which is shuffled anyway.",
    "All or nothing: Moodle gives a part of the points for a part of a multiple response.",
]


def left_out(record):
    """Why Moodle XML cannot hold `record`, or nothing."""
    if reason := unpackable(record):
        return reason
    return gift_left_out(record) if record.kind == "multiple" else ""


# Writing


def write(records, file):
    """Write `records` to a binary file."""
    before = None
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    for record in records:
        place = notes.category(record)
        if place != before:
            question = ElementTree.Element("question", type="category")
            _text(question, "category", place, form=None)
            file.write(ElementTree.tostring(question) + b"\n")
            before = place
        file.write(ElementTree.tostring(_question(record), encoding="utf-8") + b"\n")
    file.write(b"</quiz>\n")


def _question(record):
    kind = {"matching": "matching", "ordering": "ordering"}.get(record.kind, "multichoice")
    question = ElementTree.Element("question", type=kind)
    _text(question, "name", record.code, form=None)
    form = "markdown" if record.is_markdown else "plain_text"
    _text(question, "questiontext", record.stem, form)
    _text(question, "generalfeedback", notes.feedback(record), form)
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("idnumber", record.code)):
        ElementTree.SubElement(question, name).text = value
    if record.kind == "matching":
        _matching(question, record)
    elif record.kind == "ordering":
        _ordering(question, record)
    else:
        _choices(question, record)
    found = ElementTree.SubElement(question, "tags")
    for tag in notes.tags(record):
        _text(found, "tag", tag, form=None)
    return question


def _choices(question, record):
    share = notes.FRACTIONS[sum(option.is_key for option in record.options)]
    values = {
        "single": str(record.kind == "single").lower(),
        "shuffleanswers": str(not record.keeps_order).lower(),
        "answernumbering": "ABCD",
    }
    for name, value in values.items():
        ElementTree.SubElement(question, name).text = value
    wrong = "0" if record.kind == "single" else "-100"
    for option in record.options:
        answer = _text(question, "answer", option.text)
        answer.set("fraction", share if option.is_key else wrong)
        form = "markdown" if record.is_markdown else "plain_text"
        _text(answer, "feedback", option.rationale, form)


def _matching(question, record):
    ElementTree.SubElement(question, "shuffleanswers").text = str(not record.keeps_order).lower()
    for left, right, _ in pairs(record):
        row = _text(question, "subquestion", left)
        _text(row, "answer", right, form=None)


def _ordering(question, record):
    found = steps(record)
    values = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": str(len(found)),
        "gradingtype": "ALL_OR_NOTHING",
    }
    for name, value in values.items():
        ElementTree.SubElement(question, name).text = value
    for number, (text, why) in enumerate(found, start=1):
        answer = _text(question, "answer", text)
        answer.set("fraction", str(number))
        _text(answer, "feedback", why, "markdown" if record.is_markdown else "plain_text")


def _text(parent, name, text, form="plain_text"):
    element = ElementTree.SubElement(parent, name)
    if form:
        element.set("format", form)
    ElementTree.SubElement(element, "text").text = text
    return element


# Reading


class _Target:
    """Collects the questions of a <quiz> as elements, each with its line."""

    def __init__(self):
        self.found, self.parser, self.depth = [], None, 0
        self.builder, self.row = None, 0

    def start(self, tag, attrs):
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(f"Line {self.parser.CurrentLineNumber}: nested too deeply.")
        if self.depth == 1 and tag != "quiz":
            raise Refused(f"This is no Moodle XML: it begins with <{tag[:40]}>, not <quiz>.")
        if self.depth == 2 and tag == "question":
            self.builder, self.row = ElementTree.TreeBuilder(), self.parser.CurrentLineNumber
        if self.builder:
            self.builder.start(tag, attrs)

    def data(self, text):
        if self.builder:
            self.builder.data(text)

    def end(self, tag):
        self.depth -= 1
        if self.builder:
            self.builder.end(tag)
            if self.depth == 1:
                self.found.append((self.row, self.builder.close()))
                self.builder = None

    def close(self):
        return None


def read(data):
    """The records of a file, each with its line. Raises Refused."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", _keep_lines, text_of(data))
    target = _Target()
    parser = XMLParser(target=target, forbid_dtd=True)
    target.parser = parser.parser
    category = ""
    try:
        for start in range(0, len(text), PIECE):
            parser.feed(text[start : start + PIECE])
            found, target.found = target.found, []
            for row, question in found:
                if question.get("type") == "category":
                    category = _plain(question.find("category"), "plain")
                else:
                    yield _record(question, row, category)
        parser.close()
    except DefusedXmlException as error:
        raise Refused("The file declares a document type or entities, which none needs.") from error
    except ElementTree.ParseError as error:
        raise Refused(f"Line {error.position[0]} is not XML: {error.msg}.") from error


def _keep_lines(found):
    """Nothing for the declaration, which may name an encoding: the text is decoded already."""
    return "\n" * found[0].count("\n")


def _record(question, row, category):
    kind = question.get("type", "")
    record = Record(row=row, category=category, exhibits=[])
    record.title = _plain(question.find("name"), "plain")
    record.code = (question.findtext("idnumber") or "").strip()
    record.stem = _plain(question.find("questiontext"))
    if kind not in TYPES:
        record.left_out = f"Billings has no questions of Moodle’s type “{kind[:40]}”."
        return record
    notes.take_feedback(record, _plain(question.find("generalfeedback")))
    notes.take_tags(record, [_plain(tag, "plain") for tag in question.iterfind("tags/tag")])
    TYPES[kind](record, question)
    texts = [each.text or "" for each in question.iter("text")]
    if question.find(".//file") is not None or any(map(has_image, texts)):
        record.notes.append("Pictures and other files are left out: look at what it asks.")
    return record


def _read_choices(record, question):
    is_single = (question.findtext("single") or "true").strip().lower() in ("true", "1")
    record.kind = "single" if is_single else "multiple"
    _read_shuffle(record, question)
    weights = []
    for answer in question.iterfind("answer"):
        why = _plain(answer.find("feedback")) or None
        record.options.append(Option(_plain(answer), rationale=why))
        weights.append(_fraction(record, answer))
    take_weights(record, weights)


def _read_shuffle(record, question):
    said = (question.findtext("shuffleanswers") or "").strip().lower()
    record.keeps_order = {"false": True, "0": True, "true": False, "1": False}.get(said)


def _fraction(record, answer):
    said = answer.get("fraction", "0").strip()
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", said):
        record.faults.append(f"The fraction “{said[:40]}” is no number of percent.")
        return 0.0
    return float(said)


def _read_truth(record, question):
    right = {_plain(a).casefold(): a for a in question.iterfind("answer")}
    fractions = {name: _fraction(record, answer) for name, answer in right.items()}
    if set(right) != {"true", "false"}:
        record.faults.append("The answers are not true and false.")
        return
    is_true = fractions["true"] > fractions["false"]
    names = ("true", "false") if is_true else ("false", "true")
    why, why_not = (_plain(right[name].find("feedback")) or None for name in names)
    true_or_false(record, is_true=is_true, right=why, wrong=why_not)


def _read_matching(record, question):
    record.kind = "matching"
    _read_shuffle(record, question)
    found = [
        (_plain(each), _plain(each.find("answer"), "plain"))
        for each in question.iterfind("subquestion")
    ]
    if any(not right for _, right in found):
        record.faults.append("A row has no answer.")
    from_pairs(record, [(left, right, None) for left, right in found])


def _read_ordering(record, question):
    record.kind = "ordering"
    if (question.findtext("selecttype") or "ALL").strip() not in ("ALL", "0"):
        record.notes.append("Moodle asks for some of the steps; here for all.")
    answers = question.findall("answer")
    from_steps(record, [(_plain(a), _plain(a.find("feedback")) or None) for a in answers])


TYPES = {
    "multichoice": _read_choices,
    "truefalse": _read_truth,
    "matching": _read_matching,
    "ordering": _read_ordering,
}


def _plain(element, default="html"):
    """The text of an element that has a <text>; old files write it without.

    `default` is the format of an element that names none.
    """
    if element is None:
        return ""
    text = element.findtext("text")
    text = (element.text or "") if text is None else text
    is_html = element.get("format", default) in HTML
    return plain(text) if is_html and re.search(r"[<&]", text) else text.strip()
