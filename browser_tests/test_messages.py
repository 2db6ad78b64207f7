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
