"""Files that mean harm, or are no files of questions, are refused with one sentence."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from quizzes.exchange.check import errors_of
from quizzes.exchange.formats import FORMATS, read
from quizzes.exchange.markup import plain
from quizzes.exchange.records import Refused, cleaned
from quizzes.exchange.sources import refuse_size

HEAD = b"id,exam,objective,stem,option_a,option_b,key\n"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<quiz><question type="multichoice"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="multichoice"><name><text>&x;</text></name></question></quiz>"""
DEEP = b"<quiz><question>" + b"<a>" * 100_000


def workbook(*rows):
    """The bytes of a workbook with these rows."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def packed(data, **parts):
    """A workbook with some of its parts replaced, or with others: {name: bytes}."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


GOOD = workbook(["id", "stem", "option_a", "option_b", "key"], ["x-1", "Which?", "A", "B", "A"])
SHEET = "xl/worksheets/sheet1.xml"


def refusal(name, data):
    with pytest.raises(Refused) as found:
        list(read(name, data))
    said = str(found.value)
    assert said.endswith(".") and "\n" not in said
    return said


def test_refuses_trees_that_would_fill_the_memory():
    """Padding that does not pack makes room for a part that packs a hundredfold."""
    tree = b"<styleSheet>" + b"<a/>" * 2_000_000 + b"</styleSheet>"
    padding = random.Random(1).randbytes(500_000)
    data = packed(GOOD, **{"xl/styles.xml": tree, "pad.bin": padding})
    assert "styles are too large" in refusal("q.xlsx", data)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("q.xml", BOMB, "declares a document type"),
        ("q.xml", OUTSIDE, "declares a document type"),
        ("q.xml", DEEP, "nested too deeply"),
        ("q.xml", b"<html><body>Log in</body></html>", "not <quiz>"),
        ("q.xml", b"<quiz><question>", "is not XML"),
        ("q.xml", b"<quiz>&nbsp;</quiz>", "is not XML"),
        ("q.xml", b"no tag at all", "no XML"),
        ("q.xml", "<quiz/>".encode("utf-16"), "UTF-16"),
        ("q.csv", HEAD + b"1,\xe9", "Line 2 is not UTF-8"),
        ("q.csv", HEAD + b"1,a\x00b", "U+0000"),
        ("q.csv", HEAD + b"1,a\x07b", "U+0007"),
        ("q.csv", HEAD + b'1,"a', "After line 2"),
        ("q.csv", HEAD + b"1," + b"a" * 200_000, "After line"),
        ("q.csv", b"name,city\nx,y\n", "Missing among them: option_a, option_b, stem."),
        ("q.csv", HEAD.replace(b"exam", b"exams"), "There is no column “exams”"),
        ("q.csv", HEAD.replace(b"exam", b"question"), "Two columns are “stem”"),
        ("q.csv", HEAD.decode().encode("utf-16-le"), "U+0000"),
        ("q.csv", b"stem,option_a,option_b" + b"," * 300, "303 columns; at most 200"),
        ("q.csv", b"<!doctype html>", "XML or a web page"),
        ("q.csv", GOOD, "an archive or a workbook"),
        ("q.gift", GOOD, "an archive or a workbook"),
        ("q.xlsx", HEAD, "no workbook"),
        ("q.xlsx", b"PK\x03\x04 and nothing else", "cannot be unpacked"),
        ("q.xlsx", GOOD[: len(GOOD) // 2], "cannot be unpacked"),
        ("q.xlsm", GOOD, "macros"),
        ("q.xlsx", packed(GOOD, **{"xl/vbaProject.bin": b"x"}), "has macros"),
        ("q.xlsx", packed(GOOD, **{"xl/big.xml": b"0" * 20_000_000}), "unpacks to 19 MB"),
        ("q.xlsx", packed(GOOD, **{SHEET: BOMB}), "broken"),
        ("q.xlsx", packed(GOOD, **{"xl/workbook.xml": BOMB}), "broken"),
        ("q.xlsx", packed(GOOD, **{"xl/workbook.xml": b"<a/>"}), "no sheet"),
        ("q.xlsx", packed(GOOD, **{SHEET: b"<worksheet"}), "broken"),
        ("q.xlsx", workbook(), "first sheet is empty"),
        ("q.gz", b"\x1f\x8b", "compressed"),
    ],
)
def test_refuses(name, data, words):
    assert words in refusal(name, data)


