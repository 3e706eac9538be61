"""Where photos and papers are kept: bytes named by what they are, one folder per territory.

A row of `models/files.py` says what each file is and whose; here are only bytes, in a folder or in
a bucket of an S3 service. A name is the digest of its content, never anything that somebody typed.
"""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

from booking import buckets
from booking.errors import NotFound

DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_HEAD = 1_024
"""How long the first line may be of what is read apart from the rest."""


class Store(Protocol):
    """What a storage is able to do, whichever it is."""

    def holds(self, name: str) -> bool:
        """Tell whether a file is there."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a file whole, or not at all."""

    def get(self, name: str) -> bytes:
        """Return a file; raises FileNotFoundError."""

    def get_apart(self, name: str) -> tuple[bytes, bytes]:
        """Return the first line of a file, without its end, and the rest; as `get`."""

    def remove(self, name: str) -> None:
        """Keep a file no longer, if it is there."""


_opened: dict[str, Store] = {}


def open_at(url: str) -> None:
    """Keep the files of this process at an address; raises ValueError for one we cannot use."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        _opened["store"] = buckets.at(url)
        _opened["at once"] = buckets.at(url, at_once=True)
    elif parts.scheme == "file":
        _opened["store"] = _opened["at once"] = Folder(_root(parts))
    else:
        raise ValueError(
            "FILES_URL doit commencer par « file:// » (un dossier) ou par « s3:// » (un seau) : "
            f"« {parts.scheme or 'sans préfixe'} » n’est pas pris en charge."
        )


def _root(parts: SplitResult) -> Path:
    folder = Path(url2pathname(parts.path))
    if parts.netloc not in ("", "localhost") or not folder.is_absolute() or folder == folder.parent:
        raise ValueError("FILES_URL doit donner un chemin complet, comme file:///srv/fichiers.")
    return folder


def keep(territory_id: int, content: bytes) -> str:
    """Keep bytes for a territory and return their SHA-256; the same bytes are kept once.

    Raises Unavailable when a storage elsewhere does not answer.
    """
    digest = digest_of(content)
    name, store = _name(territory_id, digest), _opened["store"]
    if not store.holds(name):
        store.put(name, content)
    return digest


def digest_of(content: bytes) -> str:
    """Return the SHA-256 under which bytes are kept, kept or not."""
    return hashlib.sha256(content).hexdigest()


def read(territory_id: int, digest: str) -> bytes:
    """Return bytes that were kept for a territory; raises NotFound when they are lost.

    Raises Unavailable when a storage elsewhere does not answer.
    """
    try:
        return _opened["store"].get(_name(territory_id, digest))
    except FileNotFoundError:
        raise NotFound("file_lost") from None


def keep_last(folder: str, digest: str, content: bytes) -> None:
    """Keep the last of what is known under a digest, in a folder of its kind, over the one before.

    This and the two below are tried once: whoever reads a calendar waits for no storage.
    Raises Unavailable when a storage elsewhere does not answer.
    """
    _opened["at once"].put(_last(folder, digest), content)


def read_last(folder: str, digest: str) -> tuple[bytes, bytes] | None:
    """Return the first line and the rest of the last that was kept under a digest, or None.

    Raises Unavailable when a storage elsewhere does not answer.
    """
    try:
        return _opened["at once"].get_apart(_last(folder, digest))
    except FileNotFoundError:
        return None


def forget_last(folder: str, digest: str) -> None:
    """Keep nothing more under a digest; raises Unavailable."""
    _opened["at once"].remove(_last(folder, digest))


def _last(folder: str, digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise ValueError("what is last is named by a digest")
    return f"{folder}/{digest[:2]}/{digest}"


def _name(territory_id: int, digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise ValueError("a file is named by its digest")
    return f"{int(territory_id)}/{digest[:2]}/{digest}"


@dataclass(frozen=True)
class Folder:
    """A folder of this machine, readable by us alone."""

    root: Path

    def holds(self, name: str) -> bool:
        """Tell whether a file is there."""
        return (self.root / name).exists()

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole, or not at all."""
        path = self.root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()  # what the disk has not taken yet is lost with the power
                os.fsync(descriptor)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def get(self, name: str) -> bytes:
        """Return a file; raises FileNotFoundError."""
        return (self.root / name).read_bytes()

    def get_apart(self, name: str) -> tuple[bytes, bytes]:
        """Return the first line and the rest, each copied once: a calendar is read all day."""
        with (self.root / name).open("rb", buffering=0) as file:
            head = file.read(LONGEST_HEAD).partition(b"\n")[0]
            file.seek(len(head) + 1)
            return head, file.readall()

    def remove(self, name: str) -> None:
        """Keep a file no longer, if it is there."""
        (self.root / name).unlink(missing_ok=True)
