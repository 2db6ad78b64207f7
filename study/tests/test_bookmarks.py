"""Bookmarks: kept from any question, never losing a note, seen by nobody else."""

import pytest
from django.db import IntegrityError, transaction

from quizzes.papers import start_quiz
from quizzes.pools import POOLS
from quizzes.tests.factories import ExamFactory, QuestionFactory
from study import pools
from study.models import Bookmark, Card

HTMX = {"HX-Request": "true"}


@pytest.fixture
def quiz(alice, bank):
    return start_quiz(alice, bank, size=5)


def item_of(quiz, position=1):
    return quiz.answers.get(position=position).item_id


def test_keeps_the_question_of_a_page_and_saves_what_was_chosen(alice_client, alice, quiz):
    page = alice_client.post(
        f"/study/bookmarks/attempts/{quiz.pk}/1/", {"choice": 3, "note": "ports!", "go": "stay"}
    )
    assert page["Location"] == f"/attempts/{quiz.pk}/1/"
    assert alice.bookmarks.get().note == "ports!"
    assert quiz.answers.get(position=1).response == [3]
    text = alice_client.get(f"/attempts/{quiz.pk}/1/").content.decode()
    assert "Bookmarked" in text
    assert "ports!" in text


def test_settles_nothing_in_study_mode(alice_client, alice, bank):
    study = start_quiz(alice, bank, size=5, mode="study")
    chosen = {"choice": 3, "struck": 1, "confidence": 2, "go": "stay"}
    page = alice_client.post(f"/study/bookmarks/attempts/{study.pk}/1/", chosen)
    assert page.context["answer"].confidence == 2
    shown = page.context["answer"].choices_as_shown()
    assert [choice.number for choice in shown if choice.is_chosen] == [3]
    assert [choice.number for choice in shown if choice.is_struck] == [1]
    assert alice.bookmarks.count() == 1
    assert not study.answers.get(position=1).is_committed


def test_leaves_the_page_alone_where_scripts_run(alice_client, alice, quiz):
    address = f"/study/bookmarks/attempts/{quiz.pk}/1/"
    page = alice_client.post(address, {"choice": 3, "note": "n"}, headers=HTMX)
    assert page.status_code == 200
    assert b"<html" not in page.content
    assert b"Bookmarked" in page.content
    assert alice.bookmarks.count() == 1


def test_asks_to_log_in_where_scripts_run(client, quiz):
    page = client.post(f"/study/bookmarks/attempts/{quiz.pk}/1/", headers=HTMX)
    assert page["HX-Redirect"] == "/accounts/login/?next=/study/"


@pytest.mark.parametrize("go", ["next", "leave", "flag", "review"])
def test_keeps_a_note_whatever_is_pressed(alice_client, alice, quiz, go):
    form = {"choice": 3, "note": "ports\r\nand more", "noted": "", "item": item_of(quiz), "go": go}
    alice_client.post(f"/attempts/{quiz.pk}/1/", form)
    mark = alice.bookmarks.get()
    assert (mark.item_id, mark.note) == (item_of(quiz), "ports\nand more")
    assert quiz.answers.get(position=1).response == [3]


def test_leaves_the_page_of_a_study_question_whole(alice_client, alice, bank):
    """Without scripts: its form still goes to the question, and an answer given is shown."""
    study = start_quiz(alice, bank, size=5, mode="study")
    address = f"/study/bookmarks/attempts/{study.pk}/1/"
    page = alice_client.post(address, {"choice": 3, "note": "why", "go": "stay"})
    assert f'id="paper" action="/attempts/{study.pk}/1/"' in page.text
    study.save_answer(1, [3])
    assert "Your answer" in alice_client.post(address, {"note": "so", "go": "stay"}).text


def test_leaves_a_note_alone_that_another_page_has_changed(alice_client, alice, quiz):
    Bookmark.objects.keep(alice, item_of(quiz), "new")
    form = {"note": "old", "noted": "old", "item": item_of(quiz)}
    alice_client.post(f"/attempts/{quiz.pk}/1/", form)
    assert alice.bookmarks.get().note == "new"


def test_empties_a_note_that_its_page_showed(alice_client, alice, quiz):
    item = item_of(quiz)
    for address in (
        f"/study/bookmarks/attempts/{quiz.pk}/1/",
        f"/study/bookmarks/items/{item}/",
        f"/attempts/{quiz.pk}/1/",
    ):
        Bookmark.objects.keep(alice, item, "old")
        alice_client.post(address, {"note": " ", "noted": "old", "item": item})
        assert alice.bookmarks.get().note == "", address


