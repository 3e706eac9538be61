"""Thunderbird without a window, told what to do in its own words (calendar § 6)."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.clients.marionette import Marionette, ProgramError, reach
from tests.clients.readers import MissingError, Shown, seen
from tests.postgres import free_port

START = 120.0
LIBRARY = Path(__file__).with_name("agenda.js")
PREFERENCES: dict[str, str] = {
    "app.update.enabled": "false",
    "calendar.timezone.local": '"Europe/Paris"',
    "calendar.timezone.useSystemTimezone": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "mail.provider.suppress_dialog_on_startup": "true",
    "mail.rights.version": "1",
    "mailnews.start_page.enabled": "false",
    "network.proxy.type": "0",  # loopback, whatever proxy the machine has
}


@dataclass(frozen=True)
class Subscription:
    """One calendar that Thunderbird subscribed to."""

    program: Marionette
    id: str

    def refresh(self) -> None:
        """Have it ask again, as its button « Synchroniser » does."""
        self.program.call("refresh", self.id)

    def shown(self) -> list[Shown]:
        """Return what it shows."""
        return sorted(seen(*each) for each in self.program.call("shown", self.id))

    def state(self) -> dict[str, Any]:
        """Return under what name it goes, and whether it is disabled, read-only or in failure."""
        told: dict[str, Any] = self.program.call("state", self.id)
        return told

    def retitle(self, title: str) -> str:
        """Give its first event another title, as its user does; return how that ended."""
        return str(self.program.call("retitle", self.id, title))


class Thunderbird:
    """The program as it runs."""

    def __init__(self, program: Marionette) -> None:
        self.program = program
        self.name = f"Thunderbird {program.version}"
        self.subscriptions: list[Subscription] = []

    def subscribe(self, url: str) -> Subscription:
        """Subscribe to an address as its window does."""
        made = Subscription(self.program, self.program.call("subscribe", url))
        self.subscriptions.append(made)
        return made

    def invited(self, text: str) -> dict[str, Any]:
        """Return what it understands of an invitation."""
        told: dict[str, Any] = self.program.call("invited", text)
        return told

    def forget(self) -> None:
        """Leave every calendar, so that the next test finds none."""
        while self.subscriptions:
            with suppress(ProgramError):
                self.program.call("forget", self.subscriptions.pop().id)


@contextmanager
def running(folder: Path) -> Iterator[Thunderbird]:
    """Start Thunderbird on a profile of its own until the end; raises MissingError."""
    found = shutil.which(os.environ.get("THUNDERBIRD", "thunderbird"))
    if not found:
        raise MissingError("programme absent (Debian : apt-get install thunderbird)")
    port = free_port()
    written = PREFERENCES | {"marionette.port": str(port)}
    lines = [f'user_pref("{name}", {value});\n' for name, value in written.items()]
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    with (folder / "output.log").open("wb") as output:
        process = _start(found, folder, output)
        try:
            program = _reached(port, process)
            try:
                yield Thunderbird(program)
            finally:
                program.close()
        finally:
            _end(process)


def _start(found: str, folder: Path, output: Any) -> "subprocess.Popen[bytes]":
    remote = ["--marionette", "--remote-allow-system-access"]
    return subprocess.Popen(  # noqa: S603 # our own words, no shell
        [found, "--headless", "--no-remote", "--profile", str(folder), *remote, "-calendar"],
        env=os.environ | {"HOME": str(folder), "MOZ_HEADLESS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _reached(port: int, process: "subprocess.Popen[bytes]") -> Marionette:
    try:
        library = LIBRARY.read_text(encoding="utf-8")
        return reach(port, library, START, process.poll)
    except (OSError, ProgramError) as error:
        ended = process.poll()
        why = error if ended is None else f"code {ended}"
        raise MissingError(f"il ne répond pas ({why})") from error


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it with the processes of its own, by force when it takes its time."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, how)
            process.wait(timeout=20)
            return
