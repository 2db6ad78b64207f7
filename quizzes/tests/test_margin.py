"""What a page tells beside an answer, and saving an answer as it changes."""

import datetime
import re
from html import unescape

import pytest
from django.core.signing import Signer
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quizzes.margin import made_at, read_margin, stamp
from quizzes.models import UserAnswer
from quizzes.papers import start_exam, start_quiz

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def study(alice, bank, now):
    return start_quiz(alice, bank, size=10, mode="study", now=now)


def keep(client, attempt, position=1, **data):
    return client.post(
        f"/attempts/{attempt.pk}/{position}/",
        {"go": "keep", **data},
        headers={"HX-Request": "true"},
    )


def test_counts_the_seconds_that_a_page_was_open(now):
    page = QueryDict(f"since={stamp(UserAnswer(seconds=30), now)}")
    assert read_margin(page, now + 45 * SECOND).seconds == 75
    assert read_margin(page, now + 50 * SECOND).seconds == 80  # sent again by the same page


def test_counts_a_page_that_was_left_alone_as_fifteen_minutes(now):
    page = QueryDict(f"since={stamp(UserAnswer(seconds=30), now)}")
    assert read_margin(page, now + datetime.timedelta(days=2)).seconds == 930


@pytest.mark.parametrize(
    "since", ["", "x", "[0, 0]:abc", Signer(salt="another").sign_object([0, 0])]
)
def test_believes_no_other_stamp(now, since):
    data = QueryDict(mutable=True)
    data["since"] = since
    assert read_margin(data, now).seconds == 0


@given(st.lists(st.text(max_size=6), max_size=4), st.text(max_size=6))
def test_takes_anything_without_a_fault(struck, confidence):
    data = QueryDict(mutable=True)
    data.setlist("struck", struck)
    data["confidence"] = confidence
    margin = read_margin(data)
    assert margin.confidence in (None, 1, 2, 3)
    assert all(number >= 0 for number in margin.struck)


def test_rules_nothing_out_that_is_chosen(alice_client, attempt):
    keep(alice_client, attempt, choice=2, struck=[2, 3])
    assert attempt.answers.get(position=1).struck == [3]


def test_keeps_what_was_ruled_out_and_how_sure_one_is(alice_client, attempt):
    page = alice_client.post(
        f"/attempts/{attempt.pk}/1/",
        {"choice": "2", "struck": ["4", "1", "99"], "confidence": "3", "go": "next"},
    )
    assert page.url == f"/attempts/{attempt.pk}/2/"
    answer = attempt.answers.get(position=1)
    assert (answer.struck, answer.confidence) == ([1, 4], 3)
    html = alice_client.get(f"/attempts/{attempt.pk}/1/").content.decode()
    assert set(re.findall(r'name="struck" value="(\d)" checked', html)) == {"1", "4"}
    assert 'name="confidence" value="3" checked' in html


def test_grades_nothing_of_it(alice_client, attempt):
    key = attempt.answers.get(position=1).question.key[0]
    keep(alice_client, attempt, choice=key, struck=key, confidence=1)
    assert attempt.answers.get(position=1).is_correct


def test_shows_it_again_with_what_was_refused(alice_client, attempt):
    page = alice_client.post(
        f"/attempts/{attempt.pk}/1/", {"choice": ["1", "2"], "struck": "3", "confidence": "2"}
    )
    html = page.content.decode()
    assert page.status_code == 400
    assert 'name="struck" value="3" checked' in html
    assert 'name="confidence" value="2" checked' in html
    assert not attempt.answers.get(position=1).struck


def test_takes_how_sure_one_is_with_the_check(alice_client, study):
    alice_client.post(f"/attempts/{study.pk}/1/", {"choice": "2", "confidence": "1", "go": "check"})
    answer = study.answers.get(position=1)
    assert answer.is_committed
    assert answer.confidence == 1


def test_saves_a_change_and_says_when(alice_client, attempt):
    page = keep(alice_client, attempt, choice="2")
    answer = attempt.answers.get(position=1)
    assert answer.response == [2]
    assert page.status_code == 200
    assert re.fullmatch(r"Saved \d\d:\d\d", page.content.decode().strip())
    assert "Saved" in alice_client.get(f"/attempts/{attempt.pk}/1/").content.decode()


def test_says_in_words_why_a_change_is_not_saved(alice_client, attempt):
    keep(alice_client, attempt, choice="2")
    page = keep(alice_client, attempt, choice=["1", "2"])
    assert page.status_code == 400
    assert page.content.decode() == "This question has one answer."
    assert attempt.answers.get(position=1).response == [2]


def test_tells_a_change_that_the_quiz_is_over(alice_client, attempt, now):
    keep(alice_client, attempt, choice="2")
    attempt.submit(now=now)
    page = keep(alice_client, attempt, choice="1")
    assert page["HX-Redirect"] == f"/attempts/{attempt.pk}/result/"
    assert attempt.answers.get(position=1).response == [2]


def test_tells_a_change_that_time_is_up(alice_client, alice, bank, now):
    exam = start_exam(alice, bank, now=now)  # long ago
    exam.answers.filter(position=2).update(response=[1])
    page = keep(alice_client, exam, choice="2")
    assert page["HX-Redirect"] == f"/attempts/{exam.pk}/result/"
    assert "Time is up" not in alice_client.get(page["HX-Redirect"]).text  # its script says it
    for go in ("next", "leave"):
        keep(alice_client, exam, choice="3", go=go)
    assert alice_client.get(page["HX-Redirect"]).text.count("Time is up") == 1
    assert "Time is up" not in alice_client.get(page["HX-Redirect"]).text


