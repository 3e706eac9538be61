"""Photos of state sent from the counter: made safe, kept, shown; what is wrong stands beside."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from booking import web
from booking.documents.pictures import APPLE, MOVING, TOO_LARGE, UNREADABLE
from booking.doors import SHOTS, UPLOADS
from booking.handling import MOST_SHOTS
from booking.models.files import StoredFile
from booking.queries import files, shots
from booking.queries.views import ReservationView
from tests.client import Browser, Page
from tests.documents.test_pictures import bomb
from tests.factories import count_rows
from tests.pages.place import Place, as_actor
from tests.papers import encoded, exif, photo

Sent = tuple[str, bytes, str]
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
LOST = "Reprenez les photos : elles n’ont pas été gardées."


def moving() -> bytes:
    """Return a picture that moves."""
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green")]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])


def post(client: Browser, where: str, sent: Sequence[Sent], status: int, **fields: str) -> Page:
    """Send a form with files, each with its field and its name."""
    given: MultiDict[str, Any] = MultiDict(fields.items())
    for field, content, name in sent:
        given.add(field, FileStorage(BytesIO(content), name))
    boundary, body = encode_multipart(given)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = client.post(where, data=body, content_type=kind, follow_redirects=status < 300)
    return client.read(answer, status)


def hand_over(
    client: Browser, place: Place, mine: ReservationView, sent: Sequence[Sent], status: int = 200
) -> Page:
    """Hand two chairs over from the counter, with photos; a field ends with the line's number."""
    line = mine.lines[0].id
    named = [(name.replace("LINE", str(line)), content, file) for name, content, file in sent]
    fields = {
        "lines-0-line": str(line),
        "lines-0-quantity": "2",
        "borrower_name": "Jeanne Blot",
        "keeper_name": "Luc Wattiez",
    }
    client.sign_in(place.technician)
    return post(client, f"/comptoir/remise/{mine.id}", named, status, **fields)


def test_photos_leave_with_the_chairs_upright_and_without_their_place(
    client: Browser, place: Place
) -> None:
    mine, who = place.approved(2), as_actor(place.secretary)
    taken = photo((2000, 1000), exif=exif(6))

    hand_over(
        client,
        place,
        mine,
        [("photos", taken, "IMG_1.jpg"), ("photos-LINE", photo(kind="PNG", mode="RGBA"), "2.png")],
    )

    ((whole, chairs),) = shots.of_reservation(who, mine.id).values()
    assert (whole.name, whole.width, whole.height) == ("", 800, 1600)
    assert (chairs.name, chairs.place, chairs.direction) == ("Chaise pliante", 1, "out")
    for each in (whole, chairs):
        kept = files.content(who, each.id)
        assert Image.open(BytesIO(kept)).format == "JPEG"
        assert not Image.open(BytesIO(kept)).getexif()
        assert b"TELEPHONE" not in kept


def test_the_form_takes_photos_with_the_camera_and_says_so_without_script(
    client: Browser, place: Place
) -> None:
    mine = place.approved(2)

    page = client.sign_in(place.technician).visit(f"/comptoir/remise/{mine.id}")

    for field in ("photos-0", f"photos-{mine.lines[0].id}"):
        taken = page.field(field)
        assert (taken.get("type"), taken.get("accept")) == ("file", "image/*")
        assert (taken.get("capture"), "multiple" in taken.attributes) == ("environment", True)
    (form,) = (each for each in page.root.all("form") if "data-offline" in each.attributes)
    assert form.get("enctype") == "multipart/form-data"
    assert any(each.get("src").endswith("photos.js") for each in page.root.all("script"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Tente blanche", UNREADABLE),
        (photo()[:2000], UNREADABLE),
        (bomb(), TOO_LARGE),
        (moving(), MOVING),
        (HEIC, APPLE),
        (b"\xff" * 11_000_000, "trop lourd : 11,0 Mo, pour 10 Mo au plus."),
        (b"", "Ce fichier est vide."),
    ],
    ids=["text", "truncated", "bomb", "moving", "HEIC", "11 MB", "empty"],
)
def test_what_is_no_photo_is_said_beside_its_field_and_nothing_leaves(
    client: Browser, place: Place, content: bytes, said: str
) -> None:
    mine = place.approved(2)
    line = mine.lines[0].id

    page = hand_over(client, place, mine, [("photos-LINE", content, "IMG_1.jpg")], 422)

    assert said in page.complaint(f"photos-{line}")
    assert f"#photos-{line}" in page.links, "the summary leads there"
    assert not page.complaint("photos-0")
    assert LOST in page.main
    assert page.field("borrower_name").get("value") == "Jeanne Blot"
    assert place.seen(mine.id).status == "approved"
    assert count_rows(StoredFile) == 0


