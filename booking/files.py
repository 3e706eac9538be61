"""Where photos and papers are kept: bytes named by what they are, one folder per territory.

A row of `models/files.py` says what each file is and whose; here are only bytes. A name is the
digest of its content, never anything that somebody typed.
"""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from booking.errors import NotFound

DIGEST = re.compile(r"[0-9a-f]{64}")

_opened: dict[str, Path] = {}


def open_at(url: str) -> None:
    """Keep the files of this process at an address; raises ValueError for one we cannot use."""
    _opened["root"] = _folder(url)


def _folder(url: str) -> Path:
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise ValueError(
            "FILES_URL doit commencer par « file:// » : les fichiers sont gardés dans un dossier "
            f"(« {parts.scheme or 'sans préfixe'} » n’est pas pris en charge)."
        )
    folder = Path(url2pathname(parts.path))
    if parts.netloc not in ("", "localhost") or not folder.is_absolute() or folder == folder.parent:
        raise ValueError("FILES_URL doit donner un chemin complet, comme file:///srv/fichiers.")
    return folder


def keep(territory_id: int, content: bytes) -> str:
    """Keep bytes for a territory and return their SHA-256; the same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(territory_id, digest)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, content)
    return digest


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all, readable by us alone."""
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


def read(territory_id: int, digest: str) -> bytes:
    """Return bytes that were kept for a territory; raises NotFound when the disk lost them."""
    try:
        return _path(territory_id, digest).read_bytes()
    except FileNotFoundError:
        raise NotFound("file_lost") from None


def _path(territory_id: int, digest: str) -> Path:
    if not DIGEST.fullmatch(digest):
        raise ValueError("a file is named by its digest")
    return _opened["root"] / str(int(territory_id)) / digest[:2] / digest
