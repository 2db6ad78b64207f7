"""A site with a mail server, and a visitor who signs up."""

import pytest

from accounts import post
from accounts.tests.factories import PASSWORD


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
