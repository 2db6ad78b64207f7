"""Sitting an exam in a browser: resumed elsewhere, in two tabs, until its time is up."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from browser_tests.test_answering import SAVED, saved
from quizzes.models import QuizAttempt
from quizzes.models.attempts import GRACE

pytestmark = pytest.mark.browser


def pick(page, number):
    page.get_by_role("radio", name=f"Control {number}", exact=True).check()
    page.get_by_text(SAVED).wait_for()


def shown(page):
    return page.locator(".choice").all_inner_texts()


def test_goes_on_elsewhere_with_the_same_paper_and_clock(page, attempt, live_server, new_context):
    pick(page, 3)
    order, deadline = shown(page), attempt.deadline_at
    page.reload()
    assert shown(page) == order
    expect(page.get_by_role("radio", name="Control 3", exact=True)).to_be_checked()

    phone = new_context(storage_state=page.context.storage_state()).new_page()
    phone.goto(live_server.url)
    phone.get_by_role("link", name="Go on").click()
    phone.goto(page.url)
    assert shown(phone) == order
    expect(phone.get_by_role("radio", name="Control 3", exact=True)).to_be_checked()
    attempt.refresh_from_db()
    assert attempt.deadline_at == deadline


def test_keeps_the_newest_of_two_tabs(page, attempt):
    other = page.context.new_page()
    other.goto(page.url)
    pick(page, 3)
    pick(other, 1)
    assert saved(attempt).response == [1]
    page.reload()
    expect(page.get_by_role("radio", name="Control 1", exact=True)).to_be_checked()


def test_ends_as_of_its_deadline_when_the_time_is_up(page, attempt, complaints):
    pick(page, 2)
    over = timezone.now() - GRACE - timedelta(seconds=1)
    QuizAttempt.objects.filter(pk=attempt.pk).update(deadline_at=over)
    page.get_by_role("button", name="Next").first.click()
    page.get_by_text("Time is up").wait_for()
    page.get_by_role("heading", name="1 of 12 right").wait_for()
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.correct) == (over, 1)


def test_ends_by_its_button_after_a_count_of_blanks_and_flags(page, attempt):
    pick(page, 2)
    page.get_by_role("button", name="Flag").click()
    page.locator("[aria-pressed=true]", has_text="Flag").wait_for()
    page.get_by_role("button", name="Review").click()
    page.get_by_role("link", name="End the practice exam").click()
    page.get_by_role("heading", name="11 questions are blank").wait_for()
    expect(page.get_by_text("flagged").first).to_be_visible()
    page.get_by_role("button", name="End the practice exam").click()
    page.get_by_role("heading", name="1 of 12 right").wait_for()
    expect(page.get_by_text("in this simulation").first).to_be_visible()


def test_moves_on_when_next_is_pressed_while_the_flag_is_on_its_way(page, attempt):
    held = []
    page.route("**/4/", lambda route: held.append(route), times=1)
    page.get_by_role("button", name="Flag").click()
    page.locator(".qnav").get_by_role("button", name="Next").click()
    held[0].continue_()
    page.get_by_role("heading", name="Question 5 of").wait_for()
    assert saved(attempt).is_flagged
