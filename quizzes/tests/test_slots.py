"""Ordering, matching and exhibit questions: asked, graded, explained, published."""

import re

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import UnacceptableAnswer, clean_response, grade, read_post
from quizzes.models import Choice, PublishedIsFinal, Slot
from quizzes.papers import start_quiz
from quizzes.tests.factories import (
    ExamFactory,
    QuestionFactory,
    exhibit_question,
    matching_question,
    ordering_question,
    slot_question,
)

KEY = {"1": 3, "2": 1, "3": 4, "4": 2}


@pytest.mark.parametrize(
    ("response", "points"),
    [
        ({"1": 3, "2": 1, "3": 4, "4": 2}, 3),
        ({"1": 3, "2": 1, "3": 4}, 2),
        ({"1": 3, "2": 1, "3": 2, "4": 4}, 1),
        ({"1": 3}, 0),
        ({"1": 1, "2": 2, "3": 3, "4": 4}, 0),
        (None, 0),
    ],
)
@pytest.mark.parametrize("kind", ["ordering", "matching", "exhibit"])
def test_gives_a_share_of_three_points(kind, response, points):
    assert grade(kind, KEY, response) == (points, 3)


@given(st.dictionaries(st.sampled_from(["1", "2", "3", "4"]), st.integers(1, 4)))
def test_gives_all_points_for_all_of_it_alone(response):
    points, most = grade("matching", KEY, response)
    assert 0 <= points <= most
    assert (points == most) == (response == KEY)


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        ("matching", {9: 1}),
        ("matching", {1: 9}),
        ("matching", [1]),
        ("ordering", {1: 2, 2: 2}),
        ("single", {1: 1}),
    ],
)
def test_refuses_what_the_question_does_not_have(kind, chosen):
    key = [1] if kind == "single" else KEY
    with pytest.raises(UnacceptableAnswer):
        clean_response(kind, key, [1, 2, 3, 4], chosen)


def test_lets_two_slots_have_the_same_choice_when_matching():
    assert clean_response("matching", KEY, [1, 2, 3, 4], {1: 2, 2: 2}) == {"1": 2, "2": 2}


@pytest.mark.parametrize(
    ("posted", "chosen"),
    [
        ("s1=3&s2=&s3=1", {1: 3, 3: 1}),
        ("p3=1&p1=2&p4=&p2=", {1: 3, 2: 1}),
        ("choice=2&choice=1", [2, 1]),
        ("go=next&sx=1&s=2&csrfmiddlewaretoken=p", []),
    ],
)
def test_reads_what_a_page_posts(posted, chosen):
    assert read_post(QueryDict(posted)) == chosen


@pytest.mark.parametrize(
    "posted", ["p1=1&p2=1", "s1=x", "s1=1%00", "choice=", "s9999=1", "s%C2%B2=1&s1=-1"]
)
def test_refuses_strange_posts(posted):
    with pytest.raises(UnacceptableAnswer):
        read_post(QueryDict(posted))


@pytest.fixture(params=["ordering", "matching", "exhibit"])
def kind(request):
    return request.param


@pytest.fixture
def question(kind, db):
    ExamFactory()
    make = {
        "ordering": ordering_question,
        "matching": matching_question,
        "exhibit": exhibit_question,
    }
    return make[kind]()


RIGHT = {
    "ordering": {"p3": 1, "p1": 2, "p4": 3, "p2": 4},
    "matching": {"s1": 2, "s2": 1, "s3": 4},
    "exhibit": {"s1": 4, "s2": 1, "s3": 3, "s4": 2},
}
PARTLY = {
    "ordering": {"p3": 1, "p1": 2, "p2": 3, "p4": 4},
    "matching": {"s1": 2, "s2": 1, "s3": ""},
    "exhibit": {"s1": 4, "s2": 1, "s3": 4},
}


@pytest.fixture
def attempt(alice, question, now):
    return start_quiz(alice, ExamFactory(), size=5, now=now)


def post(client, attempt, data):
    return client.post(f"/attempts/{attempt.pk}/1/", data)


def test_takes_and_grades_an_answer(alice_client, attempt, kind, question):
    assert (attempt.max_points, attempt.answers.get().max_points) == (3, 3)
    assert post(alice_client, attempt, RIGHT[kind]).status_code == 302
    answer = attempt.answers.get()
    assert answer.response == question.key
    assert (answer.is_correct, answer.points) == (True, 3)


def test_gives_part_of_the_points_for_part_of_it(alice_client, attempt, kind, now):
    post(alice_client, attempt, PARTLY[kind])
    answer = attempt.answers.get()
    assert not answer.is_correct
    assert 0 < answer.points < 3
    attempt.submit(now=now)
    assert (attempt.correct, attempt.points, attempt.max_points) == (0, answer.points, 3)


def test_shows_the_saved_answer_again_and_no_key(alice_client, attempt, kind):
    address = f"/attempts/{attempt.pk}/1/"
    blank = alice_client.get(address).content.decode()
    assert "selected" not in blank
    assert "Why slot" not in blank
    post(alice_client, attempt, PARTLY[kind])
    again = alice_client.get(address).content.decode()
    assert again.count(" selected") == len([v for v in PARTLY[kind].values() if v])


def test_labels_every_field(alice_client, attempt, question):
    page = alice_client.get(f"/attempts/{attempt.pk}/1/").content.decode()
    fields = re.findall(r'<(?:select|textarea) id="([^"]+)"', page)
    assert len(fields) >= len(question.key)
    assert sorted(re.findall(r'<label[^>]* for="([^"]+)"', page)) == sorted(fields)


