"""Papers of every kind, about the usual scene, as their values and shipped wording make them."""

from dataclasses import dataclass
from datetime import date

from booking import clock
from booking.documents.articles import Filled, Values, fill
from booking.documents.paper import Paper
from booking.documents.wordings import shipped
from booking.models.catalogue import Share
from booking.models.conventions import Convention
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import STANDALONE, ActsOf, PaperKind, PaperState
from booking.queries import acts, values, values_of_papers
from booking.rules.options import options
from tests.factories import Scene, ask, keep, make_scene, row

YEARS = {"starts_on": date(2027, 1, 1), "ends_on": date(2030, 12, 31)}


@dataclass(frozen=True)
class Lent:
    """The usual scene, of chairs that two communes own, and a loan of forty of them."""

    scene: Scene
    mine: Reservation


def make_lent(quantity: int = 4, **facts: object) -> Lent:
    """Ask for some chairs that Maing owns with Quérénaing."""
    scene = make_scene()
    for organization in (scene.maing, scene.querenaing):
        half = {"organization_id": organization.id, "numerator": 1, "denominator": 2}
        keep(Share(item_id=scene.chairs.id, **half))
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity), **facts)
    return Lent(scene, row(asked_id))


def make_paper(lent: Lent, kind: PaperKind, **facts: object) -> Convention:
    """Write a paper of some kind with all that it needs, not issued yet."""
    scene, mine = lent.scene, lent.mine
    standalone = kind in STANDALONE
    given = {
        "territory_id": scene.territory.id,
        "kind": kind,
        "state": PaperState.DRAFT,
        "owner_id": scene.maing.id,
        "partner_id": None if kind is PaperKind.CO_OWNERSHIP else scene.querenaing.id,
        "reservation_id": None if standalone else mine.id,
        "depot_id": scene.stock.depot_id if kind is PaperKind.STORAGE else None,
        "pool_id": scene.pool.id if kind is PaperKind.MANAGEMENT else None,
        "acts_of": ActsOf.LEAD if kind is PaperKind.CO_OWNERSHIP else None,
        "options": typed(kind),
        "created_at": clock.now(),
        **(YEARS if standalone else {}),
    }
    if kind is PaperKind.AMENDMENT:
        given["amends_id"] = facts.get("amends_id") or make_issued(lent).id
    made: Convention = keep(Convention(**given | facts))
    return made


def make_issued(lent: Lent, kind: PaperKind = PaperKind.LOAN, rank: int = 12) -> Convention:
    """Write the paper under which the chairs were lent, one more, with its number."""
    chairs = {"reference": lent.scene.chairs.reference, "name": lent.scene.chairs.name}
    line = chairs | {"quantity": lent.mine.lines[0].quantity + 1}
    dates = {name: getattr(lent.mine, name).isoformat() for name in ("starts_at", "ends_at")}
    issued: Convention = keep(
        Convention(
            territory_id=lent.scene.territory.id,
            kind=kind,
            state=PaperState.SIGNED,
            owner_id=lent.scene.maing.id,
            partner_id=lent.scene.querenaing.id,
            reservation_id=lent.mine.id,
            year=2026,
            rank=rank,
            created_at=clock.now(),
            issued_at=clock.now(),
            terms={**dates, "lines": [line]},
        )
    )
    return issued


def typed(kind: PaperKind) -> dict[str, str]:
    """Return what is needed to be typed for a kind."""
    return {each.name: f"saisi : {each.label}" for each in options(kind) if each.needed}


def worded(kind: PaperKind, said: Values, lent: Lent | None = None) -> Filled:
    """Return the shipped articles of a kind with some values."""
    holding = values.conditions(lent.mine, framework(lent)) if lent else frozenset()
    return fill(shipped(kind).articles, said, holding)


def framework(lent: Lent) -> str | None:
    """Return the framework under which the chairs may be lent."""
    return acts.framework(lent.scene.querenaing.id, lent.scene.maing.id, clock.now().date())


def composed(made: Convention, lent: Lent) -> tuple[Paper, tuple[str, ...]]:
    """Return a paper as its shipped wording makes it, and the variables that have no value."""
    said = values_of_papers.of_paper(made, clock.now())
    filled = worded(made.kind, said, None if made.kind in STANDALONE else lent)
    day = clock.now().date()
    concerned: list[Organization] = [lent.scene.maing, lent.scene.querenaing]
    paper = Paper(
        kind=made.kind,
        title=shipped(made.kind).title,
        subtitle="",
        number="2026-0013",
        issued_on=day,
        parties=tuple(values.party("Partie", each, day) for each in concerned),
        articles=filled.articles,
    )
    return paper, filled.missing


def words(paper: Paper | Filled) -> str:
    """Return all that the articles say, in one text."""
    return "\n".join(said for each in paper.articles for said in _texts([each.title, *each.blocks]))


def _texts(parts: object) -> list[str]:
    if isinstance(parts, str):
        return [parts]
    if isinstance(parts, list | tuple):
        runs = [getattr(each, "text", None) for each in parts]
        if runs and all(isinstance(each, str) for each in runs):
            return ["".join(map(str, runs))]
        return [text for each in parts for text in _texts(each)]
    found = [getattr(parts, name, ()) for name in ("runs", "items", "rows", "head", "foot")]
    return [text for each in found for text in _texts(each)]
