"""Pages on paper: what is there to read, and nothing to press."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.papers import start_quiz
from quizzes.tests.factories import answer

pytestmark = pytest.mark.browser

WIDTH = 690  # pixels of A4 between the margins


def test_prints_result_and_progress_without_buttons(page, live_server, nora, exam):
    attempt = start_quiz(nora, exam, size=10)
    answer(attempt, correct=7)
    attempt.submit(now=timezone.now())

    page.set_viewport_size({"width": WIDTH, "height": 980})
    page.emulate_media(media="print", color_scheme="dark")
    for address in (f"/attempts/{attempt.pk}/result/", "/progress/"):
        page.goto(live_server.url + address)
        assert page.locator("button:visible, .btn:visible, nav:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )
    page.goto(live_server.url + f"/attempts/{attempt.pk}/result/")
    expect(page.get_by_text("What control 2 is for.").first).to_be_visible()
