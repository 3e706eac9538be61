"""Photos and papers for programs."""

from typing import Any

from flask import Request, Response
from flask_smorest import Blueprint
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import CombinedMultiDict

from booking.deliveries import deliver
from booking.queries import catalogue, files
from booking.queries.files import FileView
from booking.schemas.files import AddPhoto, Photo, Photos
from booking.usecases import files as acts
from booking.web import actor, in_view


class Multipart(FlaskParser):
    """Reads the fields that stand beside a file together with it, as one schema has them."""

    def load_files(self, req: Request, schema: Schema) -> Any:
        """Return the files of a form and its other fields."""
        return self._makeproxy(CombinedMultiDict([req.files, req.form]), schema)


class FilesBlueprint(Blueprint):  # type: ignore[misc] # flask-smorest ships no types
    """A blueprint whose forms carry files."""

    ARGUMENTS_PARSER = Multipart()


blueprint = FilesBlueprint("api-files", __name__, description="Photos et documents")


@blueprint.get("/items/<string:name>/photos")
@blueprint.response(200, Photos)
def photos(name: str) -> dict[str, object]:
    """Donner les photos d’un matériel, la première en tête."""
    item = catalogue.find(actor(), name)
    return {"photos": files.of_item(actor(), item.id).photos}


@blueprint.post("/items/<string:name>/photos")
@in_view(lambda who, name: catalogue.find(who, str(name)))
@blueprint.arguments(AddPhoto, location="files")
@blueprint.response(201, Photo)
def add_photo(asked: dict[str, Any], name: str) -> FileView:
    """Ajouter une photo à un matériel (JPEG, PNG ou WebP, 10 Mo au plus)."""
    item = catalogue.find(actor(), name)
    key = asked["request_key"]
    made = acts.add_photo(actor(), item.id, asked["file"], asked["alt"], key=key)
    return files.show(actor(), made)


@blueprint.get("/files/<int:file_id>")
@blueprint.response(200, content_type="application/octet-stream")
def show(file_id: int) -> Response:
    """Donner une photo ou un document."""
    return deliver(files.show(actor(), file_id), files.content(actor(), file_id))


@blueprint.get("/files/<int:file_id>/small")
@blueprint.response(200, content_type="image/jpeg")
def small(file_id: int) -> Response:
    """Donner la petite image d’une photo."""
    content = files.content(actor(), file_id, small=True)
    return deliver(files.show(actor(), file_id), content, small=True)
