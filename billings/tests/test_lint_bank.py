"""The shipped bank keeps the guide, and the linter tells when an exam of it does not."""

import copy
import json
import shutil
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from billings.management.commands import load_content
from quizzes.bank.balance import survey
from quizzes.bank.entries import from_rows
from quizzes.bank.lint import alike, lint
from quizzes.models import Choice, Exam

FIXTURES = settings.FIXTURE_DIRS[0]
NETWORK = ["exams.json", "questions/n10-009/*.json"]


def test_finds_no_fault_in_the_shipped_bank(capsys):
    call_command("lint_bank", verbosity=2)
    said = capsys.readouterr().out
    assert said.endswith("No fault.\n")
    assert "Types, Single answer: 156 of 220 (70.9 %), wanted 70 to 75 %" in said
    assert "the longest choice has" in said


# The balance of an exam: a planted fault in a copy of one that is balanced


@pytest.fixture(scope="module")
def network():
    """The shipped blueprint of N10-009 and its entries."""
    blueprints, entries, _ = from_rows(load_content.read(FIXTURES, NETWORK))
    return blueprints["N10-009"], entries["N10-009"]


def missing(network, change):
    """What is missing once `change`, a function of an entry, has its way; None takes it out."""
    blueprint, entries = network
    changed = [change(entry) for entry in entries]
    return "\n".join(survey(blueprint, [each for each in changed if each]).missing)


def with_question(entry, **fields):
    question = copy.copy(entry.question)
    for name, value in fields.items():
        setattr(question, name, value)
    return replace(entry, question=question)


def test_misses_nothing_in_a_balanced_exam(network):
    assert missing(network, lambda entry: entry) == ""


def only(of, keep):
    """A change that takes out all but `keep` of the entries for which `of` is true."""
    left = iter(range(keep))

    def change(entry):
        return entry if not of(entry) or next(left, None) is not None else None

    return change


def kind_is(*kinds):
    return lambda entry: entry.question.kind in kinds


PLANTED = {
    "Questions, Written and live: 199, wanted at least 200": only(lambda entry: True, 199),
    "Types, Exhibit task: 7, wanted at least 8": only(kind_is("exhibit"), 7),
    "Types, Ordering: 12 of 218 (5.5 %), wanted 6 to 8 %": only(kind_is("ordering"), 12),
    "Types, Matching: 12 of 218 (5.5 %), wanted 6 to 8 %": only(kind_is("matching"), 12),
    "Types, Multiple response: 20 of 212 (9.4 %), wanted 12 to 15 %": only(kind_is("multiple"), 20),
    "Types, Single answer: 140 of 204 (68.6 %), wanted 70 to 75 %": only(kind_is("single"), 140),
    "Objective 1.3 ": only(lambda entry: (entry.domain, entry.objective) == (1, 3), 3),
    "Domains, Domain 4: 25 of 214 (11.7 %), wanted 12 to 16 %": only(lambda e: e.domain == 4, 25),
    "Enough for two exams, Domain 4, without tasks: 25, wanted at least 26": only(
        lambda entry: entry.domain == 4 and not entry.question.has_slots, 25
    ),
    "Levels, Recall: 0 of 220": lambda entry: with_question(entry, level="apply"),
    "Difficulty, Hard: 0 of 220": lambda entry: with_question(
        entry, difficulty=min(entry.question.difficulty, 2)
    ),
    "Cues, NOT, EXCEPT or LEAST asked: 220 of 220": lambda entry: with_question(
        entry, stem=f"{entry.question.stem} Which is NOT?"
    ),
}


@pytest.mark.parametrize("said", PLANTED)
def test_misses_what_was_taken_away(network, said):
    assert said in missing(network, PLANTED[said])


def with_key(entry, *, place=None, suffix=""):
    """A single answer with its key in another place, or with more text."""
    if entry.question.kind != "single":
        return entry
    choices = [copy.copy(choice) for choice in entry.choices]
    key = next(choice for choice in choices if choice.is_key)
    key.text += suffix
    if place:
        other = next(choice for choice in choices if choice.number == place)
        key.number, other.number = place, key.number
    return replace(entry, choices=tuple(choices))


