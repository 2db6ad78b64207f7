"""Staff see what two versions differ in, and bring an old one back as a draft."""

import re

import pytest
from django.contrib.auth.models import Permission

from accounts.tests.factories import UserFactory
from quizzes.compare import compare, pieces
from quizzes.models import Question
from quizzes.tests.admin_pages import draft, form, history, said, save, url, words
from quizzes.tests.factories import QuestionFactory, exhibit_question, generated_question

pytestmark = pytest.mark.django_db


def against(question, **query):
    return url("question", "compare", question.pk), query


def changed(old, new):
    """The names of the parts that differ."""
    changes, _ = compare(old, new)
    return [change.name for change in changes]


def followed_by(question, **fields):
    """The next version of a wording, with other fields."""
    draft = question.next_version()
    Question.objects.filter(pk=draft.pk).update(**fields)
    return Question.objects.get(pk=draft.pk)


def test_tells_words_that_stayed_went_and_came():
    found = [(piece.fate, piece.text) for piece in pieces("Which port is open?", "Which is shut?")]
    assert found == [
        ("same", "Which"),
        ("old", " port"),
        ("same", " is "),
        ("old", "open"),
        ("new", "shut"),
        ("same", "?"),
    ]


def test_does_not_crumble_a_text_that_was_written_anew():
    found = pieces("It is slow, but it is cheap.", "Nothing else reaches through a wall.")
    assert [piece.fate for piece in found] == ["old", "new"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "a b"),
        ("a b", ""),
        ("a  b\nc", "a b\n\nd c"),
        ("x " * 2500, "y " * 2500),
        ("0 1 " * 490, "1 0 2 " * 340),
    ],
)
def test_keeps_every_letter_of_both_texts(old, new):
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.fate != "new") == old
    assert "".join(piece.text for piece in found if piece.fate != "old") == new


def test_names_what_differs_and_what_is_the_same():
    first = QuestionFactory(stem="Which one?")
    second = followed_by(first, stem="Which of these?", difficulty=3, reference="RFC 1")
    second.choices.filter(number=1).update(is_key=True, rationale="New.")
    changes, same = compare(first, second)
    assert [each.name for each in changes] == [
        "Stem",
        "Difficulty",
        "Reference",
        "Choice 1",
        "Reason of choice 1",
    ]
    assert "Rationale" in same
    assert "Choice 2" in same
    assert "Exhibits" not in same  # there is none


def test_follows_a_choice_that_moved():
    first = QuestionFactory()
    second = first.next_version()
    second.choices.filter(number=1).delete()
    for number in (2, 3, 4):
        second.choices.filter(number=number).update(number=number - 1)
    assert changed(first, Question.objects.get(pk=second.pk)) == [
        "Choice 1 (was 2)",
        "Choice 1 (removed)",
        "Reason of choice 1",
        "Choice 2 (was 3)",
        "Choice 3 (was 4)",
    ]


def test_compares_slots_and_exhibits():
    first = exhibit_question()
    second = followed_by(first, exhibits=[{"title": "show run", "text": "deny ip any any"}])
    slot = second.slots.get(number=1)
    slot.key = second.choices.get(number=3)
    slot.save()
    second.slots.filter(number=4).delete()
    assert changed(first, second) == ["Exhibits", "Slot 1", "Slot 4 (removed)", "Reason of slot 4"]


def test_compares_generators():
    first = generated_question()
    second = followed_by(first, params={"asks": "capacity", "levels": "0-1"})
    assert changed(first, second) == ["Generator"]


def test_shows_the_one_before_unless_others_are_chosen(staff_client):
    first = QuestionFactory(stem="Stem one")
    save(staff_client, form(first), stem="Stem two")
    second = first.item.questions.get(version=2)
    save(staff_client, form(second), stem="Stem three")
    third = first.item.questions.get(version=3)
    page = staff_client.get(*against(third))
    assert (page.context["old"], page.context["new"]) == (second, third)
    assert re.search(r"<del>.*two.*</del><ins>.*three.*</ins>", page.text)
    page = staff_client.get(*against(third, **{"from": "3", "to": "1"}))
    assert (page.context["old"], page.context["new"]) == (first, third)
    page = staff_client.get(*against(first))
    assert (page.context["old"], page.context["new"]) == (first, second)
    for wrong in ("0", "x", "3", "²"):
        assert staff_client.get(*against(third, **{"from": wrong, "to": "3"})).status_code == 200


def test_is_led_to_where_there_are_two(staff_client):
    first = QuestionFactory()
    assert "compare/" not in staff_client.get(form(first)).text
    assert "nothing to compare" in staff_client.get(*against(first)).text
    second = first.next_version()
    assert against(second)[0] in staff_client.get(form(second)).text
    assert "Both say the same." in staff_client.get(*against(second)).text


def test_escapes_what_staff_typed(staff_client):
    first = draft(stem="<b>one</b>")
    followed_by(first, stem="<i>one</i>")
    page = staff_client.get(*against(first)).text
    assert "<i>one" not in page
    assert "<b>one" not in page


def test_brings_an_old_version_back_as_a_draft(staff_client, staff):
    first = QuestionFactory(stem="The good old words?")
    save(staff_client, form(first), stem="Worse words?", choices__0__text="Worse")
    second = first.item.questions.published().get()
    before = words(first)
    page = staff_client.get(*against(second))
    assert "Bring version 1 back" in page.text
    response = staff_client.post(url("question", "restore", first.pk), follow=True)
    third = first.item.questions.get(version=3)
    assert response.request["PATH_INFO"] == form(third)
    assert "is a draft with the words of version 1" in said(response)
    assert (third.status, third.author, third.published_at) == ("draft", staff, None)
    assert compare(Question.objects.get(pk=first.pk), third)[0] == []
    second.refresh_from_db()
    assert second.status == "published"
    assert words(first) == before
    assert history(third) == [("Staff", "Made from version 1.")]
    assert history(first)[-1] == ("Staff", "Brought back as version 3.")
    save(staff_client, form(third), "_publish")
    assert first.item.questions.published().get() == third


def test_brings_back_nothing_but_old_versions(staff_client):
    live, writing = QuestionFactory(), draft()
    last = QuestionFactory()
    last.retire()
    old_draft, old_live = draft(), QuestionFactory()
    followed_by(old_draft).publish()
    followed_by(old_live)
    for question in (live, writing, last, old_draft, old_live):
        response = staff_client.post(url("question", "restore", question.pk), follow=True)
        assert "cannot be brought back" in said(response)
    assert Question.objects.filter(version__gt=1).count() == 2
    assert not Question.objects.filter(version__gt=2).exists()
    assert staff_client.get(url("question", "restore", live.pk)).status_code == 405


def test_lets_readers_compare_and_no_more(client):
    first = QuestionFactory()
    second = first.next_version()
    second.publish()
    reader = UserFactory(is_staff=True)
    client.force_login(reader)
    assert client.get(*against(first)).status_code == 403
    reader.user_permissions.set(Permission.objects.filter(codename="view_question"))
    page = client.get(*against(first))
    assert page.status_code == 200
    assert "Bring version" not in page.text
    assert client.post(url("question", "restore", first.pk)).status_code == 403
    assert Question.objects.count() == 2


def test_asks_the_database_no_more_for_more_versions(staff_client, statements):
    question = exhibit_question()
    for _ in range(4):
        question.next_version()
    with statements() as seen:
        staff_client.get(*against(question))
    assert seen.total <= 12
