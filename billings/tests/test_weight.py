"""What pages weigh over the wire, as a browser that takes brotli loads them, and what they load."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from quizzes.papers import start_quiz
from quizzes.tests.factories import make_questions

FIRST_VISIT, LATER = 60_000, 15_000  # bytes, without fonts
LANDING = 100_000  # bytes, with fonts


@pytest.fixture
def longest(alice, bank, now):
    objective = bank.domains.first().objectives.first()
    make_questions(90, objective)
    return start_quiz(alice, bank, size=90, now=now)


def html_of(client, address):
    page = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    return len(page.content)


def files_of(client, address, kinds):
    """The bytes of the files of these kinds that the page asks for, each once."""
    plain = client.get(address).content.decode()
    paths = set(re.findall(rf'(?:src|href)="/static/([^"]+\.(?:{kinds}))"', plain))
    assert any(path.endswith("pages.css") for path in paths)
    return sum(len(brotli.compress(Path(finders.find(path)).read_bytes())) for path in paths)


def test_stays_light(alice_client, longest):
    address = f"/attempts/{longest.pk}/45/"
    html = html_of(alice_client, address)
    assert html <= LATER
    assert html + files_of(alice_client, address, "js|css|svg") <= FIRST_VISIT


def test_opens_with_a_light_page(client, achievements, bank):
    assert html_of(client, "/") + files_of(client, "/", "js|css|svg|woff2|ico") <= LANDING


def scripts_of(client, address):
    return re.findall(r'<script[^>]* src="/static/([^"]+)"', client.get(address).content.decode())


def test_loads_no_script_where_nothing_uses_it(client, alice, bank):
    for address in ("/", "/try/", "/exams/", "/privacy/", "/accounts/password/reset/"):
        assert scripts_of(client, address) == [], address
    assert "js/password.js" in scripts_of(client, "/accounts/login/")
    client.force_login(alice)
    for address in (
        "/",
        "/exams/",
        "/achievements/",
        "/settings/",
        "/progress/",
        "/accounts/logout/",
    ):
        assert scripts_of(client, address) == ["js/offline.js", "js/menu.js"], address
    assert "js/password.js" in scripts_of(client, "/accounts/password/change/")
