"""The figures of the check: the report, the page and the shipped bank agree."""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from billings import checks
from billings.management.commands import load_content
from billings.tests.test_lint_bank import FIXTURES
from quizzes.grading import SLOT_KINDS
from quizzes.models import Item, Question

PAGE = "/how-questions-are-made/"


def report_tables():
    """{heading: {row: the cells of it}} of docs/bank-report.md."""
    tables, heading = {}, ""
    for line in Path(settings.BASE_DIR, "docs", "bank-report.md").read_text().splitlines():
        if line.startswith("#"):
            heading = line.strip("# ")
        elif line.startswith("| "):
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            tables.setdefault(heading, {})[name] = tuple(cells)
    return tables


def test_says_in_the_report_what_the_page_says():
    tables = report_tables()
    for heading, figures in checks.BATCHES.items():
        printed = {name: cells for name, cells in tables[heading].items() if name}
        assert printed == {name: tuple(map(str, row)) for name, row in figures.items()}
        assert tables[heading][""] == checks.EXAMS


def test_counts_what_is_shipped():
    rows = load_content.read(FIXTURES, ["exams.json", "questions/**/*.json"])
    exam_of = {fields["code"]: fields["objective"][0] for fields in rows[Item]}
    shipped = Counter(
        (fields["written_on"], fields["kind"] in SLOT_KINDS, exam_of[fields["item"][0]])
        for fields in rows[Question]
        if fields["version"] == 1 and fields["kind"] != Question.Kind.GENERATED
    )
    written = {
        (heading[-10:], heading.startswith("Performance"), exam): count
        for heading, figures in checks.BATCHES.items()
        for exam, count in zip(checks.EXAMS, figures[checks.WRITTEN], strict=True)
    }
    assert written == shipped


def test_never_agrees_more_often_than_it_asked():
    for figures in checks.BATCHES.values():
        for written, agreed in zip(figures[checks.WRITTEN], figures[checks.AGREED], strict=True):
            assert agreed <= written
        for changed, again in zip(figures[checks.CHANGED], figures[checks.AGAIN], strict=True):
            assert again <= changed


def test_tells_visitors_what_is_live_and_what_the_check_found(client, bank, statements):
    with statements() as seen:
        page = client.get(PAGE)
    assert seen.total <= 10
    assert [(str(exam), *counts) for exam, *counts in page.context["live"]] == [("SY0-701", 12, 0)]
    rows = {name: (counts, total) for name, counts, total in page.context["rows"]}
    assert rows["Written"] == ([(exam, 220) for exam in checks.EXAMS], 880)
    assert rows["Reworded"] == (list(zip(checks.EXAMS, [27, 25, 19, 29], strict=True)), 100)
    assert "answered blind again" not in page.text
    Question.objects.filter(item__code__endswith="0").first().retire()
    assert client.get(PAGE).context["live"][0][1] == 11


def test_answers_without_any_exam(client, db):
    assert "No exam yet." in client.get(PAGE).text


def test_stands_in_the_footer(client, db):
    assert f'href="{reverse("how_questions_are_made")}"' in client.get("/how-it-works/").text
