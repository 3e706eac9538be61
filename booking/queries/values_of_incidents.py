"""What the report of an incident says, from what is known of it: nothing is typed twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from booking.db import db
from booking.documents import words
from booking.models.files import StoredFile
from booking.models.incidents import Incident
from booking.queries import incidents


def options(mine: Incident, zone: ZoneInfo) -> dict[str, str]:
    """Return what is typed for the report of an incident; what is not known is left out."""
    said = {
        "matériel_touché": f"{mine.stock.item.reference}, {incidents.thing(mine)}",
        "survenu": _moment(mine.occurred_at, zone),
        "lieu_du_sinistre": mine.place,
        "circonstances": mine.circumstances,
        "témoins": mine.witnesses,
        "tiers": mine.others,
        "blessés": mine.injured,
        "mesures": mine.measures,
        "plainte": mine.complaint,
        "dossier_assurance": mine.insurer,
        "photographies": _photos(mine),
        "estimation": words.money(mine.estimate_cents) if mine.estimate_cents is not None else "",
        "imputation": mine.charged.label if mine.charged else "",
    }
    return {name: text for name, text in said.items() if text}


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return words.moment(at.astimezone(zone)) if at else ""


def _photos(mine: Incident) -> str:
    found = select(func.count()).select_from(StoredFile)
    many = db.session.scalar(found.filter_by(incident_id=mine.id, removed_at=None)) or 0
    return words.counted(many, "photographie") if many else ""
