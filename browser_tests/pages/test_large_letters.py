"""Pages read with the browser's letters twice as large: all of it fits."""

import pytest

from browser_tests.pages.addresses import PAGES
from browser_tests.pages.conftest import enter
from browser_tests.pages.test_pages import HEIGHT, LAPTOP, PHONE, too_wide_by

pytestmark = pytest.mark.pages

DOUBLED = "--blink-settings=defaultFontSize=32"


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_needs_no_scrolling_sideways(browser_type, browser_type_launch_args, scene, width):
    arguments = [*browser_type_launch_args["args"], DOUBLED]
    browser = browser_type.launch(**browser_type_launch_args | {"args": arguments})
    too_wide = {}
    for who, name, address in PAGES:
        if who == "editor" and name != "editor-design":
            continue  # Django's admin has its own widths
        context = browser.new_context(viewport={"width": width, "height": HEIGHT})
        enter(context, scene, who)
        page = context.new_page()
        page.goto(scene["url"] + address.format(**scene))
        if (over := too_wide_by(page)) > 0:
            too_wide[name] = over
        context.close()
    browser.close()
    assert too_wide == {}
