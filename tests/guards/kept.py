"""What a stranger would give the acts on photos and papers."""

from typing import Any

from booking.usecases import files
from booking.vocabulary import FileKind
from tests.pages.place import Place, as_actor
from tests.papers import make_document, make_picture


def things_of_files(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on photos and papers is given of Maing's."""
    chairs, picture = place.chairs.id, make_picture()
    photo = files.add_photo(as_actor(place.manager), chairs, picture)
    return {
        "files.add_document": (chairs, make_document(), FileKind.MANUAL),
        "files.add_photo": (chairs, picture),
        "files.describe": (photo, "Des chaises.", 1),
        "files.remove": (photo,),
        "files.restore": (photo,),
    }
