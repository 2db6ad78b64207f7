"""Own mistakes and bookmarks to take along: as CSV, and as a text that Anki imports.

Nothing is in them that the student has not answered for good, for they say what is right.
"""

import csv
import io
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.text import normalize_newlines

from quizzes.markdown import to_text
from study.models import Bookmark, Card, open_items

COLUMNS = ("id", "exam", "objective", "question", "choices", "answer", "why", "missed", "note")
# A spreadsheet takes a cell that begins like this for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Row:
    """One question as it is taken along."""

    code: str
    exam: str
    objective: str
    stem: str
    exhibits: list
    places: list
    choices: list
    key: list
    why: list
    missed: int
    note: str
    difficulty: int


def rows_of(user, what):
    """The Rows of the student's "mistakes" or "bookmarks" that were answered for good.

    A withdrawn question is left out: what is wrong with it may be its key. So is one whose key
    was corrected, until it is answered again.
    """
    cards = (
        Card.objects.filter(user=user)
        .drawable()
        .exclude(item__in=open_items(user))
        .with_answer()
        .filter(corrected_at=None)
        .order_by("item__code")
    )
    notes = dict(Bookmark.objects.filter(user=user).values_list("item_id", "note"))
    if what == "mistakes":
        cards = cards.mistakes()
    else:
        cards = cards.filter(item__in=list(notes))
    return [_row(card, notes.get(card.item_id, "")) for card in cards]


def _row(card, note):
    answer, question = card.answer, card.answer.question
    objective = question.item.objective
    say = to_text if answer.is_markdown else str
    if question.has_slots:
        slots = answer.slots_as_shown()
        by_number = answer.choices
        choices = [by_number[number].text for number in answer.order]
        key = [_slot_text(slot) for slot in slots]
        why = [slot.rationale for slot in slots]
    else:
        shown = answer.choices_as_shown()
        choices = [choice.text for choice in shown]
        key = [choice.text for choice in shown if choice.is_key]
        why = [choice.rationale for choice in shown if choice.is_key]
    return Row(
        code=question.item.code,
        exam=objective.domain.exam.code,
        objective=objective.code,
        stem=say(answer.stem),
        exhibits=[f"{each['title']}\n{each['text']}" for each in question.exhibits],
        places=_places_of(question),
        choices=choices,
        key=key,
        why=[text for text in (*map(say, (*why, answer.rationale)), answer.reference) if text],
        missed=card.missed,
        note=note,
        difficulty=question.difficulty,
    )


def _places_of(question):
    """What a task shows to be filled in; steps to order have no places of their own."""
    if question.kind not in ("matching", "exhibit"):
        return []
    return [f"{_place(slot)} → ?" for slot in question.slots.all()]


def _place(slot):
    return " ".join(filter(None, (slot.row, slot.column))) or str(slot.number)


def _slot_text(slot):
    return f"{_place(slot)} → {slot.right.text}"


def as_csv(rows):
    """The rows as CSV with a header, for spreadsheets: no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (
            row.code,
            row.exam,
            # A spreadsheet makes 2.1 of 2.10.
            f"obj-{row.objective}",
            "\n".join([row.stem, *row.exhibits, *row.places]),
            "\n".join(row.choices),
            "\n".join(row.key),
            "\n".join(row.why),
            row.missed,
            row.note,
        )
        writer.writerow([defused(cell) for cell in cells])
    return text.getvalue()


def defused(cell):
    """The cell as text that no spreadsheet calculates."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_anki(rows):
    """The rows as a text file for Anki: one note each, the item's code first, so that a second
    import updates. The note type "Billings" with ID, Front and Back has to exist.
    """
    text = io.StringIO()
    text.write(
        "#separator:Tab\n#html:true\n#notetype:Billings\n#columns:ID\tFront\tBack\tDeck\tTags\n"
        "#deck column:4\n#tags column:5\n"
    )
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        exhibits = [f"<pre>{_html(text)}</pre>" for text in row.exhibits]
        front = [_html(row.stem), *exhibits, *map(_html, row.places), *map(_html, row.choices)]
        back = [f"<b>{'<br>'.join(map(_html, row.key))}</b>", *map(_html, row.why)]
        if row.note:
            back.append(f"<i>{_html(row.note)}</i>")
        domain = row.objective.split(".")[0]
        deck = f"{row.exam}::{domain}::{row.objective}"
        tags = f"obj-{row.objective} difficulty-{row.difficulty}"
        writer.writerow([row.code, "<br>".join(front), "<br>".join(back), deck, tags])
    return text.getvalue()


def _html(text):
    return escape(normalize_newlines(text)).replace("\n", "<br>").replace("\t", " ")
