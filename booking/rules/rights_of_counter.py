"""May this person: what is done at the counter, and about what went wrong with things."""

from booking.rules.parties import (
    Predicate,
    for_borrower,
    for_co_owner,
    for_custodian,
    for_manager,
    for_organization,
    for_owner,
    manager,
    own,
    secretary,
    service,
    substitute,
    technician,
)

KEEPS = ((for_manager, manager), (for_manager, technician), (for_custodian, technician))
"""Who is at the counter: the manager's people, and the technicians of who stores the things."""

COUNTER: dict[str, tuple[tuple[Predicate, ...], ...]] = {
    "counter.read": ((for_organization, manager), (for_organization, technician)),
    "reservation.hand_over_more": KEEPS,
    "reservation.take_back_part": KEEPS,
    "reservation.extend": (
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_manager, manager),
    ),
    "reservation.lend": ((for_manager, manager), (for_manager, technician)),
    "reservation.close": KEEPS,
    "reservation.answer_contest": ((for_manager, manager),),
    "reservation.close_due": ((service,),),
    "reservation.contest": ((for_borrower, secretary), (for_borrower, manager)),
    "reservation.see_shots": (
        (for_borrower,),
        (for_manager, manager),
        (for_manager, technician),
        (substitute,),
        (for_owner, manager),
        (for_custodian, technician),
    ),
    "incident.read": (
        (for_borrower,),
        (for_manager,),
        (for_owner,),
        (for_co_owner,),
        (for_custodian,),
    ),
    "incident.read_people": (
        (own,),
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
    ),
    "incident.report": (
        *KEEPS,
        (for_owner, manager),
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_borrower, technician),
    ),
    "incident.follow": ((for_manager, manager), (for_manager, technician), (for_owner, manager)),
    "incident.close": ((for_manager, manager), (for_owner, manager)),
}
