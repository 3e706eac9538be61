"""What preparation and delivery slips say: what to take where, depot by depot."""

from collections.abc import Iterator

from booking.documents.articles import Values
from booking.documents.paper import Block, Fields, Paragraph, Run, Table
from booking.models.catalogue import Depot
from booking.models.reservations import Hold, Line, Reservation
from booking.queries import depots
from booking.queries.values import lent

BOX = "☐"
NO_DEPOT = "Dépôt à préciser"


def of_loan(mine: Reservation) -> Values:
    """Return the tables of a loan by depot, to prepare and to deliver."""
    places = _places(mine)
    return {
        "préparation": tuple(_tables(places, ("Préparé", "Vérifié"))),
        "livraison": tuple(_tables(places, ("Chargé", "Livré", "Repris"))),
    }


Rows = list[tuple[str, str, str]]


def _places(mine: Reservation) -> dict[Depot | None, Rows]:
    """Return what each depot gives; what is no longer held, without a depot."""
    places: dict[Depot | None, Rows] = {}
    for line in lent(mine):
        if not line.holds:
            places.setdefault(None, []).append(_row(line, line.quantity))
        for hold in line.holds:
            places.setdefault(hold.stock.depot, []).append(_row(line, hold.quantity, hold))
    return places


def _row(line: Line, quantity: int, hold: Hold | None = None) -> tuple[str, str, str]:
    copy = f", exemplaire {hold.unit.number}" if hold and hold.unit else ""
    return line.item.reference, f"{line.item.name}{copy}", str(quantity)


def _tables(places: dict[Depot | None, Rows], boxes: tuple[str, ...]) -> Iterator[Block]:
    for depot, rows in places.items():
        name = depot.name if depot else NO_DEPOT
        yield Paragraph((Run(name, bold=True),))
        if depot and (known := _known(depot)):
            yield Fields(known)
        yield Table(
            name="Matériel à ce dépôt",
            head=("Référence", "Désignation", "Quantité", *boxes),
            rows=tuple((*row, *(BOX for _ in boxes)) for row in rows),
            figures=(2,),
            widths=(28, 66, 20, *(20 for _ in boxes)),
        )


def _known(depot: Depot) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Adresse", depot.address),
        ("Horaires", depots.hours_said(depot)),
        ("Accès", depot.access),
        ("Contact", depot.contact),
    )
    return tuple((label, said) for label, said in facts if said)
