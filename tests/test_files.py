"""Where bytes are kept: once, whole, and under no name that anybody typed; in a folder, or S3."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from booking import files
from booking.config import Settings
from booking.errors import NotFound
from tests.buckets import Storage
from tests.conftest import FILES
from tests.papers import digest


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Keep files in a new folder, which does not exist yet."""
    place = tmp_path / "un dossier à nous"
    files.open_at(place.as_uri())
    yield place
    files.open_at(FILES.as_uri())


def kept(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def test_what_is_kept_is_read_again(storage: Storage) -> None:
    name = files.keep(1, b"notice")

    assert name == digest(b"notice")
    assert files.read(1, name) == b"notice"
    assert storage.names() == [f"1/{name[:2]}/{name}"]


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("size", [0, 6_000_000], ids=["nothing", "6 MB"])
def test_any_weight_is_kept_whole(size: int) -> None:
    content = os.urandom(size)

    assert files.read(1, files.keep(1, content)) == content


def test_the_same_bytes_are_kept_once_per_territory(storage: Storage) -> None:
    first = files.keep(1, b"notice")

    assert files.keep(1, b"notice") == first
    assert len(storage.names()) == 1

    files.keep(2, b"notice")
    assert len(storage.names()) == 2


@pytest.mark.usefixtures("storage")
def test_a_territory_does_not_read_the_files_of_another() -> None:
    name = files.keep(1, b"notice")

    with pytest.raises(NotFound) as refusal:
        files.read(2, name)
    assert refusal.value.code == "file_lost"


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_a_name_that_is_no_digest_leads_nowhere(name: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        files.read(1, name)


def test_files_are_readable_by_us_alone(folder: Path) -> None:
    files.keep(1, b"notice")

    (path,) = kept(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_write_cut_short_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="no space"):
            files.keep(1, b"notice")
    assert kept(folder) == []

    assert files.read(1, files.keep(1, b"notice")) == b"notice"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://cle:secret@ailleurs.example/x", "https"),
        ("/srv/fichiers", "sans préfixe"),
        ("", "sans préfixe"),
        ("file://srv/fichiers", "chemin complet"),
        ("file:///", "chemin complet"),
        ("file:fichiers", "chemin complet"),
    ],
)
def test_an_address_we_cannot_use_stops_the_start(url: str, said: str) -> None:
    with pytest.raises(ValueError, match="FILES_URL") as refusal:
        files.open_at(url)

    assert said in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_without_an_address_files_are_kept_beside_the_database() -> None:
    files.open_at(Settings("", "").files_url)
    files.open_at(FILES.as_uri())
