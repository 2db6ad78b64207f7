"""What a question page weighs over the wire, as a browser that takes brotli loads it."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from quizzes.papers import start_quiz
from quizzes.tests.factories import ItemFactory, QuestionFactory

FIRST_VISIT, LATER = 60_000, 15_000  # bytes, without fonts


@pytest.fixture
def longest(alice, bank, now):
    objective = bank.domains.first().objectives.first()
    for _ in range(90):
        QuestionFactory(item=ItemFactory(objective=objective))
    return start_quiz(alice, bank, size=90, now=now)


def test_stays_light(alice_client, longest):
    page = alice_client.get(f"/attempts/{longest.pk}/45/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    html = len(page.content)
    plain = alice_client.get(f"/attempts/{longest.pk}/45/").content.decode()
    paths = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css|svg))"', plain))
    assert any(path.endswith("pages.css") for path in paths)
    files = sum(len(brotli.compress(Path(finders.find(path)).read_bytes())) for path in paths)
    assert html <= LATER
    assert html + files <= FIRST_VISIT
