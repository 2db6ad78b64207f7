"""Home, the ten questions for visitors, the rules in words, and the pages for faults."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from redis.exceptions import RedisError

from accounts.models import User
from gamification import rules
from quizzes.models import Item, QuizAttempt, UserAnswer


def test_tells_visitors_what_this_is(client, achievements, bank):
    text = client.get("/").content.decode()
    assert "Try ten questions" in text
    assert "not affiliated with CompTIA" in text
    assert "/exams/security-plus/" in text


def test_shows_no_hidden_achievement_or_avatar_to_visitors(client, achievements, bank):
    for address in ("/", "/how-it-works/"):
        text = client.get(address).content.decode()
        assert "Flawless" not in text
        assert "grandmaster" not in text.lower()


def test_shows_a_new_student_the_first_step(alice_client, achievements, bank):
    text = alice_client.get("/").content.decode()
    assert "Your first quiz" in text
    assert "Level 1" in text


@pytest.fixture
def samples(bank):
    Item.objects.filter(pk__in=Item.objects.values("pk")[:10]).update(is_sample=True)


def test_grades_ten_questions_for_visitors_and_stores_nothing(client, samples, statements):
    page = client.get("/try/")
    assert len(page.context["paper"]) == 10
    assert b"What control" not in page.content
    answers = {f"q{n}": 2 if n <= 7 else 1 for n in range(1, 10)}
    with statements() as seen:
        graded = client.post("/try/", answers)
    assert b"7 of 10 right" in graded.content
    assert b"What control 2 is for." in graded.content
    assert not QuizAttempt.objects.exists()
    assert not UserAnswer.objects.exists()
    assert all(sql.startswith("SELECT") for sql in seen.data)


def test_asks_visitors_the_same_ten_each_time(client, samples):
    papers = [
        [answer.question.pk for answer in client.get("/try/").context["paper"]] for _ in range(2)
    ]
    assert papers[0] == papers[1]


@pytest.mark.parametrize("data", [{"q1": "9"}, {"q1": "x"}, {"q1": ["1", "2"]}, {"q1": "1\0"}])
def test_refuses_strange_answers_of_visitors(client, samples, data):
    assert client.post("/try/", data).status_code == 400


def test_computes_its_examples_by_the_rules(client, achievements):
    text = client.get("/how-it-works/").content.decode()
    for xp in (200, 312, 450):
        assert f">{xp}<" in text
    assert f"{rules.xp_for(7, 50)} XP. The other 3" in text
    assert "240,100" in text
    assert "22 achievements are listed" in text


def test_has_a_page_for_what_is_not_there(client, db):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert b"There is nothing at this address" in page.content


def faulty(monkeypatch, error):
    def raise_it(*args, **kwargs):
        raise error

    monkeypatch.setattr("billings.views.exams_with_progress", raise_it)
    return Client(raise_request_exception=False)


def test_asks_to_try_again_when_the_database_is_away(monkeypatch, db):
    page = faulty(monkeypatch, OperationalError("database is locked")).get("/")
    assert page.status_code == 503
    assert page["Retry-After"] == "10"
    assert b"Try again" in page.content


def test_asks_to_try_again_when_the_cache_is_away(monkeypatch, db):
    assert faulty(monkeypatch, RedisError("the cache is away")).get("/").status_code == 503


def test_owns_up_to_a_fault(monkeypatch, db):
    page = faulty(monkeypatch, ZeroDivisionError()).get("/")
    assert page.status_code == 500
    assert b"Something broke on our side" in page.content


def test_renders_the_fault_page_without_any_database(monkeypatch, alice_client):
    def raise_it(*args, **kwargs):
        raise OperationalError("the database is away")

    monkeypatch.setattr(User.objects.all().__class__, "get", raise_it)
    alice_client.raise_request_exception = False
    page = alice_client.get("/")
    assert page.status_code == 503


def test_has_a_policy_without_inline_code(client, db):
    policy = client.get("/how-it-works/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_names_every_student_page(alice_client, achievements, bank):
    for name in ("home", "try", "how_it_works", "quizzes:exams", "quizzes:attempts"):
        text = alice_client.get(reverse(name)).content.decode()
        assert text.count("<h1") == 1
        assert "not affiliated with CompTIA" in text
        assert 'href="#main"' in text


def test_says_when_a_page_wants_its_button(alice_client, bank):
    page = alice_client.get("/exams/security-plus/start/")
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert b"Nothing was changed" in page.content
