"""Staff write ordering, matching and exhibit questions in the admin."""

import pytest

from quizzes.models import Question, Slot
from quizzes.tests.admin_pages import draft, fields, form, history, parts, said, save, url
from quizzes.tests.factories import (
    ItemFactory,
    exhibit_question,
    matching_question,
    ordering_question,
)

pytestmark = pytest.mark.django_db
KINDS = [ordering_question, matching_question, exhibit_question]


def slots(question):
    """The slots of a wording, each with the text of its key."""
    return [
        *question.slots.values_list("number", "row", "column", "group", "key__text", "rationale")
    ]


def typed(prefix, *rows):
    """What somebody types into the rows of an empty form."""
    return {
        f"{prefix}__{index}__{name}": value
        for index, row in enumerate(rows)
        for name, value in row.items()
    }


# Writing


def test_publishes_choices_and_slots_written_in_one_submission(staff_client):
    response = save(
        staff_client,
        url("question", "add"),
        "_publish",
        item=ItemFactory().pk,
        kind="exhibit",
        stem="Complete the rules.",
        exhibits="=== show access-lists\r\n10 permit tcp any any eq 443",
        **typed(
            "choices",
            {"text": "Allow", "group": "action"},
            {"text": "Deny", "group": "action"},
            {"text": "TCP 443", "group": "port"},
            {"text": "TCP 23", "group": "port"},
        ),
        **typed(
            "slots",
            {"row": "Web", "column": "Port", "group": "port", "right": 3, "rationale": "TLS."},
            {"row": "Web", "column": "Action", "group": "action", "right": 1, "rationale": "So."},
        ),
    )
    question = Question.objects.get()
    assert f"{question} is published." in said(response)
    assert question.key == {"1": 3, "2": 1}
    assert question.exhibits == [
        {"title": "show access-lists", "text": "10 permit tcp any any eq 443"}
    ]
    assert slots(question) == [
        (1, "Web", "Port", "port", "TCP 443", "TLS."),
        (2, "Web", "Action", "action", "Allow", "So."),
    ]


def test_edits_the_slots_of_a_draft_in_place(staff_client):
    question = matching_question(publish=False)
    kept = question.slots.get(number=2).pk
    save(
        staff_client,
        form(question),
        slots__0__row="Secure Shell",
        slots__0__right="3",
        slots__2__DELETE="on",
    )
    assert slots(question) == [
        (1, "Secure Shell", "", "", "UDP 69", "Why slot 1 is so."),
        (2, "HTTPS", "", "", "TCP 443", "Why slot 2 is so."),
    ]
    assert question.slots.get(number=2).pk == kept
    assert Question.objects.count() == 1


def test_lets_two_slots_of_a_draft_swap_their_numbers(staff_client):
    question = matching_question(publish=False)
    save(staff_client, form(question), slots__0__number="2", slots__1__number="1")
    assert [(row[1], row[4]) for row in slots(question)][:2] == [
        ("HTTPS", "TCP 443"),
        ("SSH", "TCP 22"),
    ]


def test_numbers_the_slots_that_nobody_numbered(staff_client):
    question = matching_question(publish=False)
    save(staff_client, form(question), slots__0__number="", slots__3__row="A", slots__3__right="1")
    assert [(row[0], row[1]) for row in slots(question)] == [
        (2, "HTTPS"),
        (3, "SNMP"),
        (4, "SSH"),
        (5, "A"),
    ]
    assert "A" in history(question)[-1][1]


@pytest.mark.parametrize("right", ["5", "99"])
def test_says_beside_the_field_that_no_choice_has_the_number(staff_client, right):
    question = matching_question(publish=False)
    response = save(staff_client, form(question), slots__1__right=right, slots__1__row="New")
    formset = response.context["inline_admin_formsets"][1].formset
    assert formset.forms[1].errors == {"right": [f"No choice has the number {right}."]}
    assert f"No choice has the number {right}." in response.text
    assert question.slots.get(number=2).row == "HTTPS"


def test_refuses_a_slot_whose_key_is_removed_in_the_same_submission(staff_client):
    question = matching_question(publish=False)
    response = save(staff_client, form(question), choices__0__DELETE="on")
    assert "No choice has the number 1." in response.text
    assert question.choices.count() == 4
    response = save(staff_client, form(question), choices__0__DELETE="on", slots__1__DELETE="on")
    assert [row[1] for row in slots(question)] == ["SSH", "SNMP"]


@pytest.mark.parametrize("right", ["", "0", "-1", "x", "1.5", "9" * 30, "\0"])
def test_refuses_a_key_that_is_no_number(staff_client, right):
    question = matching_question(publish=False)
    response = save(staff_client, form(question), slots__0__right=right)
    assert response.context["errors"]
    assert question.slots.get(number=1).key.text == "TCP 22"


def test_refuses_two_slots_with_one_number(staff_client):
    question = matching_question(publish=False)
    response = save(staff_client, form(question), slots__0__number="2")
    assert "duplicate" in response.text
    assert question.slots.get(number=1).row == "SSH"


