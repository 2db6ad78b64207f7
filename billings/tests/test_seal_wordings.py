"""A published wording never changes under its version."""

import json
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from billings.management.commands.seal_wordings import SEALS, broken_seals, seals, wordings

FIXTURES = settings.FIXTURE_DIRS[0]


@pytest.fixture
def copy(tmp_path, settings):
    """A copy of the fixtures that a test may change, and one of its question files."""
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    settings.FIXTURE_DIRS = [tmp_path / "fixtures"]
    return tmp_path / "fixtures", tmp_path / "fixtures" / "questions" / "sy0-701" / "domain-1.json"


def test_finds_every_wording_as_it_was_sealed():
    sealed, found = seals(FIXTURES), wordings(FIXTURES)

    assert broken_seals(sealed, found) == []
    assert found.keys() <= sealed.keys(), "run: .venv/bin/python manage.py seal_wordings"


@pytest.mark.parametrize("model, field", [("question", "stem"), ("choice", "rationale")])
def test_refuses_a_wording_that_changed_under_its_version(copy, model, field):
    folder, path = copy
    rows = json.loads(path.read_text())
    changed = next(row for row in rows if row["model"] == f"quizzes.{model}")
    changed["fields"][field] += " Really."
    path.write_text(json.dumps(rows))
    before = (folder / SEALS).read_text()

    with pytest.raises(CommandError, match="SY0-701-1001 v1 was changed after it was sealed"):
        call_command("seal_wordings")

    assert (folder / SEALS).read_text() == before


def test_seals_a_new_version(copy, capsys):
    folder, path = copy
    rows = json.loads(path.read_text())
    for row in rows:
        if row["model"] == "quizzes.question" and row["fields"]["item"] == ["SY0-701-1001"]:
            row["fields"] |= {"version": 2, "stem": "Which type of control is it?"}
        elif row["model"] == "quizzes.choice" and row["fields"]["question"][0] == "SY0-701-1001":
            row["fields"]["question"] = ["SY0-701-1001", 2]
    path.write_text(json.dumps(rows))

    call_command("seal_wordings")

    assert "New wordings sealed: 1." in capsys.readouterr().out
    assert {"SY0-701-1001 v1", "SY0-701-1001 v2"} <= seals(folder).keys()


def test_retiring_a_wording_is_no_change_of_it(copy):
    folder, path = copy
    path.write_text(path.read_text().replace('"published"', '"retired"'))

    call_command("seal_wordings")
