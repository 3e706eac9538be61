"""What was controlled in the demonstration, what is asked there, and which depots were verified."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from booking import clock
from booking.demonstration.opening import WORKSHOP
from booking.demonstration.papers import report
from booking.demonstration.people import MAILBOX, OFFICE
from booking.demonstration.shelves import KEEPER, LEAD, VEHICLES
from booking.documents.attachments import Document, Sent, recognize
from booking.fitness import Effect, Finding, Standing
from booking.queries import campaigns, depots, inspections, requirement_table, schedule
from booking.queries.schedule import DueView
from booking.rules.access import Actor
from booking.rules.asking import Checked
from booking.rules.delays import is_working_day
from booking.rules.inspections import Planned, Recorded
from booking.rules.rulebook import Added, changed
from booking.rules.terms import months_after
from booking.usecases import campaigns as verifying
from booking.usecases import inspections as acts
from booking.usecases import requirements
from booking.usecases.demonstration import player

PROVIDER = "Contrôle et levage (exemple)"
SPORTS = "gestionnaire@valenciennes"
TENDING = (KEEPER, OFFICE, SPORTS, VEHICLES, LEAD, MAILBOX.email)
"""Who records what was controlled: together, they tend everything that is lent."""
OLD = 6
"""The last control was made after the sixth part of the months that it covers."""

LAPSED, DUE_SOON, COACH = "TEN-5X12-04", "MIN-9PL-02", "BUS-55P-01"
DAYS_LEFT = {LAPSED: -32, DUE_SOON: 20, COACH: 175}
"""Which copies are not controlled like the others: in how many days they fall due."""
REMARKED, BROKEN = "COF-ELE-02", "COF-ELE-04"
REMARKS = {REMARKED: "Étiquette du différentiel illisible : à remplacer."}
FAULT = "Le différentiel 30 mA ne déclenche pas au bouton d’essai."
REPORTED = "NAC-12A-01"
DAYS_TO_NEXT = 12
"""The next control of what falls due soon is planned that far, on a working day."""

NOTICE_DAYS = 30
VEHICLES_INSURED = "Contrat de flotte des propriétaires du parc ; code des assurances, L. 211-1"
"""Why no hand-over of a vehicle waits for a certificate: those who own them insure them."""
OWN = Added(
    label="plan d’implantation du podium, signé par le maire du lieu",
    item="POD-REM",
    at_hand_over=Effect.PAPER,
    source="règlement de mise à disposition du matériel communautaire",
    verified=True,
)


@dataclass(frozen=True)
class Seen:
    """How a thing was found when its depot was verified."""

    reference: str
    finding: Finding
    note: str = ""
    counted: bool = False


QUAROUBLE = (
    Seen("BAN-220", Finding.PASSED, counted=True),
    Seen("TEN-5X12", Finding.PASSED),
    Seen("GRI-EXP", Finding.FAILED, "Deux grilles tordues, à redresser à l’atelier."),
)
MAING = (
    Seen("BAR-VAU", Finding.PASSED, counted=True),
    Seen("TEN-3X3", Finding.PASSED),
    Seen("SON-POR", Finding.REMARKS, "Un câble à remplacer."),
)


def settle() -> None:
    """Change what is asked, then record each control: all in order but a few."""
    _ask()
    for who in TENDING:
        actor = player(who)
        for due in schedule.schedule(actor).rows:
            if due.standing is Standing.NEVER and due.may_record:
                _record(actor, due)
    _plan_next()


def follow() -> None:
    """After what was agreed, a control fails; one depot was verified, another is being so."""
    keeper = player(KEEPER)
    failed = Recorded(
        day=clock.today(keeper.zone),
        finding=Finding.FAILED,
        provider=PROVIDER,
        note=FAULT,
        **_thing(_due(keeper, BROKEN)),
    )
    acts.record(keeper, failed)
    quarouble = player("technicien@quarouble")
    verifying.close(quarouble, _verify(quarouble, "Quarouble – dépôt", QUAROUBLE))
    _verify(player("technicien@maing"), WORKSHOP, MAING)


def _ask() -> None:
    """Let the EPCI change two requirements that are shipped, and add one of its own."""
    office = player(OFFICE)
    notice = changed(requirement_table.find(office, "tent_notice").rule)
    earlier = "Un mois dans le département : à confirmer auprès du SDIS"
    noticed = replace(notice, notice_days=NOTICE_DAYS, source=earlier, verified=False)
    requirements.change(office, "tent_notice", noticed)
    insured = changed(requirement_table.find(office, "car_insurance").rule)
    on_sight = replace(insured, at_hand_over=Effect.PAPER, source=VEHICLES_INSURED, verified=False)
    requirements.change(office, "car_insurance", on_sight)
    requirements.add(office, OWN)


def _record(actor: Actor, due: DueView) -> None:
    """Write down the last control of a thing, so old that it covers as long as told."""
    today = clock.today(actor.zone)
    asked = inspections.register(actor, due.item_id).asked
    months = next(rule.months or 0 for rule in asked if rule.key == due.control)
    day, until = months_after(today, -(months // OLD)), None
    if left := DAYS_LEFT.get(due.unit):
        until = today + timedelta(days=left)
        day = months_after(until, -months)
    note = REMARKS.get(due.unit, "")
    recorded = Recorded(
        day=day,
        finding=Finding.REMARKS if note else Finding.PASSED,
        valid_until=until,
        provider=PROVIDER,
        note=note,
        **_thing(due),
    )
    acts.record(actor, recorded, _report(day) if due.unit == REPORTED else None)


def _report(day: date) -> Document:
    document = recognize(Sent("Rapport de vérification.pdf", report(day)))
    assert isinstance(document, Document)  # noqa: S101 # as typeset
    return document


def _thing(due: DueView) -> dict[str, Any]:
    return {
        "item": due.reference,
        "depot": due.depot,
        "control": due.control,
        "unit": due.unit,
    }


def _due(actor: Actor, unit: str) -> DueView:
    return next(each for each in schedule.schedule(actor).rows if each.unit == unit)


def _plan_next() -> None:
    """Plan the next control of what falls due soon, before that day."""
    actor = player(VEHICLES)
    day = clock.today(actor.zone) + timedelta(days=DAYS_TO_NEXT)
    while not is_working_day(day):
        day += timedelta(days=1)
    thing = _thing(_due(actor, DUE_SOON))
    acts.plan(actor, Planned(day=day, provider="Contrôle technique (exemple)", **thing))


def _verify(actor: Actor, depot: str, found: Iterable[Seen]) -> int:
    """Open the verification of a depot and say how some things were found; return it."""
    place = next(each for each in depots.of_territory(actor) if each.name == depot)
    opened = verifying.open_campaign(actor, place.id)
    seen = {each.reference: each for each in found}
    for view in campaigns.show(actor, opened).things:
        thing = view.thing
        if said := seen.get(thing.reference):
            checked = Checked(
                stock_id=thing.stock_id,
                unit_id=thing.unit_id,
                finding=said.finding,
                note=said.note,
                found=thing.quantity if said.counted else None,
            )
            verifying.check(actor, opened, checked)
    return opened