def test_leads_from_the_address_of_the_button_to_the_question(alice_client, quiz):
    page = alice_client.get(f"/study/bookmarks/attempts/{quiz.pk}/2/")
    assert page["Location"] == f"/attempts/{quiz.pk}/2/"


@pytest.mark.parametrize("item", ["", "x", "0", "9" * 30, "²"])
def test_keeps_no_note_of_what_is_no_question(alice_client, alice, quiz, item):
    page = alice_client.post(f"/attempts/{quiz.pk}/1/", {"note": "mine", "item": item})
    assert page.status_code == 302
    assert not alice.bookmarks.exists()


def test_keeps_a_note_to_what_an_ended_study_quiz_has_left_out(alice_client, alice, bank):
    study = start_quiz(alice, bank, size=5, mode="study")
    item = item_of(study, 3)
    study.save_answer(1, [2])
    study.submit()
    alice_client.post(f"/attempts/{study.pk}/3/", {"note": "why", "item": item, "go": "next"})
    assert alice.bookmarks.get().item_id == item


def test_says_when_a_note_is_too_long_wherever_it_is_pressed(alice_client, alice, quiz):
    form = {"note": "x" * 2001, "item": item_of(quiz)}
    page = alice_client.post(f"/attempts/{quiz.pk}/1/", form, follow=True)
    assert "It is bookmarked." in page.text
    assert alice.bookmarks.get().note == ""


def test_never_wipes_a_note_by_adding_again(alice_client, alice, quiz):
    Bookmark.objects.keep(alice, item_of(quiz), "first")
    address = f"/study/bookmarks/attempts/{quiz.pk}/1/"
    for note in ("", "   "):
        alice_client.post(address, {"note": note})
    alice_client.post(f"/study/bookmarks/items/{item_of(quiz)}/")
    assert alice.bookmarks.get().note == "first"
    alice_client.post(address, {"note": "second"})
    assert alice.bookmarks.get().note == "second"


def test_loses_no_bookmark_when_the_note_is_too_long(alice_client, alice, quiz):
    Bookmark.objects.keep(alice, item_of(quiz), "first")
    page = alice_client.post(
        f"/study/bookmarks/items/{item_of(quiz)}/", {"note": "x" * 2001}, follow=True
    )
    assert b"2,000 characters" in page.content
    assert alice.bookmarks.get().note == "first"


