"""Records by themselves: what bars them, what a format cannot hold, and what differs."""

from dataclasses import replace

import pytest

from quizzes.exchange.check import errors_of, notes_of
from quizzes.exchange.formats import FORMATS
from quizzes.exchange.likeness import Likeness
from quizzes.exchange.records import Option, Place, Record
from quizzes.exchange.wordings import completed, differences

TWO = [Option("a", is_key=True, rationale="x"), Option("b", rationale="y")]
CHOICE = Record(row=1, stem="Which?", options=TWO, exhibits=[], rationale="", reference="")
MATCH = replace(
    CHOICE,
    kind="matching",
    options=[Option("a", rationale=""), Option("b", rationale="")],
    places=[Place(1, row="x", rationale=""), Place(2, row="y", rationale="")],
)
ORDER = replace(MATCH, kind="ordering", places=[Place(2), Place(1)])


def other(record, part, number, **fields):
    """The record with one option or place changed."""
    parts = list(getattr(record, part))
    parts[number] = replace(parts[number], **fields)
    return replace(record, **{part: parts})


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (replace(CHOICE, kind="generated"), "generated questions"),
        (replace(CHOICE, exhibits=[{"title": "t", "text": "x"}]), "an exhibit"),
        (replace(CHOICE, stem=""), "unfinished"),
        (replace(CHOICE, options=TWO[:1]), "unfinished"),
        (other(CHOICE, "options", 0, is_key=False), "unfinished"),
        (other(CHOICE, "options", 1, text=""), "unfinished"),
        (other(CHOICE, "options", 1, group="g"), "that their type does not have"),
        (replace(CHOICE, places=[Place(1)]), "that their type does not have"),
        (replace(CHOICE, kind="multiple", options=[TWO[0], TWO[0]]), "unfinished"),
        (other(MATCH, "places", 0, group="g"), "groups, columns"),
        (other(MATCH, "places", 0, column="c"), "groups, columns"),
        (other(MATCH, "options", 0, rationale="why"), "notes on choices"),
        (other(MATCH, "places", 0, key=9), "unfinished"),
        (other(MATCH, "places", 0, row=""), "unfinished"),
        (other(MATCH, "options", 1, text="a"), "unfinished"),
        (other(ORDER, "places", 0, row="r"), "places have names"),
        (other(ORDER, "places", 0, key=1), "unfinished"),
    ],
)
def test_says_why_a_table_and_moodle_leave_a_question_out(record, reason):
    for form in ("csv", "xlsx", "gift", "xml"):
        assert reason in FORMATS[form].module.left_out(record)
    assert FORMATS["aiken"].module.left_out(record)
    assert FORMATS["json"].module.left_out(record) == ""


def many(count):
    return [Option(str(n), is_key=n > 0) for n in range(count)]


@pytest.mark.parametrize(
    ("form", "record", "reason"),
    [
        ("csv", replace(CHOICE, options=[TWO[0], *(Option(str(n)) for n in range(26))]), "than 26"),
        ("csv", other(MATCH, "places", 0, row="a => b"), "=> in a row"),
        ("gift", other(MATCH, "places", 0, row="a -> b"), "-> in a row"),
        ("gift", replace(CHOICE, kind="multiple", options=many(13)), "more than ten keys"),
        ("xml", replace(CHOICE, kind="multiple", options=many(13)), "more than ten keys"),
        ("xlsx", replace(CHOICE, stem="x" * 32_767), "longer than a cell"),
        ("aiken", replace(CHOICE, stem="Which\nof these?"), "more than one line"),
        ("aiken", replace(CHOICE, stem="A) or B?"), "look like an option"),
        ("aiken", MATCH, "no single answer"),
    ],
)
def test_says_what_one_format_leaves_out(form, record, reason):
    assert reason in FORMATS[form].module.left_out(record)


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (replace(CHOICE, kind="generated"), "no choices or slots of its own"),
        (replace(CHOICE, options=many(27)), "more than 26"),
        (other(CHOICE, "options", 1, text=""), "Choice 2 is empty."),
        (replace(CHOICE, places=[Place(1)]), "This type has no slots."),
        (replace(MATCH, places=[]), "fewer than two slots"),
        (other(MATCH, "places", 0, row=""), "Slot 1 has no row."),
        (other(MATCH, "places", 0, group="g"), "not among the choices that it offers"),
        (other(ORDER, "places", 0, key=1), "one slot for each of its steps"),
        (other(MATCH, "places", 0, row="r" * 201), "row of slot 1 has 201 characters"),
        (other(MATCH, "options", 0, group="g" * 61), "group of choice 1 has 61 characters"),
    ],
)
def test_bars_what_cannot_be(record, error):
    assert error in " ".join(errors_of(record))


