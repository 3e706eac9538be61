"""A town hall's own table becomes its catalogue: read, corrected, confirmed, found."""

from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.documents.books import xlsx
from tests.journeys.inspection import inspect

MANAGER = "gestionnaire@maing"
TITLE = ["INVENTAIRE DU MATÉRIEL, COMMUNE DE MAING", None, None, None, None, None]
HEADER = ["Lieu de stockage", "Libellé", "N° inventaire", "Qté", "Prix unitaire", "Date d'achat"]
GOOD: list[list[Any]] = [
    ["Maing – atelier municipal", "Gradin mobile", "GRA-MOB", 6, "1 234,50 €", date(2019, 3, 12)],
    [None, "Pupitre d’orateur", "PUP-ORA", "2 u", 180, "12 mars 2019"],
    ["MATÉRIEL SPORTIF", None, None, None, None, None],
    ["Maing – atelier municipal", "Chronomètre", "", 4, "", 2021],
]


def table(folder: Path, *rows: list[Any]) -> Path:
    """Write a workbook as a town hall keeps it: a merged title, a blank row, merged depots."""
    file = folder / "Inventaire salle des fêtes.xlsx"
    file.write_bytes(xlsx([TITLE, [], HEADER, *rows], "Feuil1", ["A1:F1", "A4:A5"]))
    return file


def send(page: Page, file: Path) -> None:
    """Choose a file and what it does not say, and have it read."""
    page.goto("/administration")
    page.get_by_role("link", name="Inventaire").click()
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_label("Parc", exact=False).first.select_option("Parc communautaire")
    page.get_by_label("Propriétaire").select_option("Maing")
    page.get_by_label("Famille").fill("Fêtes")
    page.get_by_label("Le publier aussitôt").check()
    page.get_by_role("button", name="Lire le fichier").click()


def test_a_messy_table_is_corrected_confirmed_and_lent(office: Office, tmp_path: Path) -> None:
    page = office.open(MANAGER)
    wrong = ["Maing – atelier municipale", "Sono", "SON-NEW", "une", "", ""]
    send(page, table(tmp_path, *GOOD, wrong))

    expect(page.locator("main")).to_contain_text("3 à créer, 0 à modifier, 0 déjà en place, 1 à")
    expect(page.get_by_role("row").filter(has_text="SON-NEW")).to_contain_text(
        "Vouliez-vous dire « Maing – atelier municipal »"
    )
    expect(page.get_by_role("button", name="Enregistrer tout")).to_have_count(0)
    assert inspect(page) == []
    page.get_by_role("link", name="À corriger (1)").click()
    expect(page.get_by_role("row")).to_have_count(2)

    page.get_by_role("link", name="Déposer le fichier corrigé").click()
    assert inspect(page) == []
    send(page, table(tmp_path, *GOOD))
    expect(page.locator("main")).to_contain_text("3 à créer, 0 à modifier, 0 déjà en place, 0 à")
    page.get_by_role("button", name="Enregistrer tout").click()

    expect(page.get_by_role("status")).to_contain_text("L’inventaire est enregistré.")
    page.goto("/materiel?q=gradin")
    expect(page.locator("main")).to_contain_text("Gradin mobile")


def test_thousands_of_lines_show_their_progress_without_a_script(
    office: Office, tmp_path: Path
) -> None:
    page = office.open(MANAGER, java_script_enabled=False, viewport={"width": 360, "height": 740})
    place = "Maing – atelier municipal"
    rows = [[place, f"Plot {rank}", f"PLO-{rank}", 1, 2, ""] for rank in range(1_200)]
    send(page, table(tmp_path, *rows))

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("heading", name="Ce qui changerait")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_contain_text("1200 à créer")
    expect(page.locator("main")).to_contain_text("Page 1 sur 6")
    page.get_by_role("button", name="Abandonner cette reprise").click()
    expect(page.locator("main")).to_contain_text("Abandonné")
