"""The house keeps its own rules: who may import whom, and how modules introduce themselves."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

DOORS = {
    "accounts": set(),
    "quizzes": {"accounts"},
    "gamification": {"accounts", "quizzes"},
    "study": {"accounts", "quizzes"},
    "leaderboards": {"accounts", "quizzes", "gamification"},
    "billings": {"accounts", "quizzes", "gamification", "study", "leaderboards"},
}
MODULES = [
    path
    for room in DOORS
    for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py"))
    if "migrations" not in path.parts
]


PRODUCT = [path for path in MODULES if "tests" not in path.parts]


def rooms_imported_by(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name.split(".")[0] for name in names if name.split(".")[0] in DOORS)


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_imports_only_through_its_doors(path):
    room = path.relative_to(settings.BASE_DIR).parts[0]
    assert set(rooms_imported_by(path)) <= DOORS[room] | {room}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_introduces_every_module(path):
    source = path.read_text()
    assert not source or ast.get_docstring(ast.parse(source)) or path.name == "__init__.py"


def test_says_nothing_of_the_game_in_quizzes():
    for path in Path(settings.BASE_DIR, "quizzes").rglob("*.py"):
        if "tests" not in path.parts:
            assert "gamification" not in path.read_text(), path


@pytest.mark.parametrize("word", ["<style", "style=", "<script>", "javascript:", " onclick="])
def test_keeps_scripts_and_styles_out_of_templates(word):
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        if "email" not in path.parts:  # mail programs know no style sheets
            assert word not in path.read_text(), path
