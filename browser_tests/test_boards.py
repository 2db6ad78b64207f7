"""Boards in a browser: tabs change the board and nothing else."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def boards(page, live_server, nora):
    """Nora on the first board, in a window that remembers whether it was loaded anew."""
    page.goto(live_server.url + "/leaderboards/")
    page.evaluate("window.isSame = true")
    return live_server.url + "/leaderboards/"


def press(page, name):
    page.get_by_role("link", name=name, exact=True).click()
    current = page.get_by_role("link", name=name, exact=True)
    expect(current).to_have_attribute("aria-current", "page")
    return current


def test_changes_boards_without_a_reload_and_keeps_the_focus(page, boards):
    expect(press(page, "Quizzes")).to_be_focused()
    expect(page).to_have_title("Quizzes · Leaderboards · Billings")
    expect(press(page, "This week")).to_be_focused()
    assert page.url == boards + "quizzes/?period=week"
    assert page.evaluate("window.isSame")


def test_goes_back_and_forward_between_boards(page, boards):
    press(page, "Quizzes")
    press(page, "Accuracy")
    page.go_back()
    expect(page.locator("#board-quizzes")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page.locator("#board-xp")).to_have_attribute("aria-current", "page")
    page.go_forward()
    expect(page.locator("#board-quizzes")).to_have_attribute("aria-current", "page")


def test_goes_back_twice_before_the_scripts_are_there(page, boards):
    press(page, "Quizzes")
    press(page, "Accuracy")
    held = []
    page.route("**/htmx.min.js", lambda route: held.append(route), times=1)
    page.go_back(wait_until="commit")
    expect(page.locator("#board-quizzes")).to_have_attribute("aria-current", "page")
    page.go_back(wait_until="commit")
    held[0].continue_()
    expect(page.locator("#board-xp")).to_have_attribute("aria-current", "page")


def test_changes_boards_without_scripts(plain_page, boards):
    plain_page.goto(boards)
    press(plain_page, "This month")
    assert plain_page.url == boards + "xp/?period=month"
