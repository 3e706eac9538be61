"""May this person: one table of acts, each with its alternatives of named predicates."""

from booking.errors import NotAllowed, NotFound
from booking.rules.parties import (
    SERVICE,
    VISITOR,
    Actor,
    Parties,
    Predicate,
    administrator,
    anyone,
    for_answerable,
    for_answering_owner,
    for_borrower,
    for_co_owner,
    for_custodian,
    for_lender,
    for_manager,
    for_organization,
    for_owner,
    manager,
    of_commune,
    of_epci,
    own,
    same_territory,
    secretary,
    service,
    substitute,
    technician,
)
from booking.rules.rights_of_counter import COUNTER
from booking.rules.rights_of_papers import PAPERS
from booking.rules.rights_of_sources import SOURCES

__all__ = ["ACTS", "SERVICE", "VISITOR", "Actor", "Parties", "may", "require"]

ADMINISTERS = (
    (for_organization, administrator),
    (same_territory, of_epci, administrator),
    (service,),
)
"""Who opens and ends accesses: the organization's own administrator, or the EPCI office."""

ANSWERS = (
    (for_manager, manager),
    (substitute,),
    (for_answering_owner, manager),
)
"""Who answers requests: the manager, then whoever it passed to."""
BORROWS = ((for_borrower, secretary), (for_borrower, manager))

