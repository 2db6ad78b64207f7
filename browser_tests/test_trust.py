"""Accounts that people can trust: passkeys, apps, other sites and mail, in a real browser."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.models import SecurityEvent, User
from accounts.tests.factories import PASSWORD
from accounts.tests.postbox import link_in
from accounts.tests.provider import Provider

pytestmark = pytest.mark.browser

AXE = Axe()


@pytest.fixture
def site(live_server, transactional_db):
    return live_server.url


@pytest.fixture
def authenticator(page):
    """A phone or laptop that makes passkeys and asks for a finger, which is always there."""
    return add_device(page)


def add_device(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def log_in(page, site, name="Alice", password=PASSWORD):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("E-mail address or username").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def log_out(page):
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Log in", exact=True).first.wait_for()


def show_password(page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page, site):
    page.goto(f"{site}/settings/security/")
    page.get_by_role("link", name="Set up second factors").click()
    page.get_by_role("link", name="Add a passkey").click()
    show_password(page)
    page.get_by_role("textbox", name="Name").fill("laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return page.locator(".codes code").all_inner_texts()


def test_logs_in_with_a_passkey_alone(page, site, alice, authenticator):
    log_in(page, site)
    add_passkey(page, site)
    log_out(page)

    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.locator(".menu summary").wait_for()

    assert "Alice" in page.locator(".menu summary").inner_text()
    assert SecurityEvent.objects.filter(kind="logged_in", detail="passkey").exists()


def test_asks_for_the_passkey_after_the_password(page, site, alice, authenticator):
    log_in(page, site)
    codes = add_passkey(page, site)
    log_out(page)

    log_in(page, site)
    page.get_by_role("heading", name="Your second factor").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.locator(".menu summary").wait_for()
    log_out(page)

    log_in(page, site)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Log in", exact=True).click()
    page.locator(".menu summary").wait_for()


def test_renames_and_removes_a_passkey(page, site, alice, authenticator):
    log_in(page, site)
    add_passkey(page, site)
    page.goto(f"{site}/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Rename laptop").click()
    page.get_by_role("textbox", name="Name").fill("old laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove old laptop").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("None yet.").wait_for()
    log_out(page)
    log_in(page, site)
    page.locator(".menu summary").wait_for()


def test_keeps_a_second_account_out_of_the_first(page, site, alice, bob, authenticator, browser):
    """Bob knows Alice's password, and has a passkey, a session and codes of his own."""
    log_in(page, site)
    add_passkey(page, site)

    other = browser.new_context()
    thief = other.new_page()
    add_device(thief)
    log_in(thief, site, "Bob")
    codes = add_passkey(thief, site)
    log_out(thief)
    log_in(thief, site, "Alice")
    thief.get_by_role("heading", name="Your second factor").wait_for()
    thief.get_by_role("button", name="Use a passkey").click()
    thief.locator("[data-passkey-says]").get_by_text("That did not work").wait_for()
    thief.get_by_label("Code").fill(codes[0])
    thief.get_by_role("button", name="Log in", exact=True).click()
    thief.get_by_text("That code is not right.").wait_for()
    for path in ("/settings/", "/settings/data/download/", "/accounts/2fa/"):
        thief.goto(site + path)
        expect(thief.get_by_role("button", name="Log in", exact=True)).to_be_visible()
        assert not thief.locator(".menu summary").count()
    thief.goto(f"{site}/accounts/2fa/authenticate/")
    thief.get_by_role("button", name="Cancel").click()
    thief.get_by_role("button", name="Log in with a passkey").click()
    thief.locator(".menu summary").wait_for()
    assert "Bob" in thief.locator(".menu summary").inner_text()
    other.close()


def test_says_so_when_a_passkey_is_not_to_be_had(page, site, alice, complaints):
    session = add_device(page)
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_role("alert").get_by_text("That did not work").wait_for()
    assert session


def test_sets_up_an_app_and_logs_in_with_its_code(page, site, alice):
    log_in(page, site)
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    show_password(page)
    secret = page.locator(".qr code").inner_text()
    image = page.locator(".qr img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    def code(ahead=0):
        counter = int(time.time()) // 30 + ahead
        return totp.format_hotp_value(totp.hotp_value(secret, counter))

    page.get_by_label("Authenticator code").or_(page.get_by_label("Code")).fill(code())
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    log_out(page)
    log_in(page, site)
    page.get_by_label("Code").fill(code(1))
    page.get_by_role("button", name="Log in", exact=True).click()
    page.locator(".menu summary").wait_for()


def test_signs_in_from_another_site(page, site, settings):
    server = Provider()
    app = {"provider_id": "sso", "name": "School", "client_id": "billings", "secret": "quiet"}
    apps = [app | {"settings": {"server_url": server.url}}]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}
    }
    server.person("7", email="carol@school.example", email_verified=True)

    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Go on with School").click()
    page.get_by_role("heading", name="Almost there").wait_for()
    assert clean(page) == []
    page.get_by_label("Username", exact=True).fill("Carol")
    page.get_by_role("button", name="Create account").click()
    page.locator(".menu summary").wait_for()
    log_out(page)
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Go on with School").click()
    page.locator(".menu summary").wait_for()
    assert "Carol" in page.locator(".menu summary").inner_text()
    server.close()


def test_opens_an_account_by_the_link_of_a_mail_read_elsewhere(page, site, smtp, browser):
    page.goto(f"{site}/accounts/signup/")
    page.get_by_label("E-mail address").fill("nora@example.com")
    page.get_by_label("Username", exact=True).fill("Nora")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    assert clean(page) == []
    assert not User.objects.exists()

    phone = browser.new_context().new_page()
    phone.goto(site + link_in(smtp.last_text()))
    assert clean(phone) == []
    phone.get_by_role("button", name="Create the account").click()
    phone.get_by_text("Your account is ready.").wait_for()
    log_in(phone, site, "Nora")
    phone.locator(".menu summary").wait_for()
    phone.context.close()

    page.reload()
    page.get_by_text("The link from the mail has done that").wait_for()


def test_resets_a_forgotten_password_by_mail(page, site, smtp, alice):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    page.goto(f"{site}/accounts/password/reset/")
    page.get_by_label("E-mail address").fill("alice@example.com")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(site + link_in(smtp.last_text()))
    assert clean(page) == []
    page.get_by_label("New password").fill("another horse battery")
    page.get_by_role("button", name="Save password").click()
    page.get_by_role("heading", name="Your password is changed").wait_for()
    log_in(page, site, "Alice", "another horse battery")
    page.locator(".menu summary").wait_for()


def test_deletes_an_account(page, site, alice):
    log_in(page, site)
    page.goto(f"{site}/settings/data/")
    page.get_by_role("link", name="See what goes").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Delete Alice for good").click()
    page.get_by_role("heading", name="Your account is deleted").wait_for()
    assert clean(page) == []
    assert not User.objects.exists()


def clean(page):
    """What axe finds wrong with the page: nothing, we hope."""
    found = AXE.run(page).response["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]
