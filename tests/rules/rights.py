"""What each role may do by its part in a loan, as the tests of rights know it."""

from booking.rules.access import Actor, Parties
from booking.vocabulary import Role

HOME, ELSEWHERE = 1, 2
QUERENAING, MAING, EPCI, QUAROUBLE, ARTRES = range(11, 16)
LOAN = Parties(
    HOME,
    borrower_id=QUERENAING,
    manager_id=MAING,
    owner_id=EPCI,
    custodian_ids=frozenset({QUAROUBLE}),
)
READ = "reservation.read"
PARTIES = {"borrower": QUERENAING, "manager": MAING, "owner": EPCI, "custodian": QUAROUBLE}
S, M, T, A = Role.SECRETARY, Role.MANAGER, Role.TECHNICIAN, Role.ADMINISTRATOR
EVERYONE = set(Role)

RIGHTS: dict[str, dict[str, set[Role]]] = {
    READ: {"borrower": EVERYONE, "manager": EVERYONE, "owner": EVERYONE, "custodian": {T}},
    "reservation.request": {"borrower": {S, M}, "manager": {M}},
    **{
        key: {"manager": {M}}
        for key in (
            "reservation.approve",
            "reservation.refuse",
            "reservation.ask_details",
            "reservation.propose",
            "reservation.resume",
            "reservation.accept_change",
            "reservation.refuse_change",
        )
    },
    **{
        key: {"borrower": {S, M}}
        for key in (
            "reservation.answer",
            "reservation.accept",
            "reservation.decline",
            "reservation.confirm",
            "reservation.withdraw_change",
        )
    },
    "reservation.comment": {"borrower": {S, M}, "manager": {M, T}, "owner": {M}},
    "reservation.see_notes": {"manager": EVERYONE},
    "reservation.attach": {"borrower": {S, M}, "manager": {M}},
    "reservation.see_attached": {"borrower": EVERYONE, "manager": {M, T}, "custodian": {T}},
    "reservation.see_shots": {
        "borrower": EVERYONE,
        "manager": {M, T},
        "owner": {M},
        "custodian": {T},
    },
    "reservation.settle_rest": {"borrower": {S, M}},
    "reservation.cancel": {"borrower": {S, M}, "manager": {M}},
    "reservation.hand_over": {"manager": {M, T}, "custodian": {T}},
    "reservation.hand_over_more": {"manager": {M, T}, "custodian": {T}},
    "reservation.take_back": {"manager": {M, T}, "custodian": {T}},
    "reservation.lend": {"manager": {M, T}},
    "reservation.take_back_part": {"manager": {M, T}, "custodian": {T}},
    "reservation.close": {"manager": {M, T}, "custodian": {T}},
    "reservation.answer_contest": {"manager": {M}},
    "reservation.contest": {"borrower": {S, M}},
    "reservation.overbook": {"manager": {M}},
    "reservation.override": {"manager": {M}},
    "reservation.see_people": {"borrower": EVERYONE, "manager": {M, T}, "custodian": {T}},
    "reservation.see_paper": {"manager": {M, T}, "custodian": {T}},
    "reservation.edit": {"borrower": {S, M}, "manager": {M}},
    "reservation.extend": {"borrower": {S, M}, "manager": {M}},
    "reservation.swap": {"manager": {M}},
    "reservation.name_copies": {"manager": {M, T}},
    "reservation.set_price": {"manager": {M}, "owner": {M}},
    "reservation.take_deposit": {"manager": {M, T}},
    **{
        key: {}
        for key in (
            "reservation.lapse",
            "reservation.expire",
            "reservation.offer",
            "reservation.remind",
            "reservation.pass_on",
            "reservation.close_due",
        )
    },
}
STOCK_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "stock.change": {"manager": {M}},
    "stock.withhold": {"manager": {M, T}, "owner": {M}, "custodian": {T}},
    "kit.make": {"manager": {M}},
    "file.change": {"manager": {M}, "owner": {M}},
    "pool.edit": {"manager": {M}},
    "pool.fill": {"owner": {M}},
    "label.print": {"manager": {M, T}, "owner": {M}, "custodian": {T}},
}
DEPOT_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "depot.add": {"custodian": {S, M, A}},
    "depot.edit": {"custodian": {S, M, T, A}, "manager": {M}},
    "pool.close": {"manager": {M}},
    "campaign.read": {"manager": EVERYONE, "custodian": EVERYONE},
    "campaign.run": {"manager": {M, T}, "custodian": {M, T}},
}
ITEM_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "item.add": {"manager": {M}, "owner": {M}},
    "item.edit": {"manager": {M}, "owner": {M}},
    "item.set_stage": {"manager": {M}, "owner": {M}},
    "item.see_costs": {"manager": EVERYONE, "owner": EVERYONE},
}
INSPECTION_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "inspection.read": {"manager": EVERYONE, "owner": EVERYONE, "custodian": EVERYONE},
    "inspection.record": {"manager": {M, T}, "owner": {M}, "custodian": {T}},
    "inspection.remind": {},
}
PAPER_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "convention.prepare": {"manager": {M}, "owner": {M}},
    "convention.issue": {"manager": {M}, "owner": {M}},
    "convention.cancel": {"manager": {M}, "owner": {M}},
}
INCIDENT_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "incident.read": {each: EVERYONE for each in PARTIES},
    "incident.read_people": {"borrower": {S, M}, "manager": {M, T}, "owner": {M}},
    "incident.report": {"borrower": {S, M, T}, "manager": {M, T}, "owner": {M}, "custodian": {T}},
    "incident.follow": {"manager": {M, T}, "owner": {M}},
    "incident.close": {"manager": {M}, "owner": {M}},
}
FOR_THE_SERVICE = {
    "convention.issue_due",
    "convention.read",
    "convention.read_incident",
    "convention.remind",
    "inspection.read",
    "inspection.remind",
    "access.read",
    "access.invite",
    "access.change",
    "access.end",
    "access.issue_token",
    "access.forget",
    "territory.load",
    "inventory.load",
    "reservation.lapse",
    "reservation.expire",
    "reservation.offer",
    "reservation.remind",
    "reservation.pass_on",
    "reservation.close_due",
    "reservation.read",
    "promise.load",
    "source.read",
    "source.refresh",
    "feed.read",
    "outbox.read",
    "outbox.send",
    "reminder.send",
    "figures.refresh",
}
FOR_ANYONE = {"session.open"}


def person(organization_id: int, *roles: Role, territory_id: int = HOME) -> Actor:
    """Return somebody acting for an organization."""
    return Actor(
        7, "Nadia", "n@mairie.example", organization_id, "", territory_id, roles=frozenset(roles)
    )


ALL_RIGHTS = RIGHTS | STOCK_RIGHTS | DEPOT_RIGHTS | ITEM_RIGHTS | INSPECTION_RIGHTS | PAPER_RIGHTS
ALL_RIGHTS |= INCIDENT_RIGHTS
