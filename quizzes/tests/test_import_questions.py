"""`manage.py import_questions`: files of staff, good and faulty."""

import csv
import random
import re

import pytest
from django.core.management import call_command

from quizzes.exchange.bring import bring
from quizzes.exchange.records import Option, Record, Refused
from quizzes.models import Item, Question
from quizzes.tests.admin_pages import history
from quizzes.tests.factories import (
    ItemFactory,
    ObjectiveFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db
COLUMNS = "id exam objective type difficulty level stem option_a option_b option_c option_d key"
COLUMNS = [*COLUMNS.split(), "explanation", "why_a", "why_b", "why_c", "why_d", "reference"]


@pytest.fixture
def objective():
    return ObjectiveFactory()


def good(number, rng):
    """A row of the table without a fault, that asks what no other asks."""
    about = " ".join(f"{rng.choice('bdfgklmnprst')}{rng.randrange(900)}" for _ in range(20))
    return {
        "id": f"SY0-701-7{number:03}",
        "exam": "SY0-701",
        "objective": "1.1",
        "type": "single",
        "difficulty": "2",
        "level": "apply",
        "stem": f"Case {number} tells of {about}. Which control fits?",
        **{f"option_{letter}": f"Control {letter} {number}" for letter in "abcd"},
        "key": "ABCD"[number % 4],
        "explanation": "It fits, for the case says so.",
        **{f"why_{letter}": f"What {letter} is for." for letter in "abcd"},
        "reference": "RFC 4949",
    }


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return path


# Twenty faults of twenty kinds: what is typed over a good row, and what is said of it.
FAULTS = [
    ({"stem": ""}, "There is no stem."),
    ({"key": ""}, "No choice is marked as right."),
    ({"key": "E"}, "The key “E” is none of the 4 options."),
    ({"key": "A|C"}, "A single answer has one right choice, not 2."),
    ({"key": "Control nobody wrote"}, "The key “Control nobody wrote” is none of the 4 options."),
    ({"type": "multi", "key": "A|B|C|D"}, "Every choice is marked as right."),
    ({"type": "multi", "key": "A|A"}, "The key “A” stands twice."),
    ({"type": "essay"}, "The type “essay” is none of single"),
    ({"exam": "XX0-001"}, "There is no exam “XX0-001”, only SY0-701."),
    ({"objective": "9.9"}, "SY0-701 has no objective 9.9."),
    ({"objective": "2026-01-04"}, "The objective “2026-01-04” is no number like 1.4."),
    ({"difficulty": "7"}, "The difficulty 7 is not 1, 2 or 3."),
    ({"level": "guess"}, "The level “guess” is none of recall, apply, analyze."),
    ({"option_b": "Control a {n}"}, "Two choices say the same: “Control a {n}”."),
    ({"option_b": "", "why_b": ""}, "Option B is empty, but option C is not."),
    ({"option_d": "x" * 301}, "The choice 4 has 301 characters; at most 300 fit."),
    ({"id": "SY0-701-7000"}, "Row 2 has the id SY0-701-7000 too, with other words."),
    ({"type": "match", "key": ""}, "“Control a {n}” is no pair: write left => right."),
    ({"type": "order"}, "The key of matching and ordering stays empty"),
    ({"reference": "r" * 501}, "The reference has 501 characters; at most 500 fit."),
]


def test_names_all_of_twenty_planted_faults_in_five_hundred_rows(run, tmp_path, objective):
    rng = random.Random(709)
    rows = [good(number, rng) for number in range(500)]
    planted = dict(zip(sorted(rng.sample(range(1, 500), len(FAULTS))), FAULTS, strict=True))
    for number, (typed, _) in planted.items():
        rows[number] |= {name: text.replace("{n}", str(number)) for name, text in typed.items()}
    file = write(tmp_path / "bank.csv", rows)
    said = run("import_questions", file)
    named = dict(re.findall(r"^row (\d+): error: (.+)$", said, re.MULTILINE))
    assert list(map(int, named)) == [number + 2 for number in planted]  # the header is row 1
    for number, (_, reason) in planted.items():
        assert reason.replace("{n}", str(number)) in named[str(number + 2)]
    assert "Rows: 500; 480 new, 0 changed, 0 unchanged, 0 duplicate, 0 left out, 20 error." in said
    assert "Nothing is imported, for 20 rows cannot be." in said
    assert not Item.objects.exists()
    for number in planted:
        rows[number] = good(number, rng)
    assert "500 drafts made" in run("import_questions", write(file, rows))
    assert Question.objects.filter(status="draft").count() == 500
    assert "500 unchanged" in run("import_questions", file)
    assert Question.objects.count() == 500


def test_tells_how_far_it_is(tmp_path, objective, capsys):
    rng = random.Random(1)
    file = write(tmp_path / "bank.csv", [good(number, rng) for number in range(501)])
    call_command("import_questions", str(file))
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "compared: 500 rows",
        "compared: 501 rows",
        "written: 500 rows",
        "written: 501 rows",
    ]


