"""What goes out comes in again unchanged: each format, for what it can carry."""

import io
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizzes.exchange.formats import FORMATS, losses
from quizzes.exchange.packing import unpackable
from quizzes.exchange.records import IMAGES, Option, Place, Record, clean, clean_block, line
from quizzes.exchange.table import defused, restored
from quizzes.exchange.wordings import completed, differences

TRAPS = ["=", "+", "-", "@", "'", '"', "{", "}", "~", "#", ":", "\\", "[", "]", "->", "=>", "//"]
TRAPS += ["\n", "\t", " ", "|", ";", ",", "<b>", "&amp;", "]]>", "_x000D_", "\\n", "%50%", "A)"]
TRAPS += ["[html]", "ANSWER: A", "Reference:", "$CATEGORY:", "::", "####", "\u00a0", "\u2028", "é"]
CHARS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
PIECES = st.lists(st.one_of(st.sampled_from(TRAPS), CHARS, st.just("word")), max_size=8)
RAW = PIECES.map("".join)
TEXT = RAW.map(clean)
SAID = TEXT.filter(bool)
SHORT = RAW.map(lambda text: line(text)[:40].strip())


def distinct(count):
    return st.lists(SAID, min_size=count, max_size=6, unique_by=str.casefold)


@st.composite
def records(draw):
    """A finished question of any kind that is written by hand."""
    kind = draw(st.sampled_from(["single", "multiple", "ordering", "matching", "exhibit"]))
    texts = draw(distinct(3))
    count = len(texts)
    if kind in ("single", "multiple"):
        most = 1 if kind == "single" else count - 1
        keys = draw(st.sets(st.sampled_from(range(count)), min_size=1, max_size=most))
        options = [Option(text, n in keys, "", draw(TEXT)) for n, text in enumerate(texts)]
        places = []
    else:
        options = [Option(text, rationale="") for text in texts]
        order = draw(st.permutations(range(1, count + 1)))
        named = kind != "ordering"
        if named:
            order = order[: draw(st.integers(2, count))]
        column = draw(SHORT) if kind == "exhibit" else ""
        places = [Place(key, draw(SAID) if named else "", column, "", draw(TEXT)) for key in order]
    exhibits = [{"title": "Log", "text": draw(RAW.map(clean_block))}] if kind == "exhibit" else []
    code = draw(st.text(string.ascii_letters + string.digits + "-._ ", min_size=1).map(line))
    return Record(
        row=1,
        kind=kind,
        code=code[:40].strip() or "X-1",
        exam="N10-009",
        objective="1.4",
        stem=draw(SAID),
        options=options,
        places=places,
        exhibits=exhibits,
        difficulty=draw(st.integers(1, 3)),
        level=draw(st.sampled_from(["recall", "apply", "analyze"])),
        reference=draw(RAW.map(line)),
        rationale=draw(TEXT),
        keeps_order=draw(st.booleans()),
        is_markdown=draw(st.booleans()),
        is_sample=draw(st.booleans()),
        version=1,
        status="draft",
    )


def again(form, record):
    """The record, written and read, or None when the format leaves it out."""
    file = io.BytesIO()
    FORMATS[form].write([record], file)
    found = list(FORMATS[form].read(file.getvalue()))
    if FORMATS[form].module.left_out(record):
        assert found == []
        return None
    assert len(found) == 1
    assert found[0].faults == []
    return found[0]


def single(text, **more):
    """A single answer in which `text` stands wherever it can."""
    options = [Option(text, True, "", text), Option(f"{text}?", False, "", text)]
    own = {"code": "N10-009-1", "exam": "N10-009", "objective": "1.4", "stem": text, **more}
    whole = {"difficulty": 1, "level": "apply", "reference": "", "keeps_order": False}
    whole["is_markdown"] = False
    return Record(row=1, options=options, rationale=text, exhibits=[], **whole, **own)


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
@given(record=records())
@settings(max_examples=60, deadline=None)
@example(record=single("=cmd|' /C calc'!A0"))
@example(record=single("A"))
@example(record=single("a\n\n  b"))
def test_keeps_all_of_what_a_table_or_json_has(form, record):
    found = again(form, record)
    if found is None:
        assert form != "json"
        assert unpackable(record) or "=>" in "".join(place.row for place in record.places)
        return
    base = record if found.is_packed else None  # the order of packed choices is the bank's
    assert differences(completed(found, base), record) == []
    assert (found.code, found.exam) == (record.code, "N10-009")
    assert found.objective.removeprefix("obj-") == "1.4"
    if form == "json":
        assert found.is_sample == record.is_sample


@pytest.mark.parametrize("form", ["gift", "xml"])
@given(record=records())
@settings(max_examples=60, deadline=None)
@example(record=single("C:\\new {1..3} ~ #"))
@example(record=single("%50%"))
@example(record=single("[html]<b>x</b>"))
@example(record=single("why\n\nReference: none"))
@example(record=single("//"))
def test_keeps_what_moodle_has_a_place_for(form, record):
    found = again(form, record)
    if found is None:
        assert unpackable(record) or "->" in "".join(place.row for place in record.places)
        return
    base = record if found.is_packed else None
    assert differences(completed(found, base), record) == []
    assert found.title == record.code
    assert found.code == record.code
    assert found.category == "$course$/top/N10-009/1.4"


@given(record=records())
@settings(max_examples=60, deadline=None)
def test_keeps_stem_choices_and_key_in_aiken(record):
    found = again("aiken", record)
    if found is None:
        return
    assert found.stem == record.stem
    assert [(each.text, each.is_key) for each in found.options] == [
        (each.text, each.is_key) for each in record.options
    ]


@given(text=RAW)
def test_defuses_what_a_spreadsheet_would_run(text):
    assert not defused(text).startswith(("=", "+", "-", "@"))
    assert restored(defused(text)) == text


def test_tells_for_each_format_what_is_lost():
    kept = single("Which?")
    task = Record(row=1, kind="exhibit", exhibits=[{"title": "Log", "text": "x"}])
    found = {each.format.name: each for each in losses([kept, task])}
    assert (found["json"].written, found["json"].left_out, found["json"].loses) == (2, [], [IMAGES])
    assert found["csv"].left_out == [("questions with an exhibit", 1)]
    assert found["aiken"].written == 1
    assert any("Rationales" in sentence for sentence in found["aiken"].loses)
