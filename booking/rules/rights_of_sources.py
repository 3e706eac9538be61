"""May this person: which agendas of elsewhere say when a thing is taken."""

from booking.rules.parties import (
    Predicate,
    for_custodian,
    for_manager,
    for_owner,
    manager,
    service,
    technician,
)

MANAGES = ((for_manager, manager), (for_owner, manager))
TENDS = (*MANAGES, (for_manager, technician), (for_custodian, technician))

SOURCES: dict[str, tuple[tuple[Predicate, ...], ...]] = {
    "source.read": (*TENDS, (service,)),
    "stock.follow": MANAGES,
    "source.stop": MANAGES,
    "source.refresh": (*TENDS, (service,)),
}