def test_explains_every_slot_on_the_result(alice_client, attempt, kind, now):
    post(alice_client, attempt, PARTLY[kind])
    attempt.submit(now=now)
    page = alice_client.get(f"/attempts/{attempt.pk}/result/").content.decode()
    assert page.count("Why slot") == len(RIGHT[kind])
    assert "Right answer, and yours" in page


def test_refuses_two_steps_in_one_place(alice_client, alice, now):
    ExamFactory()
    ordering_question()
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    page = post(alice_client, attempt, {"p1": 1, "p2": 1})
    assert page.status_code == 400
    assert b"Two steps have the number 1." in page.content
    assert page.content.count(b"<option selected>1</option>") == 2


def test_empties_an_item_on_reset(alice_client, attempt, kind):
    post(alice_client, attempt, RIGHT[kind])
    page = post(alice_client, attempt, RIGHT[kind] | {"go": "clear"})
    assert page.url == f"/attempts/{attempt.pk}/1/"
    assert attempt.answers.get().is_blank


def test_says_nothing_of_the_order_in_the_names_of_its_fields(alice, now):
    """The numbers of the steps are not their places."""
    ExamFactory()
    question = ordering_question()
    assert question.key == {"1": 3, "2": 1, "3": 4, "4": 2}


def test_carries_slots_into_the_next_version(question):
    draft = question.next_version()
    assert draft.publish() == []
    assert draft.key == question.key
    assert draft.slots.count() == question.slots.count()


@pytest.mark.parametrize(
    ("make", "spoil", "fault"),
    [
        (
            matching_question,
            lambda q: q.slots.update(rationale=""),
            "Slot 1 has no rationale.",
        ),
        (
            matching_question,
            lambda q: q.slots.filter(number__gt=1).delete(),
            "There are fewer than two slots to fill in.",
        ),
        (matching_question, lambda q: q.slots.update(row=" "), "A slot has no row."),
        (
            ordering_question,
            lambda q: q.slots.filter(number=4).delete(),
            "An ordering question has one slot for each of its steps.",
        ),
        (
            exhibit_question,
            lambda q: q.slots.update(group="port"),
            "The key of slot 2 is not among the choices it offers.",
        ),
        (
            exhibit_question,
            lambda q: setattr(q, "exhibits", []),
            "There is no exhibit.",
        ),
        (
            matching_question,
            lambda q: q.slots.filter(number=1).update(
                key=Choice.objects.exclude(question=q).first()
            ),
            "The key of slot 1 is a choice of another question.",
        ),
    ],
)
def test_refuses_to_publish_with_a_fault(db, make, spoil, fault):
    ExamFactory()
    QuestionFactory()
    question = make(publish=False)
    spoil(question)
    assert fault in question.publish()


# Writing them


def rows(*written):
    """Pairs for `rewrite_slots`: (number, row, number of the key) each."""
    return [(Slot(number=number, row=row, rationale="So."), key) for number, row, key in written]


@pytest.mark.django_db
def test_rewrites_the_slots_of_a_draft_in_the_order_of_their_numbers():
    question = matching_question(publish=False)
    kept = question.slots.get(number=2).pk
    question.rewrite_slots(rows((5, "SMTP", 3), (2, "SSH", 2), (1, "HTTPS", 1)))
    slots = question.slots.order_by("number").values_list("number", "row", "key__number")
    assert [*slots] == [(1, "HTTPS", 1), (2, "SSH", 2), (5, "SMTP", 3)]
    assert question.slots.get(number=2).pk == kept


@pytest.mark.django_db
def test_lets_a_slot_go_with_the_choice_that_was_its_key():
    question = matching_question(publish=False)
    question.rewrite_choices([Choice(number=n, text=f"UDP {n}") for n in (1, 2)])
    assert [slot.row for slot in question.slots.all()] == ["SSH", "HTTPS"]


@pytest.mark.django_db
def test_writes_no_slot_with_a_key_that_no_choice_is():
    question = matching_question(publish=False)
    with pytest.raises(KeyError):
        question.rewrite_slots(rows((1, "SSH", 2), (2, "HTTPS", 9)))
    assert question.slots.count() == 3


def test_never_rewrites_the_slots_of_a_published_wording(question):
    before = [*question.slots.values()]
    with pytest.raises(PublishedIsFinal):
        question.rewrite_slots(rows((1, "New", 1)))
    assert [*question.slots.values()] == before


@pytest.mark.django_db
@pytest.mark.parametrize("parts", ["choices", "slots"])
def test_refuses_to_publish_numbers_with_a_gap(parts):
    question = ordering_question(publish=False)
    getattr(question, parts).filter(number=2).update(number=9)
    assert question.publish() == [f"The numbers of the {parts} are not 1, 2, 3 and so on."]


def test_stands_each_cell_under_its_column(alice, now, db):
    ExamFactory()
    options = [("Allow", "action"), ("Deny", "action"), ("TCP 25", "port"), ("TCP 443", "port")]
    slots = [
        ("Rule 1", "Port", "port", 4),
        ("Rule 1", "Action", "action", 1),
        ("Rule 2", "Action", "action", 2),
    ]
    slot_question("exhibit", options, slots, exhibits=[{"title": "Log", "text": "deny"}])
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    columns, rows = attempt.answers.for_review().get().table_as_shown()
    assert columns == ["Port", "Action"]
    assert [[cell and cell.number for cell in cells] for _, cells in rows] == [[1, 2], [None, 3]]
