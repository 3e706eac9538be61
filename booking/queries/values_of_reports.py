"""What condition reports say: what was agreed, what left and came back, cells to fill by hand."""

from sqlalchemy import select

from booking.db import db
from booking.documents import reports
from booking.documents.articles import Values
from booking.documents.paper import Block, Paragraph, Run, Table
from booking.models.catalogue import Accessory
from booking.models.loans import Passage
from booking.models.reservations import Reservation
from booking.numbers import among
from booking.paperwork import PaperKind
from booking.queries import loans, passed
from booking.queries.values import lent
from booking.rules.passages import Tally

OUT = ("Référence", "Désignation", "Prévue", "Remise", "État", "Propreté", "Observations")
BACK = ("Référence", "Désignation", "Remise", "Rendue", "Manquants", "État", "Propreté")
NO_ACCESSORY = "Aucun accessoire n’est à compter."


def of_loan(mine: Reservation, kind: PaperKind) -> Values:
    """Return the tables of a loan: its quantities out or back, and its accessories."""
    return {"relevé": (_counts(mine, kind),), "accessoires": (_accessories(mine),)}


def of_passage(passage: Passage) -> Values:
    """Return what was told of what passed the counter; what nobody told is filled by hand."""
    said = passed.of_passage(passage)
    return reports.values(said) if said.told else {"heure": reports.moment(said)}


def _counts(mine: Reservation, kind: PaperKind) -> Table:
    loan = loans.of_reservation(mine.id)
    moved = loans.tally(loan)
    agreed, returned = loans.agreed(mine), bool(loan and loan.returned_at)
    back = kind is PaperKind.REPORT_BACK
    rows = []
    for line in lent(mine):
        named = (line.item.reference, line.item.name)
        counted = moved.get(line.id)
        if back:
            rows.append((*named, *_back(counted, returned=returned), "", ""))
        else:
            many = agreed.get(loans.wanted(line), line.quantity)
            rows.append((*named, str(many), _out(counted), "", "", ""))
    return Table(
        name="Quantités, état et propreté",
        head=BACK if back else OUT,
        rows=tuple(rows),
        figures=(2, 3, 4) if back else (2, 3),
        widths=(26, 40, 18, 18, 22, 22, 22) if back else (26, 40, 17, 17, 20, 20, 28),
    )


def _out(counted: Tally | None) -> str:
    return str(counted.out) if counted else ""


def _back(counted: Tally | None, *, returned: bool) -> tuple[str, str, str]:
    """Return how many left, came back and are missing, as far as is known."""
    if counted is None or not returned:
        return _out(counted), "", ""
    return str(counted.out), str(counted.back), str(counted.out - counted.back)


def _accessories(mine: Reservation) -> Block:
    lines = lent(mine)
    found = select(Accessory).where(among(Accessory.item_id, {line.item_id for line in lines}))
    known: dict[int, list[Accessory]] = {}
    for each in db.session.scalars(found.order_by(Accessory.id)):
        known.setdefault(each.item_id, []).append(each)
    rows = [
        (each.name, line.item.name, str(each.quantity * line.quantity), "", "")
        for line in lines
        for each in known.get(line.item_id, ())
    ]
    if not rows:
        return Paragraph((Run(NO_ACCESSORY),))
    return Table(
        name="Accessoires",
        head=("Accessoire", "Pour", "Nombre", "Au départ", "Au retour"),
        rows=tuple(rows),
        figures=(2,),
        widths=(50, 52, 18, 22, 22),
    )
