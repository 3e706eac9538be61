"""The programs that read a calendar, and what each of them shows of it."""

import json
import shutil
import subprocess
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from booking import clock
from booking.config import ROOT
from tests.journeys.service import fetch
from tests.subscriber import Subscriber

PARIS = ZoneInfo("Europe/Paris")
SCRIPT = Path(__file__).with_name("read.mjs")
PACKAGES = ROOT / ".venv" / "clients"
"""Where `make clients` puts what comes from npm."""
BACK, AHEAD = timedelta(days=75), 700
"""What khal is asked to list: from before the window of the feeds to after it."""


class MissingError(Exception):
    """A program that is not there, and why."""


class Shown(NamedTuple):
    """An event as somebody reads it: in Paris, a whole day without an hour, its end excluded."""

    starts: str
    ends: str
    title: str
    status: str


class Agenda(Protocol):
    """One subscription in one program."""

    def refresh(self) -> None:
        """Ask the service again."""

    def shown(self) -> list[Shown]:
        """Return what is on the screen."""


class Reader(Protocol):
    """A program that subscribes."""

    name: str

    def subscribe(self, url: str) -> Agenda:
        """Subscribe to an address."""


def seen(starts: float | str, ends: float | str, title: str, status: str | None) -> Shown:
    """Return an event told by its instants, in seconds, or by its days."""
    return Shown(_wall(starts), _wall(ends), title, status or "")


def _wall(told: float | str) -> str:
    return told if isinstance(told, str) else wall(datetime.fromtimestamp(told, PARIS))


def wall(instant: datetime) -> str:
    """Return an instant as a clock of Paris shows it."""
    return f"{instant.astimezone(PARIS):%Y-%m-%dT%H:%M}"


class IcalJs:
    """The parser that Thunderbird and others stand on, alone: it fetches as plainly as can be."""

    def __init__(self) -> None:
        self.node = shutil.which("node") or ""
        package = PACKAGES / "node_modules" / "ical.js" / "package.json"
        if not self.node:
            raise MissingError("Node absent (Debian : apt-get install nodejs npm)")
        if not package.exists():
            raise MissingError("paquet absent (npm ne l’a pas installé)")
        self.name = f"ical.js {json.loads(package.read_text(encoding='utf-8'))['version']}"

    def subscribe(self, url: str) -> "IcalJsAgenda":
        """Subscribe to an address."""
        agenda = IcalJsAgenda(self, url)
        agenda.refresh()
        return agenda

    def read(self, content: bytes) -> list[Shown]:
        """Return the events of a file; raises RuntimeError for what it refuses."""
        told = json.loads(_run([self.node, str(SCRIPT), str(PACKAGES)], content))
        return sorted(seen(*each) for each in told)


class IcalJsAgenda:
    """A calendar fetched for ical.js."""

    def __init__(self, reader: IcalJs, url: str) -> None:
        self.reader, self.url, self.content = reader, url, b""

    def refresh(self) -> None:
        """Fetch it again; raises RuntimeError when that is refused."""
        answer = fetch(self.url)
        if answer.status != 200:
            raise RuntimeError(f"answered {answer.status}")
        self.content = answer.body

    def shown(self) -> list[Shown]:
        """Return the events."""
        return self.reader.read(self.content)


class Khal:
    """khal, which shows what vdirsyncer fetched."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._count = folder, 0
        self.name = f"khal {version('khal')} par vdirsyncer {version('vdirsyncer')}"

    def subscribe(self, url: str) -> "KhalAgenda":
        """Subscribe to an address."""
        self._count += 1
        folder = self.folder / str(self._count)
        folder.mkdir()
        agenda = KhalAgenda(Subscriber(folder, url))
        agenda.refresh()
        return agenda


class KhalAgenda:
    """A calendar kept in a folder."""

    def __init__(self, person: Subscriber) -> None:
        self.person = person

    def refresh(self) -> None:
        """Fetch it again; raises RuntimeError when that is refused."""
        self.person.sync()

    def shown(self) -> list[Shown]:
        """Return what khal lists."""
        first = (clock.now() - BACK).date().isoformat()
        told = [line.split("|") for line in self.person.agenda(first, AHEAD)]
        return sorted(
            Shown(starts, _excluded(ends), title, status) for starts, ends, title, status in told
        )


def _excluded(ends: str) -> str:
    """Return the end of a whole day as the others tell it; khal names the last day itself."""
    is_day = "T" not in ends
    return (date.fromisoformat(ends) + timedelta(days=1)).isoformat() if is_day else ends


class Libical:
    """The library of many Unix agendas, which judges whether an invitation is one."""

    name = "libical"
    python = Path("/usr/bin/python3")
    script = Path(__file__).with_name("libical_errors.py")

    def __init__(self) -> None:
        try:
            self.faults(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
        except (OSError, RuntimeError) as error:
            packages = "python3-gi gir1.2-ical-3.0"
            raise MissingError(f"absent (Debian : apt-get install {packages})") from error

    def faults(self, content: bytes) -> list[str]:
        """Return what it finds wrong in a file."""
        return _run([str(self.python), str(self.script)], content).decode().splitlines()


def _run(command: list[str], content: bytes) -> bytes:
    """Return what a program says of what it is given; raises RuntimeError when it fails."""
    done = subprocess.run(  # noqa: S603 # our own words, no shell
        command, input=content, capture_output=True, timeout=60, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout
