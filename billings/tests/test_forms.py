"""What forms say and do when they are refused, and how dates are written."""

import re
from datetime import UTC, datetime

import pytest
from django.utils.formats import localize

pytestmark = pytest.mark.django_db


def focused(page):
    return re.findall(r'name="(\w+)"[^>]* autofocus', page.text)


def test_puts_the_focus_on_the_field_that_was_refused(client):
    form = {"email": "q@q", "username": "Carol", "password1": "correct horse battery"}
    page = client.post("/accounts/signup/", form)
    assert "That is not an e-mail address." in page.text
    assert focused(page) == ["email"]


def test_puts_the_focus_on_the_first_field_when_all_are_refused_together(client, alice):
    page = client.post("/accounts/login/", {"login": "Alice", "password": "wrong"})
    assert focused(page) == ["login"]


def test_ties_the_number_of_questions_to_its_field(alice_client, bank):
    page = alice_client.post("/exams/security-plus/start/", {"size": "3"})
    assert focused(page) == ["size"]
    assert 'aria-invalid="true" aria-describedby="size-error"' in page.text
    assert "A quiz has at least 5 questions." in page.text.split('id="size-error"')[1]


def test_says_in_plain_words_what_is_too_short_or_too_long(alice_client):
    page = alice_client.post("/settings/profile/", {"username": "a", "bio": "x" * 301})
    assert "At least 3 characters, please; it has 1." in page.text
    assert "At most 300 characters, please; it has 301." in page.text


def test_writes_dates_as_the_pages_do():
    assert localize(datetime(2026, 11, 26, 9, 5, tzinfo=UTC)) == "26 Nov 2026, 09:05"
