"""What every page has: no complaint of the browser, its links within reach."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/accounts/signup/", "/accounts/login/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_opens_without_a_complaint(page, live_server, path, width):
    page.set_viewport_size({"width": width, "height": 800})

    response = page.goto(live_server.url + path)

    assert response.status == 200
    assert page.locator("h1").count() == 1
    # The page is as wide as the window: nothing makes a phone scroll sideways.
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_notices_what_the_content_policy_forbids(page, live_server, complaints):
    page.goto(live_server.url + "/")

    page.evaluate(
        "document.body.append(Object.assign(document.createElement('style'), "
        "{textContent: 'h1 { color: red }'}))"
    )

    assert any("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()


def test_keeps_its_links_at_the_foot_of_a_phone_but_not_of_a_low_screen(page, live_server, nora):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url + "/leaderboards/")
    links = page.get_by_role("navigation", name="Main")
    box = links.bounding_box()
    assert box["y"] + box["height"] == 640

    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    page.mouse.wheel(0, 400)
    expect(links).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