def test_among_several_the_wrong_one_is_named(client: Browser, place: Place) -> None:
    mine = place.approved(2)
    sent = [("photos", photo(), "IMG_1.jpg"), ("photos", b"<b>", "<b>x</b>.jpg")]

    page = hand_over(client, place, mine, sent, 422)

    assert page.complaint("photos-0") == f"« <b>x</b>.jpg » : {UNREADABLE}"


def test_twelve_may_leave_and_no_more_wherever_they_are_taken(
    client: Browser, place: Place
) -> None:
    mine = place.approved(2)
    small = photo((8, 8))
    sent = [("photos", small, f"{each}.jpg") for each in range(MOST_SHOTS)]

    page = hand_over(client, place, mine, [*sent, ("photos-LINE", small, "x.jpg")], 422)
    said = page.complaint(f"photos-{mine.lines[0].id}")
    assert said == "12 photos au plus en tout : retirez-en 1."

    hand_over(client, place, mine, sent)
    assert count_rows(StoredFile) == MOST_SHOTS


def test_a_line_of_another_loan_takes_no_photo(client: Browser, place: Place) -> None:
    mine, other = place.approved(2), place.approved(1)
    sent = [(f"photos-{other.lines[0].id}", photo(), "x.jpg")]

    hand_over(client, place, mine, sent, 404)

    assert count_rows(StoredFile) == 0


def test_photos_left_out_change_nothing(client: Browser, place: Place) -> None:
    mine = place.approved(2)

    hand_over(client, place, mine, [("photos", b"", ""), ("photos-LINE", b"", "")])

    assert shots.of_reservation(as_actor(place.secretary), mine.id) == {}
    assert place.seen(mine.id).status == "out"


def test_twelve_photos_as_a_telephone_makes_them_may_be_sent(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SHOTS <= UPLOADS
    assert web.LONGEST_SHOTS > MOST_SHOTS * 10_000_000
    monkeypatch.setattr(web, "LONGEST_UPLOAD", 1000)
    hand_over(client, place, place.approved(2), [("photos", photo(), "x.jpg")])

    monkeypatch.setattr(web, "LONGEST_SHOTS", 1000)
    mine = place.approved(2)
    page = hand_over(client, place, mine, [("photos", photo(), "x.jpg")], 413)
    assert "10 Mo au plus par fichier" in page.text
    assert place.seen(mine.id).status == "approved"


def test_an_incident_is_told_with_photos_that_its_page_shows(client: Browser, place: Place) -> None:
    stock = place.chairs.stocks[0]
    where = f"/incidents/nouveau?materiel={place.chairs.id}"
    client.sign_in(place.technician)
    fields = dict(client.visit(where).form(where).fields)
    fields |= {"kind": "damage", "circumstances": "Un pied plié.", "quantity": "1"}
    fields.pop("photos", None)

    wrong = post(client, where, [("photos", b"x", "x.jpg")], 422, **fields)
    assert wrong.complaint("photos-0") == UNREADABLE
    page = post(client, where, [("photos", photo(), "a.jpg")], 200, **fields)

    (image,) = page.root.all("img")
    assert image.get("alt") == f"{stock.item.name}, photo 1 de l’incident"
    assert image.parent is not None
    large = image.parent.get("href")
    assert client.get(large).mimetype == "image/jpeg"
    assert client.sign_in(place.neighbour).get(large).status_code == 404
    assert client.get(image.get("src")).status_code == 404
