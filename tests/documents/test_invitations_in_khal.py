"""An invitation, its change and its withdrawal, opened one after the other in a real agenda."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents.test_invitations import event, make
from tests.subscriber import COLUMNS, KHAL

pytest.importorskip("khal")

DAYS = ("2026-12-04", "5d")


def khal(folder: Path, *arguments: str) -> list[str]:
    """Run khal in a folder, and return what it says."""
    done = subprocess.run(  # noqa: S603 # our own words, no shell
        [sys.executable, "-m", "khal", "--config", "khal.conf", *arguments],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


def test_an_agenda_keeps_one_event_and_follows_it(tmp_path: Path) -> None:
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path))
    (tmp_path / "events").mkdir()
    moved = event().starts_at.replace(day=5)
    found = []
    for facts in (
        {"summary": "Tentes"},
        {"summary": "Tentes", "revision": 2, "starts_at": moved},
        {"summary": "Tentes", "revision": 3, "starts_at": moved, "standing": "cancelled"},
    ):
        (tmp_path / "invite.ics").write_bytes(make(**facts).content)
        khal(tmp_path, "import", "--batch", "-a", "parc", "invite.ics")
        found.append(
            khal(tmp_path, "list", "--day-format", "", "--once", "--format", COLUMNS, *DAYS)
        )

    assert found == [
        ["2026-12-04T14:00|2026-12-06T14:00|Tentes|CONFIRMED"],
        ["2026-12-05T14:00|2026-12-06T14:00|Tentes|CONFIRMED"],
        ["2026-12-05T14:00|2026-12-06T14:00|Annulé : Tentes|CANCELLED"],
    ]
