"""Tables and JSON as others write them: what is read, and what is said of the rest."""

import pytest

from quizzes.exchange.check import errors_of
from quizzes.models import Choice, Item, Question, Slot
from quizzes.tests.test_exchange_formats import filled, keys, records

# Tables


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("question,A,B,C,answer", "Which?,Fence,Log,Hash,B"),
        ("Question;Option A;Option B;Option C;Key", "Which?;Fence;Log;Hash;2"),
        ("stem\toption_a\toption_b\toption_c\tkey", "Which?\tFence\tLog\tHash\tLog"),
        ("QUESTION-TEXT,choice-a,choice-b,choice-c,Correct Answer", "Which?,Fence,Log,Hash,b"),
    ],
)
def test_reads_the_common_headers_and_keys(head, row):
    (record,) = records("csv", f"{head}\n{row}\n")
    assert (record.row, record.stem, keys(record)) == (2, "Which?", ["Log"])
    assert record.rationale is None
    assert errors_of(record) == []


def test_counts_rows_as_a_spreadsheet_does():
    found = records("csv", 'stem,option_a,option_b,key\n\n"Which\nof these?",a,b,A\nWho?,a,b,A\n')
    assert [(each.row, each.stem) for each in found] == [(3, "Which\nof these?"), (4, "Who?")]


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ("Which?,2,1,4,2", "may be the choice of that text or of that place"),
        ("Which?,a,b,c,A,more", "The row has 6 cells, the first row only 5."),
        ("Which?,a,b,c,0", "The key “0” is none of the 3 options."),
    ],
)
def test_names_what_is_wrong_in_a_row(cells, error):
    (record,) = records("csv", f"stem,option_a,option_b,option_c,key\n{cells}\n")
    assert error in " ".join(errors_of(record))


def test_reads_packed_slots():
    match, order = records(
        "csv",
        "type,stem,option_a,option_b,option_c,key,why_a\n"
        "match,Match.,SSH => 22,DNS => 53,=> 161,,Secure.\n"
        "order,Order.,Verify,Quarantine,,,First.\n",
    )
    assert filled(match) == [("SSH", "22"), ("DNS", "53")]
    assert [each.text for each in match.options] == ["22", "53", "161"]
    assert (match.places[0].rationale, order.places[0].rationale) == ("Secure.", "First.")
    assert [text for _, text in filled(order)] == ["Verify", "Quarantine"]


# JSON


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[1]", "This is no object."),
        ('[{"stemm": "x"}]', "“stemm” is no field of a question."),
        ('[{"stem": 1}]', "“stem” is not a text."),
        ('[{"difficulty": true}]', "“difficulty” is not a whole number."),
        ('[{"choices": {}}]', "“choices” is not a list of objects."),
        ('[{"choices": [{"is_key": true}]}]', "choices 1: “text” is missing."),
        ('[{"choices": [{"text": "a", "right": 1}]}]', "“right” is no field of choices (1)."),
        ('[{"slots": [{"key": "1"}]}]', "“slots 1: key” is not a whole number."),
        ('[{"kind": "matching", "stem": "x", "slots": [{"key": 9}]}]', "is 9, which no choice has"),
        ('[{"stem": "\\u0007"}]', "control character (U+0007)"),
        ('[{"stem": "\\ud800"}]', "control character (U+D800)"),
        ('[{"kind": "exhibit", "stem": "x"}]', "There is no exhibit."),
        ('[{"kind": "generated", "generator": "magic"}]', "magic"),
    ],
)
def test_names_what_is_wrong_in_an_object(text, error):
    (record,) = records("json", text)
    assert error in " ".join(errors_of(record))


def test_knows_lines_of_json():
    found = records("json", '\n{"stem": "a"}\n\n{"stem": "b"}\n')
    assert [(each.row, each.stem) for each in found] == [(2, "a"), (4, "b")]


def test_carries_every_field_in_json():
    """A field that is added to a wording is to be carried too, or named here as circumstance."""
    circumstances = {"id", "item", "version", "status", "key", "author", "written_on"}
    circumstances |= {"published_at", "statistics_from", "corrects_key", "edited_by", "reviewed_at"}
    carried = {"kind", "stem", "exhibits", "difficulty", "level", "reference", "rationale"}
    carried |= {"keeps_order", "is_markdown", "generator", "params"}
    assert {field.name for field in Question._meta.fields} == carried | circumstances
    parts = {"id", "question", "number", "group", "rationale"}
    assert {field.name for field in Choice._meta.fields} == parts | {"text", "is_key"}
    assert {field.name for field in Slot._meta.fields} == parts | {"row", "column", "key"}
    assert {field.name for field in Item._meta.fields} == {"id", "code", "objective", "is_sample"}
