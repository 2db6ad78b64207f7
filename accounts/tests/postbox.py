"""A mail server for the tests, and what one finds in mail."""

import re
from email import policy
from email.parser import BytesParser

from django.conf import settings

KEYED = "/accounts/(?:password/reset/key|confirm-email)/"


def link_in(text):
    """The path of the link in `text` that opens something, on the site's own address."""
    return re.search(rf"{re.escape(settings.SITE_URL)}({KEYED}[^\s<]+)", text)[1]


class Postbox:
    """What an SMTP server took: parsed messages, and for each the addresses it was sent to."""

    def __init__(self):
        self.messages, self.refuses = [], False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (the library's name)
        if self.refuses:
            return "451 Try again later"
        parsed = BytesParser(policy=policy.default).parsebytes(envelope.content)
        self.messages.append((envelope.rcpt_tos, parsed))
        return "250 OK"

    def last_text(self):
        """The plain text of the last message."""
        _, message = self.messages[-1]
        return message.get_body(["plain"]).get_content()
