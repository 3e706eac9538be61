"""A folder of papers for the archive or a signature book: data in, the bytes of a zip out.

The same papers give the same bytes: nothing in it says when it was made.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from booking.documents import sheets, words

FIXED = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip can write: the same for every file."""
READABLE = 0o644 << 16
HEAD = ("Date", "Qui", "Organisme", "Acte", "Motif")

READ_ME = """{title}

Ce dossier contient, tels qu’ils sont gardés par Parc commun :

{listed}
  signatures.json  qui doit signer, qui a signé, au titre de quel mandat et de quelle
                   délégation, quand, comment, et l’empreinte de ce qui lui a été montré
  journal.csv      ce qui a été fait de ces documents, dans l’ordre
  manifest.json    la taille et l’empreinte SHA-256 de chaque fichier

Un document établi n’est jamais refait : le fichier est celui du jour où il a reçu son numéro.
Son empreinte permet de vérifier qu’il n’a pas changé, par exemple avec « sha256sum ».
{lost}"""

LOST = """
Manquent, car le disque les a perdus :
{listed}
"""


@dataclass(frozen=True)
class Kept:
    """One file of a paper: its name in the folder and its bytes; none when the disk lost it."""

    name: str
    content: bytes | None
    what: str  # in a few words, for who opens the folder


@dataclass(frozen=True)
class Folder:
    """What goes into the zip: a title, files, who signed, and the journal, oldest first."""

    title: str
    files: tuple[Kept, ...]
    signatures: tuple[Mapping[str, Any], ...]
    journal: tuple[Sequence[str], ...]


def pack(folder: Folder) -> bytes:
    """Return the folder as a zip, with a manifest of every other file."""
    files = {each.name: each.content for each in folder.files if each.content is not None}
    files["signatures.json"] = _json(list(folder.signatures))
    files["journal.csv"] = sheets.as_csv([HEAD, *folder.journal])
    files["README.txt"] = _read_me(folder).encode()
    files["manifest.json"] = _json(
        {
            "dossier": folder.title,
            "fichiers": [_described(name, content) for name, content in sorted(files.items())],
            "manquants": [each.name for each in folder.files if each.content is None],
        }
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
            entry.create_system = 3  # the same on every machine
            archive.writestr(entry, content)
    return written.getvalue()


def safe(*parts: str) -> str:
    """Return a name that every system can write: plain letters, digits and hyphens."""
    return words.address(" ".join(filter(None, parts))).lower()


def _described(name: str, content: bytes) -> dict[str, object]:
    return {"nom": name, "octets": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _read_me(folder: Folder) -> str:
    listed = "\n".join(f"  {each.name}  {each.what}" for each in folder.files if each.content)
    lost = "\n".join(f"  {each.name}" for each in folder.files if each.content is None)
    return READ_ME.format(
        title=folder.title,
        listed=listed or "  (aucun document établi)",
        lost=LOST.format(listed=lost) if lost else "",
    )
