"""Each page of the site in light and dark, at every width: nothing is wrong, all of it fits.

Pictures of all of them are left in `artefacts/pages/`, to be looked at.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser_tests.pages.addresses import PAGES
from browser_tests.pages.conftest import ROOT, enter

pytestmark = pytest.mark.pages

PICTURES = ROOT / "artefacts" / "pages"
AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHT = 800
# WCAG's 400 % zoom of a usual screen, a phone, a laptop.
ZOOMED, PHONE, LAPTOP = 320, 360, 1280
# What moved while the page was loading, once two frames show nothing new.
SHIFTS = """new Promise(done => {
    const seen = [];
    new PerformanceObserver(list => seen.push(...list.getEntries())).observe(
        {type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => done(seen.flatMap(shift =>
        shift.sources.map(({node}) => `${shift.value} ${node?.outerHTML ?? ""}`.slice(0, 120))))));
})"""


@pytest.mark.parametrize(("who", "name", "address"), PAGES, ids=[name for _, name, _ in PAGES])
def test_shows_well(page, browser, scene, complaints, who, name, address):
    enter(page.context, scene, who)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    answer = page.goto(scene["url"] + address.format(**scene))
    if "reauthenticate" not in address:
        assert "reauthenticate" not in page.url, "The password was asked for instead."
    if answer.status == 404:
        complaints.clear()
    faults = []
    # Django's own admin builds its forms while one looks; and a busy machine may paint a page
    # before all of it is there, but not twice.
    if who != "editor" and page.evaluate(SHIFTS):
        shifts = moves(browser, scene, who, address)
        faults = [("moves while loading", shift) for shift in shifts]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (ZOOMED, PHONE, LAPTOP):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            faults += [(scheme, width, fault) for fault in look(page, width)]
            if width != ZOOMED:
                page.screenshot(
                    path=PICTURES / f"{name}-{scheme}-{width}.png",
                    full_page=True,
                    scale="css",
                    timeout=120_000,  # ninety explained questions are a long page
                )
    assert not faults, "\n".join(map(str, faults))


def moves(browser, scene, who, address):
    """What moves while the page is loading in a browser that has nothing of it yet."""
    context = browser.new_context(
        viewport={"width": PHONE, "height": HEIGHT}, reduced_motion="reduce"
    )
    enter(context, scene, who)
    page = context.new_page()
    page.goto(scene["url"] + address.format(**scene))
    shifts = page.evaluate(SHIFTS)
    context.close()
    return shifts


def too_wide_by(page):
    """How many pixels one can scroll sideways: none, we hope."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def look(page, width):
    """What is wrong with the page as it is shown now, once it has loaded."""
    page.wait_for_load_state()
    over = too_wide_by(page)
    faults = [f"{over} px too wide"] if over > 0 else []
    if width != PHONE:
        found = AXE.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        faults += [
            (fault["id"], [node["html"][:160] for node in fault["nodes"][:3]])
            for fault in found.response["violations"]
        ]
    return faults
