"""Who signs which paper, in which order (domain § 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from booking.paperwork import REPORTS, SHEETS, STANDALONE, WAYS, Means, PaperKind, Part

ON_PAPER = frozenset({Means.PAPER, Means.BOOK})
ANY_WAY: frozenset[Means] = frozenset(WAYS)
REMINDED = (timedelta(days=5), timedelta(days=10))
"""How long after it was asked a signature is asked for again."""
ONCE_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """What somebody gives who signs: the name typed, as what, perhaps drawn, from which address.

    `drawn`: strokes, as the data of an SVG path on a field of 300 by 100.
    """

    name: str
    title: str
    drawn: str = ""
    address: str = ""


@dataclass(frozen=True)
class Written:
    """One signature read on a scan: its rank in the paper, who signed, as what."""

    rank: int
    name: str
    title: str


@dataclass(frozen=True)
class Scanned:
    """What a scan shows: how and when it was signed, and by whom."""

    means: Means
    signed_on: date
    signed: tuple[Written, ...]


@dataclass(frozen=True)
class Sides:
    """The organizations of a paper: who owns, who manages, whom the owner binds itself to.

    `delegated`: the manager signs in the owner's name, under a written delegation in force.
    """

    owner_id: int
    manager_id: int | None
    partner_id: int | None = None
    co_owner_ids: tuple[int, ...] = field(default=())
    delegated: bool = False


def parts(kind: PaperKind, sides: Sides) -> list[tuple[Part, int]]:
    """Return who signs a paper, first to last: the other side, the manager's visa, the owner.

    Nobody signs a sheet.
    """
    if kind in SHEETS:
        return []
    if kind in REPORTS:  # who takes the things, and who hands them over
        keeper = sides.manager_id or sides.owner_id
        return [*_one(Part.BORROWER, sides.partner_id), (Part.MANAGER, keeper)]
    if kind is PaperKind.AID_VALUE:
        return [(Part.OWNER, sides.owner_id)]
    if kind is PaperKind.CO_OWNERSHIP:
        others = [(Part.CO_OWNER, each) for each in sides.co_owner_ids if each != sides.owner_id]
        return [*others, (Part.OWNER, sides.owner_id)]
    last = (Part.OWNER, sides.owner_id)
    if kind is PaperKind.MANAGEMENT:
        return [*_one(Part.MANAGER, sides.partner_id), last]
    if kind is PaperKind.STORAGE:
        return [*_one(Part.CUSTODIAN, sides.partner_id), last]
    visa = sides.manager_id if sides.manager_id != sides.owner_id else None
    if sides.delegated and visa:
        return [*_one(Part.BORROWER, sides.partner_id), (Part.OWNER, visa)]
    return [*_one(Part.BORROWER, sides.partner_id), *_one(Part.MANAGER, visa), last]


def capacity(part: Part, kind: PaperKind) -> str:
    """Return in what capacity an organization signs a kind of paper, as its articles say it."""
    if part is Part.MANAGER and kind not in (PaperKind.MANAGEMENT, *REPORTS):
        return "visa du gestionnaire"
    if part is not Part.OWNER or kind in (PaperKind.STORAGE, PaperKind.MANAGEMENT):
        return part.label
    return "collectivité référente" if kind is PaperKind.CO_OWNERSHIP else "prêteur"


def _one(part: Part, organization_id: int | None) -> list[tuple[Part, int]]:
    return [(part, organization_id)] if organization_id else []


def admitted(
    kind: PaperKind, *, paid: bool, chosen: Mapping[str, list[str]] | None = None
) -> frozenset[Means]:
    """Return how a kind of paper may be signed: what the EPCI chose, else what is shipped.

    A simple electronic signature fits slips and reports, not what binds for years or is paid for
    (domain § 4, eIDAS): what is paid for stays on paper, whatever was chosen for its kind.
    """
    if chosen and kind in chosen:
        ways: frozenset[Means] = frozenset(each for each in WAYS if each in chosen[kind])
    else:
        ways = ON_PAPER if kind in STANDALONE else ANY_WAY
    return by_hand(ways) if paid else ways


def by_hand(ways: frozenset[Means]) -> frozenset[Means]:
    """Return those of some ways that need a hand; both when there is none among them."""
    return ways & ON_PAPER or ON_PAPER


def remindable_from(asked_at: datetime, reminded_at: datetime | None) -> datetime:
    """Return from when somebody may ask again for a signature: once a day."""
    return (reminded_at or asked_at) + ONCE_A_DAY


def reminder_is_due(asked_at: datetime, reminded_at: datetime | None, now: datetime) -> bool:
    """Tell whether the clock asks again for a signature: after five days, then after ten."""
    passed = [asked_at + each for each in REMINDED if asked_at + each <= now]
    return bool(passed) and (reminded_at is None or reminded_at < passed[-1])
