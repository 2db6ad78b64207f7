"""Messages stay until they are dismissed, with scripts and without."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def wear_another(page, url):
    page.goto(url + "/avatars/")
    page.get_by_role("button", name="Wear Tech Enthusiast").click()
    message = page.get_by_text("You are wearing Tech Enthusiast.")
    message.wait_for()
    page.wait_for_load_state()
    return message


def test_takes_a_message_away_without_a_reload(page, live_server, nora):
    message = wear_another(page, live_server.url)
    page.evaluate("window.isSame = true")
    page.get_by_role("link", name="Dismiss").click()
    expect(message).to_have_count(0)
    assert page.evaluate("window.isSame")
    expect(page.locator("#main")).to_be_focused()


def test_takes_a_message_away_without_scripts(plain_page, live_server):
    message = wear_another(plain_page, live_server.url)
    plain_page.get_by_role("link", name="Dismiss").click()
    expect(message).to_have_count(0)
    assert plain_page.url == live_server.url + "/avatars/"


def test_closes_the_menu_by_escape_and_when_one_moves_on(page, live_server, nora):
    page.goto(live_server.url + "/leaderboards/")
    summary, log_out = page.locator(".menu summary"), page.get_by_role("button", name="Log out")
    summary.press("Enter")
    expect(log_out).to_be_visible()
    log_out.press("Escape")
    expect(log_out).to_be_hidden()
    expect(summary).to_be_focused()

    summary.press("Enter")
    log_out.press("Tab")
    expect(log_out).to_be_hidden()
