"""A mail server for the tests."""

from email import policy
from email.parser import BytesParser


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
