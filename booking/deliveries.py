"""How a kept file leaves the house, through either door."""

from io import BytesIO

from flask import Response, send_file

from booking.queries.files import FileView

AN_HOUR = 3600


def deliver(found: FileView, content: bytes, *, small: bool = False) -> Response:
    """Return the answer that carries a file: a picture is shown, anything else is saved.

    A number always names the same bytes: a browser may keep a picture for an hour, for one
    person; it asks again each time for a paper, so that a right that ends, ends at once.
    """
    answer = send_file(
        BytesIO(content),
        found.media_type,
        as_attachment=not found.is_picture,
        download_name=found.name,
        etag=found.small_sha256 if small else found.sha256,
        max_age=AN_HOUR if found.is_picture else None,
    )
    answer.headers["Cache-Control"] = (
        f"private, max-age={AN_HOUR}" if found.is_picture else "private, no-cache"
    )
    del answer.headers["Expires"]  # an older wording of the same, without "private"
    return answer
