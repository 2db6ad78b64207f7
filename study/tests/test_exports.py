"""Taking along: own mistakes and bookmarks as CSV and for Anki, without keys that are open."""

import csv
import io

import pytest
from django.utils.html import escape

from quizzes.papers import start_quiz
from quizzes.tests.factories import QuestionFactory, answer, exhibit_question, matching_question
from study.exports import COLUMNS, as_anki, as_csv, defused, rows_of
from study.models import Bookmark, Card


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_takes_mistakes_along(alice_client, alice, bank, sit):
    sit(size=12, correct=10)
    page = alice_client.get("/study/take-along/mistakes.csv")
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert "mistakes-" in page["Content-Disposition"]
    text = page.content.decode("utf-8-sig")
    rows = table(text)
    assert len(rows) == 2
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["answer"] == "Control 2"
    assert "What control 2 is for." in rows[0]["why"]
    assert rows[0]["objective"].startswith("obj-")


def test_takes_bookmarks_along_once_they_are_answered(alice, bank, sit):
    attempt = sit(size=5, correct=5)
    answered = attempt.answers.first().item_id
    unanswered = QuestionFactory().item_id
    for item in (answered, unanswered):
        Bookmark.objects.keep(alice, item, "a note")
    rows = rows_of(alice, "bookmarks")
    assert [row.note for row in rows] == ["a note"]


def test_leaves_out_what_an_unfinished_quiz_asks(alice, bank, sit):
    sit(size=12, correct=10)
    item = Card.objects.mistakes().first().item_id
    start_quiz(alice, bank, size=1, items={item})
    assert len(rows_of(alice, "mistakes")) == 1


def test_takes_nothing_of_others(alice, bob, bank, sit):
    sit(size=12, correct=0)
    assert rows_of(bob, "mistakes") == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_defuses_formulas(text):
    assert defused(text) == f"'{text}"


def test_leaves_plain_text_alone():
    assert defused("UDP 53 = DNS") == "UDP 53 = DNS"


def test_defuses_notes_in_the_file(alice, bank, sit):
    attempt = sit(size=5, correct=0)
    Bookmark.objects.keep(alice, attempt.answers.first().item_id, '=HYPERLINK("x")')
    (row,) = table(as_csv(rows_of(alice, "bookmarks")))
    assert row["note"] == '\'=HYPERLINK("x")'


def test_writes_a_text_that_anki_reads(alice_client, alice, bank):
    question = QuestionFactory(stem='Is a < b\n& "c"\there?')
    attempt = start_quiz(alice, bank, size=1, items={question.item_id})
    attempt.save_answer(1, [1])
    attempt.submit()
    page = alice_client.get("/study/take-along/mistakes.anki")
    lines = page.content.decode().splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert head[:3] == ["#separator:Tab", "#html:true", "#notetype:Billings"]
    assert "#deck column:4" in head
    (row,) = csv.reader(lines[len(head) :], delimiter="\t")
    assert row[0] == question.item.code
    assert row[1].startswith("Is a &lt; b<br>&amp; &quot;c&quot; here?<br>")
    assert row[2].startswith("<b>Control 2</b>")
    assert row[3] == "SY0-701::1::1.1"
    assert row[4] == "obj-1.1 difficulty-2"


@pytest.mark.parametrize("make", [matching_question, exhibit_question])
def test_takes_tasks_along_with_their_places(alice, bank, make):
    question = make()
    attempt = start_quiz(alice, bank, size=1, items={question.item_id})
    attempt.save_answer(1, {})
    attempt.submit()
    (row,) = rows_of(alice, "mistakes")
    assert len(row.key) == question.slots.count()
    assert " → " in row.key[0]
    for slot in question.slots.all():
        assert any(slot.row in place and slot.column in place for place in row.places)
    for exhibit in question.exhibits:
        assert exhibit["text"] in table(as_csv([row]))[0]["question"]
        assert exhibit["text"] in as_anki([row])
    assert sorted(row.choices) == sorted(choice.text for choice in question.choices.all())
    (line,) = csv.reader(as_anki([row]).splitlines()[6:], delimiter="\t")
    assert line[2].startswith(f"<b>{'<br>'.join(map(escape, row.key))}</b>")


def test_has_no_other_files(alice_client, bank):
    for name in ("mistakes.pdf", "secrets.csv"):
        assert alice_client.get(f"/study/take-along/{name}").status_code == 404


def test_takes_markdown_along_as_the_words_that_it_shows(alice_client, alice, now):
    stem = "Read:\n\n```\ndeny ip\n```\n\nWhat **now**?"
    question = QuestionFactory(published=False, is_markdown=True, stem=stem, rationale="*So.*")
    question.publish()
    attempt = start_quiz(alice, question.item.objective.domain.exam, size=5, now=now)
    answer(attempt, correct=0)
    attempt.submit(now=now)
    Bookmark.objects.keep(alice, question.item_id, "")
    assert "<strong>now</strong>" in alice_client.get("/study/bookmarks/").text
    assert "<strong>now</strong>" in alice_client.get("/study/security-plus/mistakes/").text
    rows = rows_of(alice, "mistakes")
    assert rows[0].stem == "Read:\ndeny ip\nWhat now?"
    assert "So." in rows[0].why
    for text in (as_csv(rows), as_anki(rows)):
        assert "What now?" in text
        assert "*" not in text


def test_takes_no_withdrawn_question_along(alice, bank, sit):
    attempt = sit(size=12, correct=10)
    withdrawn = Card.objects.mistakes().first().answer.question
    for row in attempt.answers.all():
        Bookmark.objects.keep(alice, row.item_id)
    withdrawn.retire()
    assert withdrawn.item.code not in [row.code for row in rows_of(alice, "mistakes")]
    assert withdrawn.item.code not in [row.code for row in rows_of(alice, "bookmarks")]


def test_says_how_anki_takes_it(alice_client, bank, sit):
    sit(size=12, correct=10)
    text = alice_client.get("/study/security-plus/mistakes/").content.decode()
    assert "name it Billings" in text
    assert "ID, Front and Back" in text