def test_undoes_a_dry_run(run, tmp_path, objective):
    file = write(tmp_path / "bank.csv", [good(1, random.Random(1))])
    assert "nothing is imported" in run("import_questions", file, "--dry-run")
    assert not Item.objects.exists()


def test_names_who_imported_in_the_history(run, tmp_path, objective, staff):
    file = write(tmp_path / "bank.csv", [good(1, random.Random(1))])
    assert "There is no user nobody." in run("import_questions", file, "--user", "nobody")
    assert "1 draft made; staff publish them" in run("import_questions", file, "--user", "staff")
    question = Question.objects.get()
    assert history(question) == [("Staff", "Imported from bank.csv, row 2.")]
    assert question.author == staff


def test_reads_the_headers_of_old_files(run, tmp_path, objective):
    head = "question-id,domain,question-text,option-a,option-b,option-c,option-d"
    head += ",explanation-a,explanation-b,explanation-c,explanation-d,correct answer"
    file = tmp_path / "old.csv"
    file.write_text(
        f"{head}\n17,General Concepts,Which deters?,Fence,Log,Hash,Salt,a,b,c,d,A\n"
        "18,2.0,Which detects?,Fence,Log,Hash,Salt,a,b,c,d,log\n"
        "19,1,Which detects it?,Fence,Log,Hash,Salt,a,b,c,d,Log\n",
        encoding="utf-8-sig",
    )
    said = run("import_questions", file, "--objective", "SY0-701/1.1")
    assert "row 3: error: 18 The key “log” is none of the 4 options." in said
    assert "SY0-701 has no objectives in a domain “2.0”." in said
    file.write_text(file.read_text("utf-8-sig").replace(",log\n", ",Log\n"))
    second = ObjectiveFactory(domain=objective.domain.exam.domains.get(number=2), number=4)
    said = run("import_questions", file, "--objective", "SY0-701 1.1")
    assert "SY0-701-18 The file names no objective: filed under 2.4, the first of its" in said
    assert "3 drafts made" in said
    assert second.items.get().code == "SY0-701-18"
    first = Question.objects.get(item__code="SY0-701-17")
    assert first.faults() == []
    assert first.canonical_key() == [1]
    assert Question.objects.get(item__code="SY0-701-19").canonical_key() == [2]


def test_knows_aiken_again_by_its_words(run, tmp_path, objective):
    file = tmp_path / "quick.txt"
    file.write_text(
        "Which deters?\nA) Fence\nB) Log\nANSWER: A\n\nWhich logs?\nA. A\nB. B\nANSWER: B\n"
    )
    assert "names no objective" in run("import_questions", file)
    assert "2 drafts made" in run("import_questions", file, "--objective", "SY0-701/1.1")
    assert list(Item.objects.values_list("code", flat=True)) == [
        "SY0-701-own-0001",
        "SY0-701-own-0002",
    ]
    assert "2 unchanged" in run("import_questions", file)
    file.write_text(file.read_text().replace("ANSWER: A", "ANSWER: B"))
    said = run("import_questions", file)
    assert "row 1: changed: SY0-701-own-0001 Other than version 1: key." in said
    more = "Which of them salts?\nA) Fence\nB) Log\nANSWER: A\n"
    file.write_text(more)
    run("import_questions", file, "--objective", "SY0-701/1.1")
    assert Item.objects.filter(code="SY0-701-own-0003").exists()


def test_keeps_what_a_format_does_not_say(run, tmp_path):
    question = QuestionFactory(item__code="SY0-701-1001", difficulty=3, level="recall")
    run("export_questions", tmp_path / "bank.aiken")
    file = tmp_path / "bank.aiken"
    assert "1 unchanged" in run("import_questions", file)
    file.write_text(file.read_text().replace("ANSWER: B", "ANSWER: C"))
    run("import_questions", file)
    after = Question.objects.get(version=2)
    assert (after.difficulty, after.level, after.rationale) == (3, "recall", "The second fits.")
    assert after.canonical_key() == [3]
    assert [each.rationale for each in after.choices.all()] == [
        each.rationale for each in question.choices.all()
    ]


