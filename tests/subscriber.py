"""A person who fetches a calendar with vdirsyncer and reads it with khal."""

import os
import subprocess
import sys
from pathlib import Path

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
COLUMNS = "{start}|{end}|{title}|{status}"


class Subscriber:
    """Who syncs with vdirsyncer and reads with khal, in a folder of their own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "sync.conf").write_text(SYNC.format(folder=folder, url=url))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))
        (folder / "events").mkdir()
        self._run("vdirsyncer", "--config", "sync.conf", "discover", "parc")

    def sync(self) -> None:
        """Fetch the feed; raises RuntimeError with what was said when that is refused."""
        self._run("vdirsyncer", "--config", "sync.conf", "sync")

    def agenda(self, first: str = "2026-10-15", days: int = 90) -> list[str]:
        """Return what khal shows from a day on, each event once."""
        listing = ("list", "--once", "--day-format", "", "--format", COLUMNS, first, f"{days}d")
        lines = self._run("khal", "--config", "khal.conf", *listing).splitlines()
        return [line.strip() for line in lines]

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
