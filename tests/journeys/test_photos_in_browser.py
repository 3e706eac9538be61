"""Photos in a browser: made small before they are sent, shown, removed by a tap, counted."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from booking.config import ROOT
from booking.web import CSP
from tests.browser import PHONE
from tests.conftest import make_app
from tests.papers import exif, photo

HERE = "http://parc.test"
FORM = """<!doctype html><html lang="fr"><title>Photos</title>
<script src="/static/scripts/photos.js" defer></script>
{% from "counter/_photos.html" import take %}
<form method="post" enctype="multipart/form-data">{{ take('Chaises', 12, most=3) }}
<button>Enregistrer</button></form>"""


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Any:
    """Open a form that takes photos, on a phone, under the policy of our pages."""
    app = make_app(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with app.test_request_context("/"):
        form = app.jinja_env.from_string(FORM).render()

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(path=ROOT / "static" / "scripts" / "photos.js")
        else:
            headers = {"Content-Type": "text/html", "Content-Security-Policy": CSP}
            route.fulfill(body=form, headers=headers)

    context = chromium.new_context(viewport=PHONE)
    context.route("**/*", answer)
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(HERE)
    yield page
    context.close()
    assert faults == []


def take(page: Page, *photos: bytes, name: str = "IMG.png") -> None:
    """Take some photos at once."""
    given: Any = [{"name": name, "mimeType": "image/png", "buffer": each} for each in photos]
    page.locator("input[type=file]").set_input_files(given)


def kept(page: Page) -> list[list[Any]]:
    """Return the files that the form would send: name, kind, weight."""
    found: list[list[Any]] = page.locator("input[type=file]").evaluate(
        "input => [...input.files].map(each => [each.name, each.type, each.size])"
    )
    return found


def test_a_large_photo_is_sent_small_upright_and_without_its_place(page: Page) -> None:
    taken = photo((4000, 3000), exif=exif(6))
    take(page, taken, name="IMG.jpg")
    expect(page.get_by_role("status")).to_contain_text("1 photo, ")

    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Enregistrer").click()

    body = sent.value.post_data_buffer or b""
    start = body.index(b"\xff\xd8\xff")
    drawn = Image.open(BytesIO(body[start:]))
    assert drawn.size == (1200, 1600)
    assert not drawn.getexif()
    assert len(body) < len(taken)
    assert b'name="photos-12"; filename="IMG.jpg"' in body


def test_photos_add_up_and_one_is_removed(page: Page) -> None:
    take(page, photo((60, 40), "PNG"))
    expect(page.get_by_role("status")).to_contain_text("1 photo, ")
    take(page, photo((70, 40), "PNG"), name="autre.png")
    expect(page.get_by_role("status")).to_contain_text("2 photos, ")
    expect(page.get_by_role("img", name="Chaises, photo 2")).to_be_visible()

    page.get_by_role("button", name="Retirer : Chaises, photo 1").click()

    expect(page.get_by_role("status")).to_contain_text("1 photo, ")
    assert [name for name, *_ in kept(page)] == ["autre.jpg"]
    expect(page.get_by_role("button", name="Retirer : Chaises, photo 1")).to_be_focused()


def test_beyond_the_most_it_says_how_many_are_too_many(page: Page) -> None:
    take(page, *[photo((60, 40), "PNG")] * 5)

    expect(page.get_by_role("status")).to_contain_text("3 au plus, 2 photos en trop.")
    assert len(kept(page)) == 3


def test_what_cannot_be_read_goes_as_it_is(page: Page) -> None:
    """The service says what is wrong with it."""
    take(page, b"Tente blanche", name="tente.heic")

    expect(page.get_by_role("listitem")).to_contain_text("tente.heic")
    assert [(name, size) for name, _, size in kept(page)] == [("tente.heic", 13)]


def test_a_form_sent_too_soon_waits_for_its_photos(page: Page) -> None:
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("input[type=file]").set_input_files(
            [{"name": "IMG.png", "mimeType": "image/png", "buffer": photo((4000, 3000), "PNG")}]
        )
        # by a key: what is drawn of the photo moves the button from under a click
        page.get_by_role("button", name="Enregistrer").press("Enter", no_wait_after=True)

    assert b'filename="IMG.jpg"' in (sent.value.post_data_buffer or b"")
