"""How far a reservation is, who must act and by when, in the words of the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from booking import clock
from booking.dealings import Awaited
from booking.documents import lateness, words
from booking.paperwork import PaperKind, PaperState
from booking.queries.views import ReservationView
from booking.vocabulary import Derived, Status

STOPPED = {Status.REFUSED, Status.CANCELLED, Status.EXPIRED}
REACHED = {
    Status.REQUESTED: 1,
    Status.NEEDS_INFO: 1,
    Status.WAITLISTED: 1,
    Status.APPROVED: 3,
    Status.OUT: 4,
    Status.RETURNED: 5,
    Status.CLOSED: 5,
}
"""How many of the five steps are behind, the signature apart: a loan may leave without it."""


REPLIES = {
    Awaited.DETAILS: "répond à la question",
    Awaited.PROPOSAL: "accepte ou décline la proposition",
    Awaited.PLACE: "confirme la place offerte, ou annule,",
}
"""What the borrower does about what is awaited of it, in words."""


@dataclass(frozen=True)
class Step:
    """One step of a reservation's life; its state is done, now, todo, missed or stopped."""

    label: str
    note: str
    state: str


def title(parts: Sequence[ReservationView]) -> str:
    """Return what a request is called: "Fête de la Saint-Jean, 2 tentes et 40 chaises"."""
    lines = [line for each in parts for line in each.lines]
    return f"{parts[0].purpose}, {words.things([(line.quantity, line.name) for line in lines])}"


def steps(mine: ReservationView, zone: ZoneInfo) -> list[Step]:
    """Return the steps with their dates and names; the present one is marked."""

    def said(instant: datetime | None) -> str:
        return words.brief_moment(instant.astimezone(zone)) if instant else ""

    back = said(mine.returned_at) or words.brief_due(mine.ends_at.astimezone(zone))
    asked = Step("Déposée", f"{said(mine.asked_at)}, {mine.borrower}", "done")
    if mine.status in STOPPED:
        return [asked, Step(mine.label.label, said(mine.changed_at), "stopped")]
    reached = REACHED[mine.status]
    paper = _signature(mine, said)
    if paper.state == "now":
        reached -= 1
    answer = f"{said(mine.decided_at)}, {mine.manager}" if mine.decided_at else _waited(mine, said)
    return [
        asked,
        Step("Validée", answer, _state(1, reached)),
        paper,
        Step("Sortie", said(mine.handed_over_at or mine.starts_at), _state(3, reached)),
        Step("Rendue", back, _state(4, reached)),
    ]


def _signature(mine: ReservationView, said: Callable[[datetime | None], str]) -> Step:
    """Return the step of the signature: done when the paper is signed, and only then."""
    label, number = "Convention signée", f"n° {mine.convention}" if mine.convention else ""
    if REACHED[mine.status] < REACHED[Status.APPROVED]:
        return Step(label, number, "todo")
    if mine.paper_state is PaperState.SIGNED:
        return Step(label, _joined(number, said(mine.signed_at)), "done")
    awaited = f"{mine.signer} signe" if mine.signer else "" if number else "à établir"
    if mine.status is Status.APPROVED:
        return Step(label, _joined(number, awaited), "now")
    unsigned = "Convention non signée" if number else "Sans convention"
    return Step(
        unsigned, _joined(number, f"{mine.signer} n’a pas signé" if mine.signer else ""), "missed"
    )


def _joined(*notes: str) -> str:
    return ", ".join(filter(None, notes))


def _waited(mine: ReservationView, said: Callable[[datetime | None], str]) -> str:
    """Return before when somebody is to act, and who."""
    if mine.status is Status.NEEDS_INFO:
        return f"{mine.borrower} répond avant {said(mine.reply_due_at or mine.starts_at)}"
    if mine.status is Status.WAITLISTED:
        return mine.manager
    return f"avant {said(mine.answer_due_at)}, {mine.manager}"


def _state(rank: int, reached: int) -> str:
    if rank < reached:
        return "done"
    return "now" if rank == reached else "todo"


