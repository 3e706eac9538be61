"""A real mail relay on loopback, which takes letters, refuses them, stalls, or dies."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from booking.config import Settings

STALL = 1
"""Seconds of patience of the service in these tests."""


@dataclass
class PostOffice:
    """A relay that keeps what it took; `answer` is what it says, for all or for one address."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    refused: dict[str, str] = field(default_factory=dict)  # what is said of an address
    stalls: set[str] = field(default_factory=set)  # addresses for which nothing is said any more
    dies: set[str] = field(default_factory=set)  # addresses for which the line is cut amid DATA

    async def handle_RCPT(  # noqa: N802 # aiosmtpd's word
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take a recipient, or not."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 # aiosmtpd's word
        """Take a letter, or not."""
        if self.stalls.intersection(envelope.rcpt_tos):
            await asyncio.sleep(STALL * 3)
        if self.dies.intersection(envelope.rcpt_tos):
            assert server.transport
            server.transport.abort()
            return "451 jamais lu"
        if self.answer.startswith("250"):
            letter: Any = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
            self.letters.append(letter)
        return self.answer

    @property
    def settings(self) -> Settings:
        """Return settings that use this relay."""
        url = f"smtp://127.0.0.1:{self.port}"
        return Settings("", "tests only", "https://parc.example", url, smtp_seconds=STALL)


@contextmanager
def open_office(**options: Any) -> Iterator[PostOffice]:
    """Open a post office on a port of its own; the options are those of aiosmtpd."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        office = PostOffice(probe.getsockname()[1])
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def text_of(letter: EmailMessage) -> str:
    """Return the plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def html_of(letter: EmailMessage) -> str:
    """Return the HTML of a letter."""
    part = letter.get_body(("html",))
    assert part
    return str(part.get_content())