def test_tells_a_change_that_nobody_is_logged_in(client, attempt):
    assert keep(client, attempt, choice="2").status_code == 401


def test_lets_no_key_out_with_a_change(alice_client, attempt):
    right = keep(alice_client, attempt, choice=attempt.answers.get(position=1).question.key[0])
    wrong = keep(alice_client, attempt, position=2, choice="1")
    pattern = r"\d\d:\d\d"
    assert re.sub(pattern, "", right.content.decode()) == re.sub(
        pattern, "", wrong.content.decode()
    )
    assert len(right.content) == len(wrong.content)


def test_takes_an_answer_that_waited_while_nothing_newer_came(alice_client, attempt):
    response = keep(alice_client, attempt, choice=3, age="3600.250", seen="")
    assert response.status_code == 200
    answer = attempt.answers.get(position=1)
    assert answer.response == [3]
    assert response["Saved-At"] == answer.saved_at.isoformat()


def test_lets_a_later_answer_stand(alice_client, attempt):
    keep(alice_client, attempt, choice=2)
    response = keep(alice_client, attempt, choice=3, age="3600", seen="")
    assert response.status_code == 409
    assert attempt.answers.get(position=1).response == [2]
    # The same answer is no other one.
    assert keep(alice_client, attempt, choice=2, age="3600", seen="").status_code == 200


def test_takes_an_answer_that_was_given_after_the_other(alice_client, attempt):
    keep(alice_client, attempt, choice=2)
    attempt.answers.update(saved_at=timezone.now() - datetime.timedelta(hours=2))
    assert keep(alice_client, attempt, choice=3, age="3600", seen="").status_code == 200
    assert attempt.answers.get(position=1).response == [3]


def test_takes_an_answer_of_a_page_that_knew_the_other(alice_client, attempt):
    seen = keep(alice_client, attempt, choice=2)["Saved-At"]
    assert f'name="seen" value="{seen}"' in first_page(alice_client, attempt)
    assert keep(alice_client, attempt, choice=3, age="60", seen=seen).status_code == 200


@pytest.mark.parametrize("age", ["", "-5", "x", "1e9", "nan", "9" * 30])
def test_takes_an_answer_without_a_sound_age_as_new(alice_client, attempt, age):
    keep(alice_client, attempt, choice=2)
    assert keep(alice_client, attempt, choice=3, age=age, seen="").status_code == 200


def test_counts_no_seconds_while_an_answer_waited(now):
    page = QueryDict(f"since={stamp(UserAnswer(), now)}&age=600")
    sent_at = now + 640 * SECOND
    assert read_margin(page, made_at(page, sent_at)).seconds == 40


def send(client, attempt, page, go="next", **data):
    """Press a button on the page of question 1 as it was shown."""
    known = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in KNOWN}
    return client.post(f"/attempts/{attempt.pk}/1/", known | {"go": go} | data)


KNOWN = ("since", "seen", "shown")


def first_page(client, attempt):
    return unescape(client.get(f"/attempts/{attempt.pk}/1/").content.decode())


@pytest.mark.parametrize("go", ["next", "previous", "leave", "review", "flag", "5"])
def test_lets_no_page_that_was_open_longer_take_an_answer_back(alice_client, attempt, go):
    page = first_page(alice_client, attempt)
    keep(alice_client, attempt, choice=2, struck=1, confidence=3)  # in another tab
    send(alice_client, attempt, page, go)
    answer = attempt.answers.get(position=1)
    assert (answer.response, answer.struck, answer.confidence) == ([2], [1], 3)


def test_takes_what_was_chosen_on_a_page_that_was_open_longer(alice_client, attempt):
    page = first_page(alice_client, attempt)
    keep(alice_client, attempt, choice=2)
    send(alice_client, attempt, page, choice=3)
    assert attempt.answers.get(position=1).response == [3]


def test_empties_an_answer_on_a_page_that_was_open_longer(alice_client, attempt):
    page = first_page(alice_client, attempt)
    keep(alice_client, attempt, choice=2)
    send(alice_client, attempt, page, "clear")
    assert attempt.answers.get(position=1).is_blank


@pytest.mark.parametrize("shown", ["", "x", "[" * 10_000, '{"a":'])
def test_takes_an_answer_whatever_a_page_says_it_knew(alice_client, attempt, shown):
    keep(alice_client, attempt, choice=2)
    known = {"seen": "never", "shown": shown}
    assert alice_client.post(f"/attempts/{attempt.pk}/1/", known | {"choice": 3}).status_code == 302
    assert attempt.answers.get(position=1).response == [3]


def test_flags_once_however_many_pages_flag(alice_client, attempt):
    page = first_page(alice_client, attempt)
    for _ in range(2):
        send(alice_client, attempt, page, re.search(r'name="go" value="(\w*flag)"', page)[1])
    assert attempt.answers.get(position=1).is_flagged


def test_takes_no_endless_number_for_a_choice(alice_client, attempt):
    address = f"/attempts/{attempt.pk}/1/"
    assert alice_client.post(address, {"go": "next", "struck": "9" * 5000}).status_code == 302
