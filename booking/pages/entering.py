"""What a manager enters by telephone: for whom it may be, and what is said once it is done."""

from collections.abc import Collection, Sequence

from booking.dealings import Channel
from booking.documents import words
from booking.period import Period
from booking.queries import entering, reservations
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Status

SUBMITTED = "Votre demande est déposée. Le matériel est retenu jusqu’à la réponse."
AT_ONCE = "Votre demande est validée dès maintenant, selon la règle {}."
WAITING = "Votre demande est inscrite sur la liste d’attente : rien n’est encore retenu."
PARTLY = "Votre demande est déposée ; une partie est en liste d’attente, où rien n’est retenu."
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
    if mine.channel is not Channel.PHONE:
        return _standing(parts)
    told = entering.has_secretary(mine.borrower_id)
    return (ENTERED if told else NOBODY).format("".join(words.of(mine.borrower)))


def _standing(parts: Sequence[ReservationView]) -> str:
    """Return what became of one's own request: what is said to be held really is."""
    states = {each.status for each in parts}
    if Status.WAITLISTED in states:
        return PARTLY if len(states) > 1 else WAITING
    rules = {each.by_rule for each in parts}
    return AT_ONCE.format(rules.pop()) if len(rules) == 1 and all(rules) else SUBMITTED
