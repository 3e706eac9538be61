"""What is done around conventions, written once for all journeys."""

import hashlib
import json
import re
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tests.journeys.inspection import sound
from tests.journeys.service import Service

LINK = re.compile(r"http://\S+/signature/[\w.~-]+")


def told(page: Page, words: str) -> None:
    """Read what was done, on a page that has no fault."""
    expect(page.get_by_role("status")).to_contain_text(words)
    sound(page)


def open_sheet(page: Page, organization: str) -> None:
    """Open what the administration keeps of an organization."""
    page.goto(f"/administration/organismes?q={organization}")
    page.locator("main").get_by_role("link", name=organization, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(organization)


def write_to(page: Page, organization: str, address: str) -> str:
    """Give who signs for an organization an address; return their name."""
    open_sheet(page, organization)
    mandate = page.locator("#mandates article").first
    mandate.get_by_text("Corriger").click()
    name = mandate.get_by_label("Prénom et nom").input_value()
    mandate.get_by_label("Courriel pour signer").fill(address)
    mandate.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#mandates")).to_contain_text(address)
    return name


def add_deputy(page: Page, organization: str, name: str, address: str) -> None:
    """Let somebody else sign for an organization too, after its mayor."""
    open_sheet(page, organization)
    mandates = page.locator("#mandates")
    mandates.get_by_text("Ajouter un représentant").click()
    form = mandates.locator("form").last
    form.get_by_label("Prénom et nom").fill(name)
    form.get_by_label("Qualité").fill("Adjoint délégué")
    form.get_by_label("Depuis le").fill("2026-04-02")
    form.get_by_label("Courriel pour signer").fill(address)
    form.get_by_role("button", name="Enregistrer").click()
    expect(mandates).to_contain_text(address)


def letters_to(service: Service, address: str) -> list[EmailMessage]:
    """Send what waits; return the letters that somebody got with a link to sign, oldest first."""
    service.flask("mail", "send")
    return [each for each in service.post.letters if each["To"] == address and link_of(each)]


def link_of(letter: EmailMessage) -> str:
    """Return the link to sign that a letter bears, "" for none."""
    body = letter.get_body(("plain",))
    found = LINK.search(body.get_content()) if body else None
    return found[0] if found else ""


def draw(page: Page) -> None:
    """Draw a signature with the pointer."""
    canvas = page.get_by_role("img", name="Cadre où tracer la signature")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    left, top = box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(left + step * 15, top + (15 if step % 2 else -15))
    page.mouse.up()
    assert page.locator("input[name=drawn]").input_value().count("L") > 5


def consent_and_sign(page: Page, button: str) -> None:
    """Agree to what was read and press the button."""
    page.get_by_label(re.compile("^J’ai lu en entier")).check()
    page.get_by_role("button", name=button).click()


def download(page: Page, name: str) -> bytes:
    """Return what a link of the page shown gives."""
    address = page.get_by_role("link", name=name).first.get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.status == 200
    return answer.body()


def opened(content: bytes) -> dict[str, bytes]:
    """Return the files of a folder, each held against the manifest."""
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    listed = json.loads(files["manifest.json"])["fichiers"]
    assert {each["nom"] for each in listed} == set(files) - {"manifest.json"}
    for each in listed:
        kept = files[each["nom"]]
        assert (each["sha256"], each["octets"]) == (hashlib.sha256(kept).hexdigest(), len(kept))
    return files


def scanned(folder: Path) -> Path:
    """Return a scan as a copier makes it."""
    made, writer = folder / "convention-signee.pdf", PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made