def next_act(mine: ReservationView, zone: ZoneInfo) -> str:
    """Return who must do what next, and by when; why, when it is over."""
    due, out = (
        words.moment(instant.astimezone(zone)) for instant in (mine.answer_due_at, mine.starts_at)
    )
    back = words.due(mine.ends_at.astimezone(zone))
    reply = words.moment((mine.reply_due_at or mine.starts_at).astimezone(zone))
    awaited = REPLIES.get(mine.awaited) if mine.awaited else "complète sa demande"
    if mine.status in (Status.APPROVED, Status.OUT) and mine.change_due_at:
        asked = words.moment(mine.change_due_at.astimezone(zone))
        overdue = f"{_returning(mine, back, zone)} " if mine.label is Derived.LATE else ""
        return f"{overdue}{_answering(mine)} répond au changement demandé avant le {asked}."
    sentences = {
        Status.REQUESTED: f"{_answering(mine)} répond avant le {due}.",
        Status.NEEDS_INFO: f"{mine.borrower} {awaited} avant le {reply}.",
        Status.WAITLISTED: f"{mine.borrower} attend qu’une place se libère avant le {out}.",
        Status.APPROVED: _agreed(mine, out),
        Status.OUT: _returning(mine, back, zone),
        Status.RETURNED: _returned(mine),
        Status.REFUSED: f"Motif : {mine.reason}",
        Status.CANCELLED: f"Motif : {mine.reason}" if mine.reason else "",
        Status.EXPIRED: _ending(mine),
    }
    return sentences.get(mine.status, "")


def _returned(mine: ReservationView) -> str:
    """Return what is left to settle once all is back."""
    if mine.label is Derived.DISPUTED:
        return f"{mine.manager} règle l’incident ou la contestation, puis clôture le prêt."
    return f"{mine.manager} contrôle ce qui est rentré, puis clôture le prêt."


def _returning(mine: ReservationView, back: str, zone: ZoneInfo) -> str:
    """Return when what is out comes back; once it is late, for how long."""
    if mine.label is not Derived.LATE:
        return f"{mine.borrower} rend le matériel le {back}."
    since = lateness.since(mine.ends_at, clock.now(), zone)
    return f"{mine.borrower} devait rendre le matériel le {back} : en retard {since}."


def _agreed(mine: ReservationView, out: str) -> str:
    """Return who signs, or who draws up what there is to sign; then who collects, and when."""
    collects = f"{mine.borrower} retire le matériel le {out}."
    if mine.amended:
        return f"{mine.manager} établit l’avenant ; {collects}"
    if mine.paper_kind is None or mine.paper_state is None:
        return f"{mine.manager} établit la convention ; {collects}"
    if mine.paper_state is PaperState.SIGNED:
        return collects
    signs = f"{mine.signer} signe" if mine.signer else "Il reste à signer"
    if mine.signer_id == mine.borrower_id:
        return f"{signs} {paper_named(mine)} et retire le matériel le {out}."
    return f"{signs} {paper_named(mine)} ; {collects}"


def paper_named(mine: ReservationView) -> str:
    """Return the paper of a loan as a sentence names it: "le bon de prêt n° 2026-0012"."""
    article = "le" if mine.paper_kind is PaperKind.SLIP else "la"
    kind = mine.paper_kind.label if mine.paper_kind else PaperKind.LOAN.label
    return f"{article} {kind} n° {mine.convention}"


def _answering(mine: ReservationView) -> str:
    """Return who answers: the manager, or whom the request came to last (design § 4)."""
    if mine.owner_told_at:
        return f"{mine.owner}, propriétaire du matériel,"
    if mine.substitute_told_at:
        return f"{mine.substitute or 'La personne'} en suppléance {''.join(words.of(mine.manager))}"
    if mine.substitute:  # the manager is away
        return f"{mine.manager} ou {mine.substitute} en suppléance"
    return mine.manager


def _ending(mine: ReservationView) -> str:
    """Return why a request expired: of whose silence."""
    if mine.reason == "no_place":
        return "Aucune place ne s’est libérée avant le retrait prévu."
    if mine.reason == "no_reply":
        return f"{mine.borrower} n’a pas répondu à temps : le matériel n’est plus retenu."
    return f"{mine.manager} n’a pas répondu avant le retrait prévu."
