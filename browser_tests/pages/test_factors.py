"""The pages of second factors, for which one has to have some."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp

from browser_tests.pages.test_pages import HEIGHT, LAPTOP, ZOOMED, look
from browser_tests.test_trust import add_device, add_passkey, log_in, log_out

pytestmark = pytest.mark.pages

ADDRESSES = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
]


def faults_of(page):
    """What is wrong with the page in light and wide, and in dark and narrow."""
    faults = []
    for scheme, width in (("light", LAPTOP), ("dark", ZOOMED)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [(page.url, scheme, fault) for fault in look(page, width)]
    return faults


def test_shows_factors_well(page, live_server, transactional_db, alice):
    site = live_server.url
    add_device(page)
    log_in(page, site)
    add_passkey(page, site)
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    secret = page.locator(".qr code").inner_text()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Second factor").wait_for()
    faults = []
    for address in ADDRESSES:
        page.goto(site + address)
        faults += faults_of(page)
    page.goto(f"{site}/accounts/2fa/webauthn/")
    for name, path in (("Rename laptop", "edit"), ("Remove laptop", "remove")):
        page.get_by_role("link", name=name).click()
        page.wait_for_url(f"**/{path}/")
        faults += faults_of(page)
        page.go_back()
    log_out(page)
    log_in(page, site)
    page.get_by_role("heading", name="Your second factor").wait_for()
    assert faults + faults_of(page) == []
