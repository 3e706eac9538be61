"""Papers joined to a request, for programs."""

from typing import Any

from booking.api.files import FilesBlueprint
from booking.queries import files, papers, reservations
from booking.queries.papers import Papers as Found
from booking.schemas.papers import Attach, Papers
from booking.schemas.reservations import Act
from booking.usecases import papers as acts
from booking.web import actor, in_view

blueprint = FilesBlueprint("api-papers", __name__, description="Pièces d’une demande")


@blueprint.get("/reservations/<int:reservation_id>/papers")
@in_view(reservations.show)
@blueprint.response(200, Papers)
def index(reservation_id: int) -> Found:
    """Donner les pièces demandées pour un prêt : à fournir, jointes, vues."""
    return papers.of_reservation(actor(), reservation_id)


@blueprint.post("/reservations/<int:reservation_id>/papers")
@in_view(reservations.show)
@blueprint.arguments(Attach, location="files")
@blueprint.response(201, Papers)
@blueprint.alt_response(409, description="`not_asked` : cette pièce n’est pas demandée")
def attach(asked: dict[str, Any], reservation_id: int) -> Found:
    """Joindre une pièce (PDF, ODT, ODS, DOCX, XLSX ou photo, 10 Mo au plus)."""
    given = (asked["requirement"], asked["file"])
    acts.attach(actor(), reservation_id, *given, key=asked["request_key"])
    return papers.of_reservation(actor(), reservation_id)


@blueprint.post("/papers/<int:file_id>/removal")
@in_view(files.show)
@blueprint.arguments(Act, location="json", required=False)
@blueprint.response(200, Papers)
@blueprint.alt_response(409, description="`paper_already_seen` : vue, elle reste")
def detach(asked: dict[str, Any], file_id: int) -> Found:
    """Retirer une pièce que son organisme a jointe, tant que personne ne l’a vue."""
    reservation_id = acts.detach(actor(), file_id, key=asked["request_key"])
    return papers.of_reservation(actor(), reservation_id)
