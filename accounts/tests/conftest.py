"""What a site has beside it, a mail server or another site to log in with, and who comes."""

import socket

import pytest
from aiosmtpd.controller import Controller
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp

from accounts import post
from accounts.tests.factories import PASSWORD, SECRET
from accounts.tests.postbox import Postbox
from accounts.tests.provider import Provider
from billings.environment import mailer


class Outbox:
    """What was sent. Tests that never commit send, when they look, what waits to be."""

    def __init__(self, sent):
        self.sent = sent

    def __getitem__(self, position):
        post.send_waiting()
        return self.sent[position]

    def __len__(self):
        post.send_waiting()
        return len(self.sent)


@pytest.fixture
def mail(settings, mailoutbox):
    """The site as EMAIL_URL makes it; what it sends."""
    settings.HAS_MAIL = True
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    return Outbox(mailoutbox)


@pytest.fixture
def sign_up(client):
    """Sends the sign-up form of Carol, with these fields changed."""

    def send(by=client, path="/accounts/signup/", **changes):
        form = {
            "email": "carol@example.com",
            "username": "Carol",
            "password1": PASSWORD,
            "time_zone": "Europe/Paris",
            "shows_on_boards": "on",
        }
        return by.post(path, form | changes)

    return send


def use_server(settings, port):
    config = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": port}
    config |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}
    settings.MAILERS = {"default": mailer(config)}


@pytest.fixture
def smtp(settings, transactional_db):
    """The site with a mail server that listens on this machine. Transactions end for real."""
    settings.HAS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    use_server(settings, port)
    yield box
    controller.stop()


@pytest.fixture
def away(settings, transactional_db):
    """The same, but nobody listens."""
    settings.HAS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    use_server(settings, 9)


@pytest.fixture
def app(alice):
    """Alice has an authenticator app and recovery codes."""
    totp.TOTP.activate(alice, SECRET)
    return RecoveryCodes.activate(alice)


@pytest.fixture
def provider(settings):
    """The site with single sign-on, as the variables of the environment make it."""
    server = Provider()
    app = {"provider_id": "sso", "name": "School", "client_id": "billings", "secret": "quiet"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [app | {"settings": {"server_url": server.url}}],
        }
    }
    yield server
    server.close()
