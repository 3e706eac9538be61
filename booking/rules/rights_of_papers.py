"""The part of the one table of rights that is about acts, papers, their wording and signatures."""

from booking.rules.parties import (
    Predicate,
    administrator,
    for_answerable,
    for_borrower,
    for_co_owner,
    for_custodian,
    for_lender,
    for_manager,
    for_organization,
    for_owner,
    manager,
    mandated,
    of_epci,
    same_territory,
    secretary,
    service,
    technician,
)

LENDS = ((for_manager, manager), (for_owner, manager))
"""Who prepares and issues papers: who manages, or the owner itself."""

WORDS = (
    (for_organization, of_epci, manager),
    (for_organization, of_epci, administrator),
    (for_owner, manager),
    (for_owner, administrator),
)
"""Who words the models of an organization: the EPCI its own, which serve the whole territory; an
owner its own, where the territory lets owners do so: only then is it given as the owner of them."""

PAPERS: dict[str, tuple[tuple[Predicate, ...], ...]] = {
    "act.read": (
        (for_organization,),
        (for_answerable, secretary),
        (for_answerable, administrator),
        (for_lender, manager),
        (same_territory, of_epci, manager),
        (same_territory, of_epci, administrator),
    ),
    "act.change": (
        (for_organization, secretary),
        (for_organization, manager),
        (for_organization, administrator),
        (for_answerable, secretary),
        (for_answerable, administrator),
        (same_territory, of_epci, administrator),
    ),
    "act.record_framework": (
        (for_owner, secretary),
        (for_owner, manager),
        (for_owner, administrator),
        (for_lender, manager),
        (same_territory, of_epci, manager),
        (same_territory, of_epci, administrator),
    ),
    "convention.read": (
        (for_borrower,),
        (for_manager,),
        (for_owner,),
        (for_co_owner,),
        (for_custodian, technician),
        (mandated,),
        (service,),
    ),
    "convention.read_incident": (
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
        (mandated,),
        (service,),
    ),
    "convention.prepare": LENDS,
    "convention.issue": LENDS,
    "convention.issue_due": ((service,),),
    "convention.cancel": LENDS,
    "convention.deposit": (
        *LENDS,
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_co_owner, secretary),
        (for_co_owner, manager),
    ),
    "convention.sign": ((mandated,),),
    "convention.refuse_to_sign": ((mandated,),),
    "convention.forward": ((mandated,), (for_borrower, secretary), *LENDS),
    "convention.remind": ((service,), *LENDS),
    "convention.export": ((for_borrower,), (for_manager,), (for_owner,), (for_co_owner,)),
    "wording.read": (
        (for_organization, manager),
        (for_organization, administrator),
        (same_territory, of_epci, manager),
        (same_territory, of_epci, administrator),
    ),
    "wording.change": WORDS,
    "papers.set": ((same_territory, of_epci, administrator),),
    "reservation.set_price": ((for_manager, manager), (for_owner, manager)),
    "reservation.take_deposit": ((for_manager, manager), (for_manager, technician)),
}
