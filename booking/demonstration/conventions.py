"""The papers of the demonstration: what binds for years, what is signed, what still waits."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from booking import clock
from booking.demonstration.dealings import ARTRES, IN_PART, TELEPHONED
from booking.demonstration.papers import MODEL
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD, VEHICLES
from booking.demonstration.stories import Story, ask
from booking.documents import typeset, wordings
from booking.documents.attachments import Document, Sent, recognize
from booking.paperwork import ActsOf, Means, PaperKind
from booking.queries import conventions, depots, organizations, reservations
from booking.queries import items as sheets
from booking.queries import signatures as readings
from booking.queries import signing as turns
from booking.rules.access import Actor
from booking.rules.acts import Taken
from booking.rules.organizations import Mandated
from booking.rules.paperwork import Drafted
from booking.rules.signatures import Given, Scanned, Written
from booking.usecases import acts, deposits, drafting, mandates, scans, signing
from booking.usecases import reservations as answers
from booking.usecases import wordings as models
from booking.usecases.demonstration import COUNCIL, DOMAIN, TRANSMITTED, player, signer
from booking.usecases.deposits import Priced
from booking.vocabulary import ActKind

SPORTS = "gestionnaire@valenciennes"
STORED_AT = "Quarouble – dépôt"
YEARS, DAYS_OF_A_YEAR = 5, 365

DELEGATION = "2026-A07"
WHAT_IS_DELEGATED = "Délégation de signature au maire de Maing : prêts du Parc communautaire"
DEPUTY = Mandated(
    "Gérard Bricout",
    "Adjoint au matériel",
    COUNCIL,
    act="Arrêté 2026-014",
    email=f"adjoint@querenaing.{DOMAIN}",
    delegated_by="Jeanne Thuillier, maire",
)
"""To whom the mayor of Quérénaing may pass a signature on."""

SHIPPED, REWORDED = (
    "signé avant la date de retour.",
    "demandé deux jours ouvrés avant la date de retour et signé avant elle.",
)
NOTE = "Avenant : délai de demande de deux jours, bureau du 14"

SIGNED, HANDED_OVER = "Course cycliste", "Réunion publique"
"""Stories whose slips both sides signed by a link: with strokes, and by their names alone."""
STROKES = "M20 70 L45 22 L62 74 L80 40 L104 66 L132 34 L150 60 L214 50 L280 44 M70 84 L250 72"
ADDRESS = "192.0.2.24"
"""An address of a network that is nobody's (RFC 5737)."""
TOO_FEW = "Il manque dix tables : nous en avions demandé cinquante."
REPLACED = "Établi deux fois : le bon suivant le remplace."

AS_BORROWER = Story(LEAD, "Tournoi de badminton", 13, (("TAP-SOL", 2),), place="Salle des sports")
AS_OWNER = Story(ARTRES, "Entretien du cimetière", 10, (("REM-PLA", 1),), place="Cimetière")
"""Of both, the mayor of Quérénaing signs the slip: as borrower, then as owner."""
PRICED = Story("secretaire@sebourg", "Bal du printemps", 13, (("POD-REM", 1),), place="Grand-Place")
PRICE = Priced("180 € par prêt, tarif du conseil communautaire", "1 000 €", "chèque")


@dataclass(frozen=True)
class Bound:
    """What binds two organizations for years: who prepares it, what is typed, who signed it."""

    author: str
    drafted: Drafted
    signed: bool = False


def ground() -> None:
    """Before anything is lent, say who signs for whom, what binds for years, what slips say."""
    _delegate()
    _name_deputy()
    _reword()
    for bound in _bounds():
        _bind(bound)


def tell() -> None:
    """Let papers be signed, refused, cancelled, and wait for a mayor."""
    for purpose in (SIGNED, HANDED_OVER):
        sign_by_all(KEEPER, _paper(purpose), STROKES if purpose == SIGNED else "")
    refused = _paper(IN_PART.purpose)
    signing.refuse(signer(refused), refused, TOO_FEW)
    _replace()
    _await_mayor()
    _price()


def _delegate() -> None:
    """The EPCI lets Maing, which manages its pool, sign slips in its name."""
    office = player(OFFICE)
    taken = Taken(
        ActKind.DELEGATION,
        DELEGATION,
        WHAT_IS_DELEGATED,
        COUNCIL,
        TRANSMITTED,
        transmitted_on=TRANSMITTED,
        partner_id=organizations.find(office, "Maing").id,
    )
    lines = [
        "Le maire de Maing signe, au nom du président, les bons et conventions de prêt de ce parc.",
        "Il en rend compte au bureau, une fois par an.",
    ]
    copy = _document(f"Arrêté {DELEGATION}", "CA Valenciennes Métropole", COUNCIL, lines)
    acts.add(office, office.organization_id, taken, copy)


def _name_deputy() -> None:
    secretary = player(LEAD)
    mandates.add(secretary, secretary.organization_id, DEPUTY)


def _reword() -> None:
    """The EPCI changes one sentence of the slip, for its whole territory."""
    office = player(OFFICE)
    shipped = wordings.shipped(PaperKind.SLIP).articles
    articles = [replace(each, text=each.text.replace(SHIPPED, REWORDED)) for each in shipped]
    models.write(office, office.organization_id, PaperKind.SLIP, articles, note=NOTE)


