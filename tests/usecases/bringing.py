"""Tables of promises, as tests deposit them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.documents import sheets
from booking.intake import ImportState, Outcome
from booking.models.imports import Import, ImportRow
from booking.models.reservations import Reservation
from booking.period import Period
from booking.rules.access import Actor
from booking.usecases import promises
from tests.documents.books import xlsx
from tests.factories import Scene

HEADER = ["Matériel", "Nombre", "Du", "Au", "Commune", "Motif"]


def line(scene: Scene, quantity: Any = 10, **more: Any) -> list[Any]:
    """Return a promise of chairs to Quérénaing, on two days of June."""
    given = {
        "item": scene.chairs.reference,
        "quantity": quantity,
        "start": "12 juin",
        "end": "13 juin",
        "borrower": "Mairie de Quérénaing",
        "note": "Fête de l’école",
    }
    return list((given | more).values())


def table(*rows: list[Any]) -> bytes:
    """Return a workbook with a title before its header."""
    return xlsx([["Prêts promis", None], [], HEADER, *rows])


def deposit(who: Actor, *rows: list[Any]) -> int:
    """Deposit promises and have them read to the end; return the import."""
    content = sheets.pack(sheets.read(table(*rows)))
    made = promises.deposit(who, "promesses.xlsx", content)
    while state_of(made) is ImportState.READING:
        promises.advance(who, made)
    return made


def bring_in(who: Actor, *rows: list[Any]) -> int:
    """Deposit promises and have them entered; return the import."""
    made = deposit(who, *rows)
    promises.confirm(who, made)
    finish(who, made)
    return made


def finish(who: Actor, made: int) -> None:
    """Enter all that is left to enter."""
    while state_of(made) is ImportState.APPLYING:
        promises.take(who, made)


def state_of(import_id: int) -> ImportState:
    return db.session.get_one(Import, import_id).state


def rows_of(import_id: int) -> list[ImportRow]:
    found = select(ImportRow).filter_by(import_id=import_id).order_by(ImportRow.number)
    return list(db.session.scalars(found))


def outcomes(import_id: int) -> list[Outcome]:
    return [row.outcome for row in rows_of(import_id)]


def codes(import_id: int, what: str = "problems") -> list[list[str]]:
    """Return the codes of what is wrong, or to be known, of each line."""
    return [[code for _, code, _ in row.facts[what]] for row in rows_of(import_id)]


def entered() -> list[Reservation]:
    return list(db.session.scalars(select(Reservation).order_by(Reservation.id)))


def period_of(kept: list[str]) -> Period:
    """Return the period of a line, from what is kept of it."""
    return Period(*(datetime.fromisoformat(each) for each in kept))
