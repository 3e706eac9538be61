"""What a manager enters by telephone: for whom it may be, and what is said once it is done."""

from collections.abc import Collection

from booking.dealings import Channel
from booking.documents import words
from booking.period import Period
from booking.queries import entering, reservations
from booking.rules.access import Actor
from booking.vocabulary import Status

SUBMITTED = "Votre demande est déposée. Le matériel est retenu jusqu’à la réponse."
WAITING = (
    "Votre demande est déposée. Ce qui manque est sur la liste d’attente et n’est pas retenu : "
    "vous serez prévenu dès qu’une place se libère."
)
ENTERED = (
    "La demande est saisie au nom {} : sa mairie est prévenue. "
    "Le matériel est retenu jusqu’à la réponse."
)
NOBODY = (
    "La demande est saisie au nom {}. Personne n’y a encore d’accès : prévenez sa mairie "
    "vous-même. Le matériel est retenu jusqu’à la réponse."
)


def names(
    who: Actor, items: Collection[str], period: Period | None, kept: str = ""
) -> list[tuple[str, str]]:
    """Return in whose name some items may be asked for, one's own first; nothing to choose: none.

    What was chosen before stays on the list: it must not silently become another.
    """
    found = entering.borrowers(who, items, period, kept)
    if not found:
        return []
    own = ("", f"{who.organization_name} (votre organisme)")
    return [own, *((str(each.id), each.name) for each in found)]


def is_mixed(who: Actor, items: Collection[str]) -> bool:
    """Tell whether what is chosen can only be asked for oneself, being of others too."""
    return entering.is_mixed(who, items)


def submitted(who: Actor, request_id: int) -> str:
    """Return what is said of a request just submitted."""
    parts = reservations.show_request(who, request_id).reservations
    mine = parts[0]
    if any(part.status is Status.WAITLISTED for part in parts):
        return WAITING
    if mine.channel is not Channel.PHONE:
        return SUBMITTED
    told = entering.has_secretary(mine.borrower_id)
    return (ENTERED if told else NOBODY).format("".join(words.of(mine.borrower)))