def test_keeps_from_a_result_and_returns_to_the_question(alice_client, alice, quiz):
    quiz.save_answer(1, [2])
    quiz.submit()
    assert "Bookmark it" in alice_client.get(f"/attempts/{quiz.pk}/result/").content.decode()
    back = f"/attempts/{quiz.pk}/result/#q1"
    page = alice_client.post(f"/study/bookmarks/items/{item_of(quiz)}/", {"next": back})
    assert page["Location"] == back
    assert "Bookmarked" in alice_client.get(f"/attempts/{quiz.pk}/result/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_sends_nobody_elsewhere(alice_client, quiz, target):
    page = alice_client.post(f"/study/bookmarks/items/{item_of(quiz)}/", {"next": target})
    assert page["Location"] == "/study/bookmarks/"


def test_keeps_no_draft_and_nothing_of_others(alice_client, client, bob, quiz):
    draft = QuestionFactory(published=False)
    assert alice_client.post(f"/study/bookmarks/items/{draft.item_id}/").status_code == 404
    client.force_login(bob)
    assert client.post(f"/study/bookmarks/attempts/{quiz.pk}/1/").status_code == 404


def test_changes_and_removes_only_own_ones(alice_client, client, alice, bob, quiz):
    mark = Bookmark.objects.keep(alice, item_of(quiz), "mine")
    alice_client.post(f"/study/bookmarks/{mark.pk}/", {"note": ""})
    assert alice.bookmarks.get().note == ""
    alice_client.post(f"/study/bookmarks/{mark.pk}/", {"note": "x" * 2001})
    assert alice.bookmarks.get().note == ""
    client.force_login(bob)
    assert client.post(f"/study/bookmarks/{mark.pk}/", {"remove": 1}).status_code == 404
    assert b"mine" not in client.get("/study/bookmarks/").content
    client.force_login(alice)
    client.post(f"/study/bookmarks/{mark.pk}/", {"remove": 1})
    assert not Bookmark.objects.exists()


def test_finds_by_words_exam_and_domain(alice_client, alice, bank):
    first, second = (
        QuestionFactory(stem=stem, item__objective__domain=domain).item_id
        for stem, domain in zip(("Ask RADIUS", "Ask Kerberos"), bank.domains.all(), strict=True)
    )
    Bookmark.objects.keep(alice, first, "uses UDP 1812")
    Bookmark.objects.keep(alice, second)

    def found(query):
        page = alice_client.get(f"/study/bookmarks/?{query}")
        return [mark.item_id for mark in page.context["page"]]

    assert found("") == [second, first]
    assert found("words=udp") == [first]
    assert found("words=kerberos") == [second]
    one = bank.domains.get(number=1).pk
    assert found(f"exam=security-plus&domain={one}") == [first]
    assert found("exam=security-plus&domain=99999") == [second, first]
    assert found("exam=nothing") == []
    assert "Nothing fits" in alice_client.get("/study/bookmarks/?words=zzz").content.decode()


def test_practises_them(alice_client, alice, bank, quiz):
    quiz.drop()
    items = list(pools.bookmarked(alice, bank, None))
    assert items == []
    for question in bank.domains.first().objectives.first().items.all()[:3]:
        Bookmark.objects.keep(alice, question.pk)
    alice_client.post("/study/security-plus/bookmarks/start/", {"domain": "", "words": ""})
    study = alice.attempts.open().get()
    assert (study.mode, study.total, study.title) == ("study", 3, "Security+: bookmarks")


def test_offers_pools_for_quizzes(alice, bob, bank, sit, now):
    sit(size=12, correct=10)
    assert {"due", "bookmarked"} <= POOLS.keys()
    assert not pools.due(alice, bank, now)
    tomorrow = Card.objects.mistakes().first().due_at
    assert set(pools.due(alice, bank, tomorrow)) == set(
        Card.objects.mistakes().values_list("item_id", flat=True)
    )
    assert not pools.due(bob, bank, tomorrow)


def test_keeps_one_bookmark(alice, quiz):
    mark = Bookmark.objects.keep(alice, item_of(quiz))
    with pytest.raises(IntegrityError), transaction.atomic():
        Bookmark.objects.create(user=alice, item_id=mark.item_id)


def test_counts_a_line_of_a_note_as_browsers_do(alice_client, alice, quiz):
    note = "\n".join(["x" * 99] * 20)  # 1 999 characters, which are posted as 2 018
    posted = {"note": note.replace("\n", "\r\n")}
    alice_client.post(f"/study/bookmarks/items/{item_of(quiz)}/", posted)
    mark = alice.bookmarks.get()
    assert mark.note == note
    mark.note = ""
    mark.save()
    alice_client.post(f"/study/bookmarks/{mark.pk}/", posted)
    assert alice.bookmarks.get().note == note


def test_keeps_no_note_that_a_database_refuses(alice_client, alice, quiz):
    page = alice_client.post(
        f"/study/bookmarks/items/{item_of(quiz)}/", {"note": "a\x00b"}, follow=True
    )
    assert b"It is bookmarked. Null characters are not allowed." in page.content
    assert alice.bookmarks.get().note == ""


def test_finds_a_domain_of_one_exam_only(alice_client, alice, bank):
    other = ExamFactory(code="N10-009", certification__slug="network-plus")
    kept = {
        exam: QuestionFactory(item__objective__domain=exam.domains.get(number=1)).item_id
        for exam in (bank, other)
    }
    for item in kept.values():
        Bookmark.objects.keep(alice, item)
    one = bank.domains.get(number=1).pk
    page = alice_client.get(f"/study/bookmarks/?domain={one}")
    assert [mark.item_id for mark in page.context["page"]] == [kept[bank]]
    assert page.context["wishes"]["exam"] == "security-plus"
    assert f'<option value="{one}" selected>' in page.text
    page = alice_client.get(f"/study/bookmarks/?exam=network-plus&domain={one}")
    assert [mark.item_id for mark in page.context["page"]] == [kept[other]]
    alice_client.post("/study/security-plus/bookmarks/start/", {"domain": one})
    assert [row.item_id for row in alice.attempts.open().get().answers.all()] == [kept[bank]]
