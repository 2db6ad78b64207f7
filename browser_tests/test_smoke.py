"""The front page opens without a complaint from the browser."""

import pytest

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
