"""`manage.py export_questions`: every kind in every format, and what is lost."""

import pytest

from quizzes.models import Choice, Item, Question, Slot
from quizzes.tests.factories import (
    QuestionFactory,
    exhibit_question,
    generated_question,
    matching_question,
    ordering_question,
)

pytestmark = pytest.mark.django_db


def test_exports_every_kind_and_takes_it_again(run, tmp_path):
    QuestionFactory(), QuestionFactory(choices=[1, 3])
    ordering_question(), matching_question(), exhibit_question(), generated_question()
    counts = {"json": 6, "csv": 4, "xlsx": 4, "gift": 4, "xml": 4, "aiken": 1}
    for form, count in counts.items():
        file = tmp_path / f"bank.{form}"
        assert f"written to {file}: {count}." in run("export_questions", file)
        assert f"{count} unchanged" in run("import_questions", file)
    assert Question.objects.count() == 6
    Question.objects.all().delete()
    Item.objects.all().delete()
    assert "6 drafts made" in run("import_questions", tmp_path / "bank.json")
    assert [q.faults() for q in Question.objects.all()] == [[]] * 6
    assert Slot.objects.count() == 4 + 3 + 4
    assert Choice.objects.count() == 4 + 5 + 4 + 4 + 4


def test_exports_a_part_and_says_what_is_lost(run, tmp_path, bank):
    exhibit_question()
    file = tmp_path / "bank.gift"
    said = run("export_questions", file, "--exam", "sy0-701")
    assert "1 left out: questions with an exhibit" in said
    assert "Not in the file: Rationales of the single rows" in said
    assert f"written to {file}: 12." in said
    assert f"written to {file}: 0." in run("export_questions", file, "--status", "draft")
    assert "Which format?" in run("export_questions", tmp_path / "bank.txt")