def test_notes_what_is_worth_a_look():
    found = notes_of(replace(other(CHOICE, "options", 0, rationale=None), stem="What\ufffds?"))
    assert found == [
        "A character was lost before the file was saved (\ufffd).",
        "No rationale yet: choice 1.",
    ]
    assert notes_of(replace(ORDER, stem="x"))[-1] == "No rationale yet: slot 1, 2."


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (MATCH, []),
        (replace(MATCH, stem="Who?"), ["stem"]),
        (replace(MATCH, difficulty=3), ["difficulty"]),
        (replace(MATCH, level="recall"), ["level"]),
        (replace(MATCH, keeps_order=True), ["order of choices kept"]),
        (replace(MATCH, reference="r"), ["reference"]),
        (other(MATCH, "options", 0, text="c"), ["choices"]),
        (other(MATCH, "options", 0, is_key=True), []),  # slots say what is right
        (other(MATCH, "options", 0, group="g"), ["groups"]),
        (other(MATCH, "options", 0, rationale="r"), ["rationales of choices"]),
        (other(MATCH, "places", 0, row="z"), ["slots"]),
        (other(MATCH, "places", 0, key=2), ["key"]),
        (other(MATCH, "places", 0, rationale="r"), ["rationales of slots"]),
    ],
)
def test_names_what_differs(record, said):
    assert differences(completed(record), completed(MATCH)) == said


def test_takes_from_the_bank_what_a_file_does_not_say():
    bank = completed(replace(CHOICE, difficulty=3, rationale="Because.", keeps_order=True))
    file = replace(CHOICE, rationale=None, reference=None, exhibits=None)
    file.options = [Option("a", is_key=True), Option("new")]
    whole = completed(file, bank)
    assert (whole.difficulty, whole.rationale, whole.keeps_order) == (3, "Because.", True)
    assert [each.rationale for each in whole.options] == ["x", ""]


def test_keeps_the_banks_order_of_packed_choices():
    bank = completed(MATCH)
    file = replace(MATCH, is_packed=True, options=[Option("c"), Option("b"), Option("a")])
    file.places = [Place(3, row="x"), Place(2, row="y")]
    whole = completed(file, bank)
    assert [each.text for each in whole.options] == ["a", "b", "c"]
    assert [place.key for place in whole.places] == [1, 2]


# Stems that are alike


def found(stems):
    likeness, said = Likeness(stems), {}
    for name in stems:
        if like := likeness.like(name):
            said[name] = like[0]
        likeness.add(name)
    return said


def test_finds_stems_that_are_alike_and_no_others():
    words = [f"word{n}" for n in range(40)]
    stems = {
        "first": " ".join(words),
        "other": " ".join(f"else{n}" for n in range(40)),
        "like": " ".join([*words[:35], "and", "more", "of", "it"]),
        "half": " ".join([*words[:15], *(f"new{n}" for n in range(30))]),
        "same": " ".join(words),
    }
    assert found(stems) == {"like": "first", "same": "first"}


def test_finds_no_likeness_of_texts_without_words():
    assert found({"one": "∑ ?", "two": "∏ ?", "three": ""}) == {}


def test_compares_a_stem_with_so_many_others_only(monkeypatch):
    """What all share leads nowhere: the work grows with the stems, not with their square."""
    compared = []
    monkeypatch.setattr(
        "quizzes.exchange.likeness.share",
        lambda mine, theirs: compared.append(1) or 0,
    )
    shared = "which of the following is the best way to do it when nothing else helps"
    stems = {n: f"{shared} {' '.join(f'w{n}x{m}' for m in range(20))}" for n in range(300)}
    assert found(stems) == {}
    assert len(compared) == 0
    short = {n: f"one two three four five six seven {n}" for n in range(400)}
    found(short)
    assert len(compared) <= 400 * 200
