"""A mail server on loopback for the product's mails."""

from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from convenant.devstack import ports


class Mailbox:
    """Takes every mail and keeps it."""

    def __init__(self) -> None:
        self.mails: list = []

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keep one mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox():
    """Listen for mail on this machine."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=ports.free())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()
