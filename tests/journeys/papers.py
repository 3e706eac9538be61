"""Reading what the service gives to others' programs: PDF and calendars, by strict readers."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import icalendar
from ical.calendar_stream import IcsCalendarStream
from pypdf import PdfReader

from tests.journeys.service import fetch

SYNC = """\
[general]
status_path = "{folder}/status"
[pair parc]
a = "feed"
b = "local"
collections = null
[storage feed]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[parc]]
path = {folder}/events
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
"""


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF, with plain single blanks."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def standings(url: str, purpose: str) -> list[tuple[str, str, int]]:
    """Fetch a calendar and return (status, title, revision) of what bears a purpose.

    Both readers must agree on every event: icalendar without one error noted, and the parser of
    Home Assistant, which refuses a whole file over one bad line.
    """
    answer = fetch(url)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    read = icalendar.Calendar.from_ical(answer.body)
    assert [part.errors for part in read.walk() if part.errors] == []
    strict = IcsCalendarStream.calendar_from_ics(answer.body.decode())
    found = [
        (str(event["STATUS"]), str(event["SUMMARY"]), int(event["SEQUENCE"]))
        for event in read.walk("VEVENT")
    ]
    assert sorted(found) == sorted(
        (str(event.status and event.status.value), str(event.summary), int(event.sequence or 0))
        for event in strict.events
    )
    return [each for each in found if purpose in each[1]]


def moments(url: str, purpose: str) -> list[tuple[datetime, datetime]]:
    """Return when things bearing a purpose begin and end, in UTC."""
    read = icalendar.Calendar.from_ical(fetch(url).body)
    return [
        (event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in read.walk("VEVENT")
        if purpose in event["SUMMARY"]
    ]


class Subscriber:
    """A person who syncs a served address with vdirsyncer and reads with khal."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "sync.conf").write_text(SYNC.format(folder=folder, url=url))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))
        (folder / "events").mkdir()
        self._run("vdirsyncer", "--config", "sync.conf", "discover", "parc")

    def agenda(self, first: date, purpose: str) -> list[str]:
        """Fetch the calendar; return the lines of a week that bear a purpose."""
        self._run("vdirsyncer", "--config", "sync.conf", "sync")
        columns = "{start}|{end}|{title}|{status}"
        shown = ("list", "--once", "--day-format", "", "--format", columns, f"{first}", "7d")
        lines = self._run("khal", "--config", "khal.conf", *shown).splitlines()
        return [line.strip() for line in lines if purpose in line]

    def _run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 – our own words, no shell
            [sys.executable, "-m", module, *arguments],
            cwd=self.folder,
            env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(self.folder), "no_proxy": "*"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed: {done.stdout}{done.stderr}")
        return done.stdout
