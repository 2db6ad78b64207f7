"""No page of allauth's looks foreign: each is ours, or cannot be reached."""

from pathlib import Path

import allauth
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from accounts.tests.factories import PASSWORD

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = settings.BASE_DIR / "templates"
ROOMS = ("account", "mfa", "socialaccount", "usersessions")

# What our settings switch off: several addresses, phones, codes in place of passwords or links,
# sign-up by passkey, trusted browsers, strict cookies; and the list of sessions, which is our own.
OFF = {
    "account/confirm_login_code.html",
    "account/confirm_password_reset_code.html",
    "account/confirm_phone_verification_code.html",
    "account/email.html",
    "account/email_change.html",
    "account/phone_change.html",
    "account/request_login_code.html",
    "account/signup_by_passkey.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
    "mfa/trust.html",
    "mfa/webauthn/signup_form.html",
    "socialaccount/login_redirect.html",
    "usersessions/usersession_list.html",
}
OFF_MAIL = {"email_confirm", "email_changed", "email_deleted", "login_code", "password_reset_code"}
PAGES = sorted(
    str(path.relative_to(THEIRS))
    for room in ROOMS
    for path in (THEIRS / room).rglob("*.html")
    if "snippets" not in path.parts and not path.name.startswith("base")
)
MAILS = sorted(
    str(path.relative_to(THEIRS)).removesuffix("_message.txt")
    for room in ROOMS
    for path in (THEIRS / room).rglob("email/*_message.txt")
    if not path.name.startswith("base") and path.name.removesuffix("_message.txt") not in OFF_MAIL
)


def is_ours(name):
    return Path(get_template(name).origin.name).is_relative_to(OURS)


@pytest.mark.parametrize("name", PAGES)
def test_wears_our_template_on_every_page_that_can_be_reached(name):
    assert is_ours(name) != (name in OFF)


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("end", ["_subject.txt", "_message.txt", "_message.html"])
def test_writes_every_mail_in_our_words(name, end):
    assert is_ours(name + end)


def test_knows_what_is_off():
    assert set(PAGES) >= OFF


# Every address under /accounts/ that there is, with something in the place of what varies.
FILLED = {
    "<str:token>": "no-such-token",
    "<str:provider_id>": "sso",
    "(?P<provider_id>[^/]+)": "sso",
    "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)": "1-no-such-key",
    r"(?P<key>[-:\w]+)": "no-such-key",
    "<int:pk>": "0",
}


def addresses(patterns=None, start="/"):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = start + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, path)
        elif path.startswith("/accounts/"):
            for varying, example in FILLED.items():
                path = path.replace(varying, example)
            assert not set("<>()[") & set(path), path
            yield path


ADDRESSES = sorted(set(addresses()))


def assert_ours(response, path):
    assert response.status_code in (200, 301, 302, 401, 403, 404, 405), path
    if response.content and "html" in response["Content-Type"]:
        assert is_ours(response.templates[0].name), path
        page = response.content.decode()
        assert page.count("<h1") == 1, path
        assert "not affiliated with CompTIA" in page, path


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["a visitor", "a person", "a person with factors"])
@pytest.mark.parametrize("has_mail", [False, True])
def test_answers_at_every_address_in_our_layout(who, has_mail, client, alice, request):
    if has_mail:
        request.getfixturevalue("mail")
    if who != "a visitor":
        client.force_login(alice)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    if who == "a person with factors":
        TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(alice)
    pages = []
    for path in ADDRESSES:
        response = client.get(path)
        assert_ours(response, path)
        pages += [path] if response.status_code == 200 else []
    assert len(ADDRESSES) > 40
    assert len(pages) >= 8


@pytest.mark.django_db
def test_answers_in_our_layout_to_empty_forms_as_well(client, alice):
    for path in ADDRESSES:
        if "logout" not in path:
            assert_ours(client.post(path, {}), path)
    client.force_login(alice)
    for path in ADDRESSES:
        if "logout" not in path:
            assert_ours(client.post(path, {}), path)