@pytest.mark.parametrize("name", ["q.csv", "q.gift", "q.txt", "q.aiken", "q.json", "q.xml"])
def test_takes_the_mark_of_utf_8(name):
    data = {
        "q.csv": HEAD + b"x-1,,,Which?,A,B,A\n",
        "q.gift": b"Which?{=A ~B}",
        "q.txt": b"Which?\nA) A\nB) B\nANSWER: A\n",
        "q.aiken": b"Which?\nA) A\nB) B\nANSWER: A\n",
        "q.json": b'[{"stem": "Which?"}]',
        "q.xml": b'<quiz><question type="truefalse"><questiontext><text>Which?</text>'
        b"</questiontext></question></quiz>",
    }[name]
    for mark in (b"", b"\xef\xbb\xbf"):
        assert [each.stem for each in read(name, mark + data)] == ["Which?"]


def test_names_the_cells_that_hold_no_text():
    head = ["id", "stem", "option_a", "option_b", "key", "difficulty"]
    data = workbook(head, ["x-1", "=1+1", "A", "=HYPERLINK(A1)", "A", 1], ["x-2", "#N/A"])
    first, second = read("q.xlsx", data)
    assert first.faults == [
        "Cell B2 has a formula: paste its value.",
        "Cell D2 has a formula: paste its value.",
    ]
    assert "Cell B3 has the error #N/A." in second.faults


def test_keeps_a_cell_far_away_from_taking_long():
    book, file = Workbook(), io.BytesIO()
    for row in (["stem", "option_a", "option_b"], ["Which?", "A", "B"]):
        book.active.append(row)
    book.active["XFD1000000"] = "far"
    book.save(file)
    assert [each.stem for each in read("q.xlsx", file.getvalue())] == ["Which?"]


def test_bars_a_text_longer_than_any_needs():
    record = next(read("q.csv", HEAD + b"x-1,,," + b"a" * 30_000 + b",A,B,A\n"))
    assert "The stem has 30000 characters; at most 20000 fit." in errors_of(cleaned(record))


@pytest.mark.parametrize(
    "text",
    ["Which?{" + "=a~b" * 200_000 + "}", "Which?{=a ~" + "\u0301\u0327" * 300_000 + "}"],
    ids=["choices", "accents"],
)
def test_bars_what_would_take_long(text):
    (record,) = FORMATS["gift"].read(text.encode())
    assert errors_of(cleaned(record))


def test_leaves_broken_tags_as_they_are():
    assert plain("<a " * 1000) == "<a " * 1000
    assert plain("<p>a</p>" * 10_000) == "<p>a</p>" * 10_000


@pytest.mark.parametrize(("size", "words"), [(0, "empty"), (101 * 1024 * 1024, "101.0 MB")])
def test_looks_at_the_size_first(size, words):
    with pytest.raises(Refused, match=words):
        refuse_size(size)


SAMPLES = {
    "csv": HEAD.decode() + 'x-1,N10-009,1.4,"Which?",A,B,A|B\n',
    "gift": "$CATEGORY: a/N10-009/1.4\n\n// [id:x]\n::t::[html]Which?{=%50%A#f ~B}\n\nX{>2\na\nb}",
    "aiken": "Which?\nA) A\nB. B\nANSWER: B\n\n",
    "json": '[{"stem": "Which?", "choices": [{"text": "A", "is_key": true}], "slots": []},\n{}]',
    "xml": '<quiz><question type="multichoice"><questiontext format="html"><text>W</text>'
    '</questiontext><answer fraction="100"><text>A</text></answer></question></quiz>',
}


@pytest.mark.parametrize("form", SAMPLES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_reads_anything_or_refuses_it(form, data):
    text = SAMPLES[form]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        to = at + data.draw(st.integers(0, 5))
        new = data.draw(
            st.sampled_from(["", "{", "}", "=", "~", "->", '"', "[", "\n", "9", "<", "é"])
        )
        text = text[:at] + new + text[to:]
    try:
        for record in FORMATS[form].read(text.encode()):
            errors_of(cleaned(record))
    except Refused as error:
        assert str(error)


def test_reads_a_damaged_workbook_or_refuses_it():
    rng = random.Random(709)
    for _ in range(150):
        data = bytearray(GOOD)
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            list(FORMATS["xlsx"].read(bytes(data)))
        except Refused as error:
            assert str(error)
