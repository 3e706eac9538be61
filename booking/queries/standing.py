"""What is said of a reservation before its status: late, expired and why, changed since signed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from booking import clock
from booking.dealings import Awaited
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind, PaperState
from booking.vocabulary import STAFF, Derived, Status

AWAITED = {Awaited.PROPOSAL: Derived.PROPOSAL, Awaited.PLACE: Derived.OFFERED}
"""What says more than "À compléter"."""

ENDINGS = {
    "no_answer": Derived.NO_ANSWER,
    "no_reply": Derived.NO_REPLY,
    "no_place": Derived.NO_PLACE,
}
"""What says more than "Expirée"."""

LEFT = frozenset({Status.OUT, Status.RETURNED, Status.CLOSED})


@dataclass(frozen=True)
class Papers:
    """Under what a reservation is lent: its paper, then the last amendment, if any."""

    ground: Convention
    amendment: Convention | None = None
    signer_id: int | None = None  # whose signature is asked for now
    signer: str = ""

    @property
    def last(self) -> Convention:
        """Return the paper that says what is agreed now."""
        return self.amendment or self.ground

    @property
    def state(self) -> PaperState:
        """Return where the papers stand together: signed when every one of them is."""
        return self.ground.state if self.amendment is None else _least(self)


def _least(papers: Papers) -> PaperState:
    both = {papers.ground.state, papers.last.state}
    return PaperState.SIGNED if both == {PaperState.SIGNED} else PaperState.TO_SIGN


def gather(rows: list[tuple[Convention, int | None, str | None]]) -> dict[int, Papers]:
    """Return under what each reservation is lent, from its living papers, first to last.

    Each comes with the organization whose signature is asked for; the first asked is said.
    """
    found: dict[int, Papers] = {}
    for paper, signer_id, signer in rows:
        known = found.get(paper.reservation_id or 0)
        if known and paper in (known.ground, known.amendment):  # asked of several at once
            continue
        if paper.kind is not PaperKind.AMENDMENT:
            made = Papers(paper, None, signer_id, signer or "")
        elif known is None:  # what it amends is no more
            continue
        else:
            asked = (known.signer_id, known.signer) if known.signer_id else (signer_id, signer)
            made = Papers(known.ground, paper, asked[0], asked[1] or "")
        found[paper.reservation_id or 0] = made
    return found


def label(
    mine: Reservation, papers: Papers | None = None, *, disputed: bool = False
) -> Status | Derived:
    """Return the label that says most: a dispute, or the clock, before the stored status."""
    if disputed:
        return Derived.DISPUTED
    if mine.status is Status.OUT and mine.ends_at < clock.now():
        return Derived.LATE
    if mine.status is Status.EXPIRED and mine.reason in ENDINGS:
        return ENDINGS[mine.reason]
    if mine.status is Status.NEEDS_INFO and mine.awaited in AWAITED:
        return AWAITED[mine.awaited]
    if mine.status is Status.APPROVED and papers and not is_amended(mine, papers.last):
        return Derived.READY if papers.state is PaperState.SIGNED else Derived.TO_SIGN
    return mine.status


def is_amended(mine: Reservation, paper: Convention) -> bool:
    """Tell whether the dates or the quantities are no longer those of the last paper issued.

    That less left than was agreed is for the report of the departure to say: it amends nothing.
    """
    if not paper.terms or "lines" not in paper.terms:
        return False
    dates = [datetime.fromisoformat(paper.terms[each]) for each in ("starts_at", "ends_at")]
    printed: Counter[str] = Counter()
    for line in paper.terms["lines"]:
        printed[line["reference"]] += line["quantity"]
    agreed: Counter[str] = Counter()
    for each in mine.lines:
        agreed[each.item.reference] += each.quantity if each.item.family != STAFF else 0
    differs = printed != agreed if mine.status not in LEFT else bool(agreed - printed)
    return dates != [mine.starts_at, mine.ends_at] or differs