def test_warns_of_stems_that_are_nearly_those_of_others(run, tmp_path):
    words = "A clinic retires solid state drives and must prove that the data on them is gone."
    QuestionFactory(item__code="SY0-701-1001", stem=f"{words} Which method fits best?")
    rng = random.Random(3)
    first, second = good(1, rng), good(2, rng)
    first["stem"] = f"{words} Which method fits?"
    second["stem"] = f"{words} Which of the methods fits?"
    said = run("import_questions", write(tmp_path / "bank.csv", [first, second]))
    assert re.search(r"row 2: new: SY0-701-7001 Its stem is \d+% that of SY0-701-1001 in", said)
    assert re.search(r"row 3: new: SY0-701-7002 Its stem is \d+% that of SY0-701-\d+", said)


def test_warns_of_another_question_under_the_same_id(run, tmp_path):
    QuestionFactory(item__code="SY0-701-7001", stem="Which hash is broken?")
    said = run("import_questions", write(tmp_path / "bank.csv", [good(1, random.Random(1))]))
    assert "row 2: changed: SY0-701-7001 Other than version 1: stem, rationale" in said
    assert "asks something else altogether in the bank: is the id right?" in said


def test_leaves_an_item_in_its_place(run, tmp_path):
    question = QuestionFactory(item__code="SY0-701-7001")
    ObjectiveFactory(domain=question.item.objective.domain, number=10)
    row = good(1, random.Random(1)) | {"objective": "1.10"}
    said = run("import_questions", write(tmp_path / "bank.csv", [row]))
    assert "It stays at objective 1.1: move the item, where that is wrong." in said
    row = good(2, random.Random(1))
    said = run("import_questions", write(tmp_path / "bank.csv", [row]))
    assert "A spreadsheet makes 1.1 of 1.10: is it meant?" in said


def test_gives_an_item_without_a_wording_its_first(run, tmp_path):
    item = ItemFactory(code="SY0-701-7001")
    run("import_questions", write(tmp_path / "bank.csv", [good(1, random.Random(1))]))
    assert [str(each) for each in item.questions.all()] == ["SY0-701-7001 v1"]


def test_tells_a_repeated_row_from_one_that_contradicts(run, tmp_path, objective):
    row = good(1, random.Random(1))
    file = write(tmp_path / "bank.csv", [row, row, row | {"difficulty": "3"}])
    said = run("import_questions", file)
    assert "row 3: duplicate: SY0-701-7001 It asks the same as row 2." in said
    assert "row 4: error: SY0-701-7001 Row 2 has the id SY0-701-7001 too, with other" in said


def test_takes_a_published_wording_back_while_a_draft_waits(run, tmp_path):
    question = QuestionFactory()
    run("export_questions", tmp_path / "bank.json")
    draft = question.next_version()
    draft.stem = "Another?"
    draft.save()
    said = run("import_questions", tmp_path / "bank.json")
    assert "unchanged: " in said
    assert "version 2, not published, says something else." in said


def test_imports_nothing_when_somebody_is_faster(objective):
    def be_faster(plan):
        ItemFactory(code="SY0-701-7001")
        return True

    record = Record(row=1, code="SY0-701-7001", exam="SY0-701", objective="1.1", stem="Which?")
    record.options = [Option("Fence", is_key=True), Option("Log")]
    with pytest.raises(Refused, match="changed by somebody else just now"):
        bring([record], source="bank.csv", may_write=be_faster)
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv"], "cannot be read"),
        (["here.csv", "--objective", "1.1"], "There is no objective “1.1”"),
        (["here.csv", "--objective", "XX0-001/1.1"], "write it like N10-009/1.4"),
        (["here.csv", "--format", "json"], "is refused. Line 1 is not JSON"),
        (["here.doc"], "ends in “.doc”"),
        (["here.doc", "--format", "csv", "--dry-run"], "Rows: 0;"),
        (["here.doc", "--format", "xlsx"], "this is no workbook"),
        (["empty.csv"], "The file is empty."),
    ],
)
def test_says_what_is_wrong_with_a_call(run, tmp_path, objective, arguments, words):
    for name in ("here.csv", "here.doc"):
        write(tmp_path / name, [])
    (tmp_path / "empty.csv").write_text("")
    name, *more = arguments
    assert words in run("import_questions", tmp_path / name, *more)