ACTS: dict[str, tuple[tuple[Predicate, ...], ...]] = {
    "session.open": ((anyone,),),
    "account.read": ((own,),),
    "account.change_password": ((own,),),
    "account.dismiss": ((own,),),
    "account.choose_mail": ((own,),),
    "access.read": ADMINISTERS,
    "access.invite": ADMINISTERS,
    "access.change": ADMINISTERS,
    "access.end": ADMINISTERS,
    "access.issue_token": ((service,),),
    "access.forget": ((service,),),
    "readiness.read": ((for_organization,), (same_territory, of_epci)),
    "territory.load": ((service,),),
    "inventory.load": (
        (service,),
        (for_manager, manager),
        (same_territory, of_epci, administrator),
    ),
    "catalogue.read": ((same_territory,),),
    "item.read": ((same_territory,),),
    "item.list": (
        (for_organization, manager),
        (for_organization, secretary),
        (for_organization, administrator),
    ),
    "item.add": ((for_manager, manager), (for_owner, manager)),
    "item.edit": ((for_manager, manager), (for_owner, manager)),
    "item.set_stage": ((for_manager, manager), (for_owner, manager)),
    "item.see_costs": ((for_manager,), (for_owner,), (for_co_owner,)),
    "stock.read": ((same_territory,),),
    "stock.change": ((for_manager, manager),),
    "stock.withhold": (
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
        (for_custodian, technician),
    ),
    "depot.read": ((same_territory,),),
    "depot.add": (
        (for_custodian, manager),
        (for_custodian, secretary),
        (for_custodian, administrator),
        (same_territory, of_epci, administrator),
    ),
    "depot.edit": (
        (for_custodian, manager),
        (for_custodian, secretary),
        (for_custodian, technician),
        (for_custodian, administrator),
        (for_manager, manager),
    ),
    "pool.close": ((for_manager, manager),),
    "file.read": ((same_territory,),),
    "file.change": ((for_manager, manager), (for_owner, manager)),
    "paper.read": (
        (for_organization,),
        (for_lender, manager),
        (same_territory, of_epci, manager),
        (same_territory, of_epci, administrator),
    ),
    "paper.change": ((for_organization, administrator), (for_organization, secretary)),
    "label.print": (
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
        (for_custodian, technician),
    ),
    "kit.read": ((same_territory,),),
    "kit.make": ((for_manager, manager),),
    "pool.read": ((same_territory,),),
    "pool.open": (
        (for_organization, of_commune, secretary),
        (for_organization, of_commune, manager),
        (for_organization, of_commune, administrator),
    ),
    "pool.edit": ((for_manager, manager),),
    "pool.fill": ((for_owner, manager),),
    "reservation.request": (*BORROWS, (for_manager, manager)),
    "reservation.read": (
        (for_borrower,),
        (for_manager,),
        (for_owner,),
        (for_custodian, technician),
        (substitute,),
        (service,),
    ),
    "reservation.approve": ANSWERS,
    "reservation.refuse": ANSWERS,
    "reservation.ask_details": ANSWERS,
    "reservation.propose": ANSWERS,
    "reservation.resume": ANSWERS,
    "reservation.answer": BORROWS,
    "reservation.accept": BORROWS,
    "reservation.decline": BORROWS,
    "reservation.confirm": BORROWS,
    "reservation.accept_change": ANSWERS,
    "reservation.refuse_change": ANSWERS,
    "reservation.withdraw_change": BORROWS,
    "reservation.comment": (*BORROWS, *ANSWERS, (for_manager, technician), (for_owner, manager)),
    "reservation.see_notes": ((for_manager,), (substitute,), (for_answering_owner, manager)),
    "reservation.attach": (*BORROWS, (for_manager, manager)),
    "reservation.see_attached": (
        (for_borrower,),
        (for_manager, manager),
        (for_manager, technician),
        (substitute,),
        (for_answering_owner, manager),
        (for_custodian, technician),
    ),
    "reservation.settle_rest": BORROWS,
    "reservation.overbook": ((for_manager, manager),),
    "reservation.override": ((for_manager, manager),),
    "reservation.see_people": (
        (for_borrower,),
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, technician),
    ),
    "reservation.see_paper": (
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, technician),
    ),
    "reservation.edit": (*BORROWS, (for_manager, manager)),
    "reservation.swap": ((for_manager, manager),),
    "reservation.name_copies": ((for_manager, manager), (for_manager, technician)),
    "reservation.cancel": (*BORROWS, (for_manager, manager)),
    "reservation.lapse": ((service,),),
    "reservation.expire": ((service,),),
    "reservation.offer": ((service,),),
    "reservation.remind": ((service,),),
    "reservation.pass_on": ((service,),),
    "reservation.hand_over": (
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, technician),
    ),
    "reservation.take_back": (
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, technician),
    ),
    "requirement.read": ((same_territory,),),
    "requirement.change": (
        (same_territory, of_epci, administrator),
        (same_territory, of_epci, manager),
        (for_manager, manager),
        (for_owner, manager),
    ),
    "inspection.read": (
        (for_manager,),
        (for_owner,),
        (for_co_owner,),
        (for_custodian,),
        (service,),
    ),
    "inspection.remind": ((service,),),
    "inspection.record": (
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
        (for_custodian, technician),
    ),
    "campaign.read": ((for_manager,), (for_custodian,)),
    "campaign.run": (
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, manager),
        (for_custodian, technician),
    ),
    "qualification.read": ((for_organization,),),
    "qualification.change": (
        (for_organization, secretary),
        (for_organization, manager),
        (for_organization, administrator),
    ),
    "absence.read": ((for_manager,), (for_owner,), (own,)),
    "absence.declare": (
        (own,),
        (for_owner, manager),
        (for_owner, secretary),
        (for_manager, manager),
    ),
    "reminder.send": ((service,),),
    "queue.read": ((for_organization, manager), (substitute,)),
    "draft.read": ((own,),),
    "draft.write": ((own,),),
    "rule.read": ((for_manager,),),
    "rule.change": ((for_manager, manager),),
    "promise.load": (
        (service,),
        (for_manager, manager),
        (same_territory, of_epci, administrator),
    ),
    "feed.create": ((own,),),
    "feed.read": ((own,), (service,)),
    "feed.rotate": ((own,),),
    "feed.revoke": ((own,),),
    "outbox.read": ((same_territory, of_epci, administrator), (service,)),
    "outbox.retry": ((same_territory, of_epci, administrator),),
    "outbox.send": ((service,),),
    "organization.read": ((same_territory,),),
    "organization.edit": (
        (for_organization, secretary),
        (for_organization, administrator),
        (for_answerable, secretary),
        (for_answerable, administrator),
        (same_territory, of_epci, administrator),
    ),
    "organization.add": (
        (for_answerable, secretary),
        (for_answerable, administrator),
        (same_territory, of_epci, administrator),
    ),
    "adhesion.read": ((same_territory,),),
    "adhesion.change": ((for_manager, manager), (for_organization, of_epci, administrator)),
    "figures.refresh": ((same_territory, of_epci, administrator), (service,)),
    **PAPERS,
    **COUNTER,
    **SOURCES,
}


def may(actor: Actor, act: str, thing: Parties) -> bool:
    """Tell whether the table allows the act; serves buttons and links."""
    return any(all(holds(actor, thing) for holds in every) for every in ACTS[act])


def require(actor: Actor, act: str, thing: Parties) -> None:
    """Raise NotFound when the thing is out of view, NotAllowed when only the act is refused."""
    kind = act.partition(".")[0]
    if not may(actor, f"{kind}.read" if f"{kind}.read" in ACTS else act, thing):
        raise NotFound(f"{kind}_not_found")
    if not may(actor, act, thing):
        raise NotAllowed("not_allowed", act=act)