def _bounds() -> tuple[Bound, ...]:
    return (
        Bound(OFFICE, _managed(player(OFFICE)), signed=True),
        Bound(LEAD, _owned(player(LEAD)), signed=True),
        Bound(OFFICE, _stored(player(OFFICE))),
        Bound(VEHICLES, _framework(player(VEHICLES))),
    )


def _lasting(author: Actor) -> dict[str, Any]:
    """Return the dates of what binds for years from today on."""
    today = clock.today(author.zone)
    last = today + timedelta(days=YEARS * DAYS_OF_A_YEAR)
    return {"starts_on": today, "ends_on": last, "renewable": True}


def _managed(author: Actor) -> Drafted:
    return Drafted(
        PaperKind.MANAGEMENT,
        pool=sheets.pool(author, "Parc communautaire").id,
        options={
            "délégation": f"bons et conventions de prêt, par l’arrêté n° {DELEGATION}",
            "dépenses": "500 € par réparation",
        },
        **_lasting(author),
    )


def _owned(author: Actor) -> Drafted:
    return Drafted(
        PaperKind.CO_OWNERSHIP,
        pool=sheets.pool(author, "Entente de l'Écaillon").id,
        acts_of=ActsOf.LEAD,
        options={"stockage": "Atelier municipal de Quérénaing"},
        **_lasting(author),
    )


def _stored(author: Actor) -> Drafted:
    return Drafted(
        PaperKind.STORAGE,
        depot=next(each.id for each in depots.of_territory(author) if each.name == STORED_AT),
        options={
            "local": "Hangar communal de 120 m², sol sec, porte de 3 m.",
            "clés": "Deux jeux : l’un au dépôt, l’autre à la communauté d’agglomération.",
        },
        **_lasting(author),
    )


def _framework(author: Actor) -> Drafted:
    return Drafted(
        PaperKind.FRAMEWORK,
        partner=organizations.find(author, "Quérénaing").id,
        options={"délai_demande": "quinze jours avant le retrait"},
        **_lasting(author),
    )


def _bind(bound: Bound) -> None:
    """Issue what binds for years; what all signed on paper comes back as a scan."""
    author = player(bound.author)
    paper = drafting.prepare(author, bound.drafted)
    drafting.issue(author, paper)
    if not bound.signed:
        return
    shown = readings.show(author, paper)
    today = clock.today(author.zone)
    written = tuple(Written(each.rank, each.holder, each.holder_title) for each in shown.signatures)
    signed = [f"{each.organization} : {each.holder}" for each in shown.signatures]
    scan = _document(
        f"{shown.named}, exemplaire signé",
        author.organization_name,
        today,
        ["Signé par :", *signed],
    )
    scans.deposit(author, paper, scan, Scanned(Means.PAPER, today, written))


def _document(title: str, author: str, day: date, lines: list[str]) -> Document:
    """Return a small PDF that stands for the copy of an act, or for a scan."""
    sections = [{"title": "Contenu", "lines": lines}]
    said = {"title": title, "author": author, "day": (day.year, day.month, day.day)}
    document = recognize(Sent(f"{title}.pdf", typeset.pdf(MODEL, said | {"sections": sections})))
    assert isinstance(document, Document)  # noqa: S101 # as typeset
    return document


def _lent(purpose: str) -> int:
    """Return what Maing lent for a purpose."""
    known = reservations.under_way(player(KEEPER))
    return next(each.id for each in known if each.purpose == purpose)


def _paper(purpose: str) -> int:
    """Return the last paper of what Maing lent for a purpose."""
    return conventions.of_reservation(player(KEEPER), _lent(purpose)).papers[-1].id


def sign_by_all(manager: str, paper: int, drawn: str = "") -> None:
    """Let everybody sign a paper by the link of their message, each in turn."""
    while conventions.show(player(manager), paper).signed_at is None:
        _sign_next(paper, drawn)


def _sign_next(paper: int, drawn: str = "") -> None:
    actor = signer(paper)
    name, title = turns.signs_as(actor)
    signing.sign(actor, (paper,), Given(name, title, drawn, ADDRESS))


def _replace() -> None:
    """A slip is cancelled, its number kept, and another one issued."""
    keeper = player(KEEPER)
    drafting.cancel(keeper, _paper(TELEPHONED.purpose), REPLACED)
    drafting.issue_for_loan(keeper, _lent(TELEPHONED.purpose), PaperKind.SLIP)


def _await_mayor() -> None:
    """Two slips wait for the mayor of Quérénaing: of what is borrowed, of what is lent."""
    for reservation_id in ask(AS_BORROWER):
        answers.approve(player(SPORTS), reservation_id)
    for reservation_id in ask(AS_OWNER):
        lead = player(LEAD)
        answers.approve(lead, reservation_id)
        (paper,) = conventions.of_reservation(lead, reservation_id).papers
        _sign_next(paper.id)


def _price() -> None:
    """What is paid for, and asks for more than a slip, goes by a convention of its own."""
    keeper = player(KEEPER)
    for reservation_id in ask(PRICED):
        deposits.set_price(keeper, reservation_id, PRICE)
        answers.approve(keeper, reservation_id)