def test_tells_a_key_that_stands_too_often_in_one_place(network):
    assert "In place 3: 156 of 156" in missing(network, lambda entry: with_key(entry, place=3))
    moved = iter(range(9))  # 48 of 156 are 30.8 %

    def change(entry):
        return with_key(entry, place=3 if next(moved, None) is not None else None)

    assert missing(network, change) == ""


def test_tells_a_key_that_is_the_longest_too_often(network):
    said = missing(network, lambda entry: with_key(entry, suffix=", as it is " * 9))
    assert "Key is the longest choice: 156 of 156 (100.0 %), wanted at most 30 %" in said


def test_counts_generated_questions_apart(network):
    blueprint, entries = network
    more = [with_question(entries[0], kind="generated", level="recall")] * 500
    counted = survey(blueprint, entries + more)
    assert counted.missing == []
    shipped = sum(entry.is_generated for entry in entries)
    assert [figure.count for figure in counted.figures[:2]] == [220, shipped + 500]


def test_asks_for_questions_in_an_exam_that_has_none(network):
    blueprint, _ = network
    said = survey(blueprint, []).missing
    assert "Questions, Written and live: 0, wanted at least 200." in said
    assert sum(sentence.startswith("Objective") for sentence in said) == 25


# Stems side by side

STEM = "A clinic moves its mail to another provider and wants no message lost. Which record first?"


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        (STEM, True),
        (STEM.upper().replace(" ", "  "), True),
        (STEM.replace("clinic", "school"), True),
        (STEM.replace("clinic", "school").replace("message", "mail"), False),
        ("A clinic moves its mail to another provider. Who signs?", False),
    ],
)
def test_tells_stems_that_share_more_than_half_of_their_runs(other, is_alike):
    assert bool(alike({"a": STEM, "b": other})) is is_alike


def test_tells_short_stems_that_say_the_same():
    assert alike({"a": "Which port?", "b": "Which port?"}) == ["b: its stem is 100% that of a."]
    assert alike({"a": "Which port?", "b": "Which record?"}) == []


def test_compares_stems_across_exams(network):
    blueprint, entries = network
    copied = replace(entries[0], exam="220-1201", code="220-1201-9999")
    faults, _, _ = lint({"N10-009": blueprint}, {"N10-009": entries, "220-1201": [copied]})
    assert faults == [f"220-1201-9999: its stem is 100% that of {entries[0].code}."]


# The command


def test_fails_with_a_sentence_for_each_fault(tmp_path):
    (tmp_path / "questions").mkdir()
    shutil.copy(FIXTURES / "exams.json", tmp_path)
    rows = json.loads((FIXTURES / "questions" / "n10-009" / "domain-1.json").read_text())
    next(row for row in rows if row["model"] == "quizzes.question")["fields"]["reference"] = ""
    (tmp_path / "questions" / "domain-1.json").write_text(json.dumps(rows))

    with pytest.raises(CommandError, match=r"N10-009-1001: no reference\.\n") as error:
        call_command("lint_bank", tmp_path, verbosity=0)

    *faults, count = str(error.value).splitlines()
    assert count == f"{len(faults)} faults."


def test_looks_at_the_database_when_asked(db, capsys, statements):
    load_content.load(load_content.read(FIXTURES, NETWORK))
    Exam.objects.exclude(code="N10-009").update(is_current=False)
    with statements() as seen:
        call_command("lint_bank", database=True)
    assert capsys.readouterr().out.endswith("No fault.\n")
    assert seen.total <= 7

    Choice.objects.filter(question__item__code="N10-009-1001", number=1).update(rationale="")
    with pytest.raises(CommandError, match="N10-009-1001: choice 1 has no rationale"):
        call_command("lint_bank", database=True)