def test_takes_a_choice_that_is_renumbered_together_with_its_slot(staff_client):
    question = matching_question(publish=False)
    save(staff_client, form(question), choices__1__number="9", slots__0__right="9")
    assert question.slots.get(number=1).key.text == "TCP 22"


def test_lists_the_faults_of_slots(staff_client):
    question = exhibit_question(publish=False)
    response = save(
        staff_client,
        form(question),
        "_publish",
        exhibits="",
        choices__3__number="7",
        slots__0__right="1",
        slots__1__rationale="",
        slots__2__row="",
        slots__3__number="9",
    )
    for fault in (
        "There is no exhibit.",
        "The numbers of the choices are not 1, 2, 3 and so on.",
        "The numbers of the slots are not 1, 2, 3 and so on.",
        "The key of slot 1 is not among the choices it offers.",
        "Slot 2 has no rationale.",
        "A slot has no row.",
    ):
        assert fault in response.text
    question.refresh_from_db()
    assert question.status == "draft"


def test_offers_every_kind_that_can_be_taken(staff_client):
    page = staff_client.get(url("question", "add")).text
    assert all(f'value="{kind}"' in page for kind in Question.Kind.values)


# Versions


@pytest.mark.parametrize("make", KINDS)
def test_makes_no_version_of_slots_when_nothing_was_changed(staff_client, make):
    first = make()
    before = parts(first)
    response = save(staff_client, form(first))
    assert "Nothing was changed" in said(response)
    assert (parts(first), first.item.questions.count()) == (before, 1)


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        {"slots__0__rationale": "Better."},
        {"slots__1__DELETE": "on"},
        {"choices__0__group": "other"},
        {"exhibits": "=== Ticket\r\nIt is slow."},
    ],
)
def test_makes_a_version_of_whatever_was_changed_and_leaves_the_old_one(staff_client, make, change):
    first = make()
    before = parts(first)
    save(staff_client, form(first), **change)
    second = first.item.questions.get(version=2)
    assert parts(first) == before
    assert parts(second)[1:] != before[1:]
    assert {*second.slots.values_list("key__question", flat=True)} == {second.pk}
    assert Slot.objects.filter(question=first).count() == len(before[2])


def test_publishes_the_next_version_with_the_key_that_was_typed(staff_client):
    first = matching_question()
    save(staff_client, form(first), slots__2__right="3", slots__2__row="TFTP")
    second = first.item.questions.published().get()
    assert (second.version, second.key) == (2, {"1": 2, "2": 1, "3": 3})
    first.refresh_from_db()
    assert first.key == {"1": 2, "2": 1, "3": 4}


def test_makes_a_version_of_slots_when_somebody_published_the_draft_meanwhile(staff_client):
    question = matching_question(publish=False)
    data = fields(staff_client.get(form(question))) | {"slots-0-row": "Typed into the draft"}
    question.publish()
    before = parts(question)
    staff_client.post(form(question), data | {"_save": "1"})
    assert parts(question) == before
    assert question.item.questions.published().get().slots.first().row == "Typed into the draft"


# Exhibits


def exhibit(title, text):
    return {"title": title, "text": text}


@pytest.mark.parametrize(
    ("text", "exhibits"),
    [
        ("", []),
        ("\r\n \r\n", []),
        ("=== Log\r\n  one\r\n\r\n\ttwo\r\n", [exhibit("Log", "  one\n\n\ttwo")]),
        ("===Log\r\na\r\n\r\n===  Ticket 7 \r\nb", [exhibit("Log", "a"), exhibit("Ticket 7", "b")]),
        ("=== A\r\n\\=== b\r\n\\\\=== c\r\n=====", [exhibit("A", "=== b\n\\=== c\n=====")]),
    ],
)
def test_reads_exhibits_and_shows_them_as_they_were_written(staff_client, text, exhibits):
    question = draft()
    save(staff_client, form(question), exhibits=text)
    question.refresh_from_db()
    assert question.exhibits == exhibits
    question.publish()
    assert "Nothing was changed" in said(save(staff_client, form(question)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 permit tcp", "Begin with the title of an exhibit"),
        ("Ticket\r\n=== Log\r\na", "Begin with the title of an exhibit"),
        ("===\r\na", "An exhibit has no title after its ===."),
        ("=== Log\r\n\r\n=== Ticket\r\na", "The exhibit “Log” has no text."),
        ("=== Log", "The exhibit “Log” has no text."),
        ("=== Log\r\na\0b", "Null characters are not allowed."),
    ],
)
def test_says_what_is_wrong_with_exhibits_and_keeps_what_was_typed(staff_client, text, words):
    question = exhibit_question(publish=False)
    before = question.exhibits
    response = save(staff_client, form(question), exhibits=text)
    assert response.context["adminform"].form.errors["exhibits"][0].startswith(words)
    assert response.context["adminform"].form["exhibits"].value() == text
    question.refresh_from_db()
    assert question.exhibits == before
