"""The small scripts of the account pages."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args):
    """A visitor in Lisbon."""
    return {**browser_context_args, "timezone_id": "Europe/Lisbon"}


def test_fills_in_the_time_zone_of_the_visitor(page, live_server):
    page.goto(live_server.url + "/accounts/signup/")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")


def test_keeps_the_time_zone_that_was_chosen_instead(page, live_server):
    page.goto(live_server.url + "/accounts/signup/")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_label("E-mail address").fill("carol@example.com")
    page.get_by_label("Username", exact=True).fill("Carol")
    page.get_by_label("Password", exact=True).fill("too short")
    page.get_by_role("main").get_by_role("button", name="Create account").click()

    assert "12 characters" in page.locator(".errorlist").inner_text()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


def test_shows_a_password_when_asked(page, live_server):
    page.goto(live_server.url + "/accounts/login/")
    password = page.get_by_label("Password", exact=True)
    password.fill("correct horse battery")

    page.get_by_role("button", name="Show password").click()
    assert password.get_attribute("type") == "text"
    page.get_by_role("button", name="Hide password").click()
    assert password.get_attribute("type") == "password"
