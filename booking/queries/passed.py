"""What passed the counter once, as the report states it and as a message tells it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking.db import db
from booking.documents import signing
from booking.handling import Direction, Meter
from booking.models.catalogue import Item
from booking.models.files import StoredFile
from booking.models.loans import Passage, PassageLine
from booking.models.reservations import Line
from booking.queries import loans
from booking.queries.loans import Wanted
from booking.rules import passages
from booking.rules.passages import Tally
from booking.rules.reports import (
    Accessory,
    Metered,
    Photo,
    Stated,
    Statement,
    has_signed,
    is_told,
    one,
)
from booking.vocabulary import STAFF, FileKind


def of_passage(passage: Passage) -> Statement:
    """Return what a passage states; of a first departure, also what did not leave."""
    zone = ZoneInfo(passage.loan.reservation.territory.time_zone)
    before = [each for each in passage.loan.passages if each.id < passage.id]
    known = [(past.direction, line) for past in before for line in past.lines]
    moved = [each for each in passage.lines if _is_thing(each.line)]
    after = passages.tally([*known, *((passage.direction, line) for line in passage.lines)])
    signed = has_signed(passage)
    agreed = loans.agreed(passage.loan.reservation, loans.departure_of(passage))
    stated = [_stated(each, passage.direction, known, after, agreed) for each in moved]
    return Statement(
        direction=passage.direction,
        at=passage.at.astimezone(zone),
        place=place(passage),
        keeper=passage.keeper_name,
        borrower=signing.drawn_by(passage.borrower_name) if signed else passage.borrower_name,
        signed=signed,
        unsigned=passage.unsigned,
        contest_until=_local(passage.contest_until, zone),
        agreed=passage.agreed,
        note=passage.note,
        moved=(*stated, *(_kept(passage, moved, agreed) if not before else ())),
        awaited=tuple(_awaited(passage, after)),
        photos=tuple(_photos(passage)),
        told=is_told(passage),
    )


def place(passage: Passage) -> str:
    """Return the depot where things passed, else those they belong to, by name."""
    if passage.depot:
        return passage.depot.name
    stocks = (hold.stock for each in passage.lines for hold in each.line.holds)
    return ", ".join(sorted({stock.depot.name for stock in stocks}))


def _local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return instant.astimezone(zone) if instant else None


def _is_thing(line: Line) -> bool:
    """Tell whether a line is of a thing: nobody states in which state who operates it is."""
    return line.item.family != STAFF


def _stated(
    each: PassageLine,
    direction: Direction,
    known: Sequence[tuple[Direction, PassageLine]],
    after: Mapping[int, Tally],
    agreed: Mapping[Wanted, int],
) -> Stated:
    same = [(way, past) for way, past in known if _is_same(past, each)]
    count = passages.tally(same).get(each.line_id, Tally())
    whole = after[each.line_id]
    left = [past for way, past in same if way is Direction.OUT]
    back = direction is Direction.BACK
    return Stated(
        reference=each.line.item.reference,
        name=_name(each),
        planned=1 if each.unit else agreed.get(loans.wanted(each.line), each.line.quantity),
        quantity=each.quantity,
        damaged=each.damaged,
        dirty=each.dirty,
        missing=each.missing,
        left=count.out,
        back=count.back,
        lost=count.missing,
        awaited=(0 if back else 1) if each.unit else whole.awaited,
        wear=each.wear,
        before=one(past.wear for past in left),
        meters=tuple(_meters(each, left)),
        accessories=tuple(_accessories(each, left)),
        note=each.note,
    )


def _is_same(past: PassageLine, each: PassageLine) -> bool:
    """Tell whether the same copy passed, or things of the same line when none is numbered."""
    return past.line_id == each.line_id and (not each.unit_id or past.unit_id == each.unit_id)


def _name(each: PassageLine) -> str:
    name = each.line.item.name
    return f"{name}, n° {each.unit.number}" if each.unit else name


def _meters(each: PassageLine, left: Sequence[PassageLine]) -> list[Metered]:
    found = []
    for meter in Meter:
        now = getattr(each, meter.value)
        read = (getattr(past, meter.value) for past in left)
        before = next((value for value in read if value is not None), None)
        if now is not None or before is not None:
            found.append(Metered(meter, before, now))
    return found


def _accessories(each: PassageLine, left: Sequence[PassageLine]) -> list[Accessory]:
    counted: dict[str, int] = {}
    for past in left:
        for part in past.accessories:
            counted[part["name"]] = counted.get(part["name"], 0) + part["counted"]
    return [
        Accessory(
            name=said["name"],
            thing=_name(each),
            expected=said.get("expected", 0),
            before=counted.get(said["name"]),
            now=said["counted"],
        )
        for said in each.accessories
    ]


def _kept(
    passage: Passage, moved: Sequence[PassageLine], agreed: Mapping[Wanted, int]
) -> list[Stated]:
    """Return what was agreed of the first departure and did not leave with it."""
    if passage.direction is not Direction.OUT:
        return []
    left = [each.line_id for each in moved]
    copies = {each.line_id for each in moved if each.unit_id}
    found, unseen = [], dict(agreed)
    for line in passage.loan.reservation.lines:
        rest = unseen.pop(loans.wanted(line), line.quantity) - left.count(line.id)
        if _is_thing(line) and rest > 0 and (line.id not in left or line.id in copies):
            found.append(Stated(line.item.reference, line.item.name, planned=rest, quantity=0))
    return [*found, *_given_back(passage, unseen)]


def _given_back(passage: Passage, agreed: Mapping[Wanted, int]) -> list[Stated]:
    """Return what did not leave at all and was given back: no line of the loan says it any more."""
    named = {reference for reference, _ in agreed}
    items = select(Item).where(
        Item.territory_id == passage.territory_id,
        Item.reference.in_(named),
        Item.family != STAFF,
    )
    known = {each.reference: each.name for each in db.session.scalars(items)}
    return [
        Stated(reference, known[reference], planned=many, quantity=0)
        for (reference, _), many in agreed.items()
        if reference in known
    ]


def _awaited(passage: Passage, after: Mapping[int, Tally]) -> list[tuple[int, str]]:
    lines = [line for line in passage.loan.reservation.lines if _is_thing(line)]
    waited = [(after.get(line.id, Tally()).awaited, line.item.name) for line in lines]
    return [(many, name) for many, name in waited if many > 0]


def _photos(passage: Passage) -> list[Photo]:
    found = (
        select(StoredFile)
        .filter_by(passage_id=passage.id, kind=FileKind.CONDITION, removed_at=None)
        .order_by(StoredFile.id)
    )
    shown = {line.id: line.item.name for line in passage.loan.reservation.lines}
    return [
        Photo(each.name, shown.get(each.line_id or 0, ""), each.sha256)
        for each in db.session.scalars(found)
    ]
