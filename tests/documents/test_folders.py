"""A folder of papers: what is in it, and that it never changes."""

import csv
import hashlib
import io
import json
import zipfile

import pytest

from booking.documents.folders import Folder, Kept, pack, safe

FOLDER = Folder(
    title="Bon de prêt n° 2026-0001, Fête de l’été",
    files=(
        Kept("bon-de-pret-2026-0001/bon-de-pret-2026-0001.pdf", b"%PDF-1", "tel qu’établi"),
        Kept("bon-de-pret-2026-0001/exemplaire.pdf", None, "l’exemplaire signé sur papier"),
    ),
    signatures=({"nom": "Jeanne Thuillier", "etat": "signée"},),
    journal=(("26 nov. 2026", "", "Maing", "a établi", "=1+1"),),
)


def opened(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {each: archive.read(each) for each in archive.namelist()}


def test_every_hash_of_the_manifest_is_right() -> None:
    found = opened(pack(FOLDER))
    manifest = json.loads(found["manifest.json"])

    said = {each["nom"]: (each["octets"], each["sha256"]) for each in manifest["fichiers"]}
    assert said == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in found.items()
        if name != "manifest.json"
    }
    assert manifest["dossier"] == FOLDER.title


def test_the_same_papers_give_the_same_bytes() -> None:
    assert pack(FOLDER) == pack(FOLDER)
    with zipfile.ZipFile(io.BytesIO(pack(FOLDER))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [each.filename for each in archive.infolist()] == sorted(archive.namelist())


def test_who_opens_it_reads_what_it_is() -> None:
    text = opened(pack(FOLDER))["README.txt"].decode()

    assert text.startswith(FOLDER.title)
    assert "bon-de-pret-2026-0001/bon-de-pret-2026-0001.pdf  tel qu’établi" in text
    assert "SHA-256" in text


def test_what_the_disk_lost_is_named_and_not_there() -> None:
    found = opened(pack(FOLDER))

    assert "bon-de-pret-2026-0001/exemplaire.pdf" not in found
    assert json.loads(found["manifest.json"])["manquants"] == [
        "bon-de-pret-2026-0001/exemplaire.pdf"
    ]
    assert "Manquent" in found["README.txt"].decode()


def test_the_signatures_and_the_journal_read_elsewhere() -> None:
    found = opened(pack(FOLDER))

    assert json.loads(found["signatures.json"]) == [{"nom": "Jeanne Thuillier", "etat": "signée"}]
    rows = list(csv.reader(io.StringIO(found["journal.csv"].decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Date", "Qui", "Organisme", "Acte", "Motif"]
    assert rows[1][3] == "a établi"
    assert not rows[1][4].startswith("=")  # no spreadsheet runs what somebody typed


def test_a_folder_without_papers_says_so() -> None:
    text = opened(pack(Folder("Documents", (), (), ())))["README.txt"].decode()

    assert "aucun document établi" in text
    assert "Manquent" not in text


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("bon de prêt", "2026-0001"), "bon-de-pret-2026-0001"),
        (("avenant", "", "signe"), "avenant-signe"),
        (("procès-verbal de sinistre", "../../etc"), "proces-verbal-de-sinistre-etc"),
    ],
)
def test_a_name_can_be_written_everywhere(parts: tuple[str, ...], name: str) -> None:
    assert safe(*parts) == name
