"""How a secret address is handed to each family of agendas (calendar § 3, 36)."""

from dataclasses import dataclass
from urllib.parse import quote

import segno

from booking.documents import words

GOOGLE = "https://calendar.google.com/calendar/r?cid="
LONGEST = 250
"""Characters of a whole address; Google takes 256."""


@dataclass(frozen=True)
class Links:
    """The address to copy, and what opens an agenda with it.

    `webcal` is for Apple and for phones: a plain link would only bring the events of the day in.
    `qr` is the same for a phone, as an image in the page itself.
    """

    url: str
    webcal: str
    google: str
    free_busy: str
    qr: str


def segment(name: str, room: int) -> str:
    """Return a calendar's name as the last part of its address, within so many characters there.

    As it is written, accents and blanks included: Thunderbird takes the name from the address and
    not from the file. One that takes too much room loses them.
    """
    written = " ".join(name.replace("/", "-").split())
    is_plain = written.isprintable() and written.strip(".")
    return written if is_plain and len(quote(written)) <= room else words.address(name)


def links(url: str) -> Links:
    """Return the links to a calendar of a secret address."""
    webcal = f"webcal://{url.partition('://')[2]}"
    return Links(
        url=url,
        webcal=webcal,
        google=GOOGLE + quote(url, safe=""),
        free_busy=f"{url.removesuffix('.ics')}.ifb",
        qr=segno.make(webcal, error="m", micro=False).svg_data_uri(border=4, scale=4),
    )
