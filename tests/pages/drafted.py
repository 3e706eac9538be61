"""What the tests of drafts look at and take away."""

from booking.db import db
from booking.models.conventions import Act, Convention
from booking.vocabulary import ActKind
from tests.pages.place import Place

NEW = "/conventions/nouvelle"
UNTIL = "2099-12-31"
HANGAR = {"options-local-value": "Hangar", "options-clés-value": "Deux jeux."}


def only() -> Convention:
    return db.session.query(Convention).order_by(Convention.id.desc()).first()


def forget(place: Place, kind: ActKind) -> None:
    bodies = (place.lender.id, place.borrower.id)
    found = db.session.query(Act).filter(Act.organization_id.in_(bodies), Act.kind == kind)
    found.delete()
    db.session.commit()
