"""Who reads a note, and to which side a message goes."""

from booking.rules import access
from booking.rules.access import Actor, Parties


def reads_notes(actor: Actor, thing: Parties) -> bool:
    """Tell whether the actor reads the notes of the lender's side: the borrower never does."""
    borrows = actor.organization_id == thing.borrower_id != thing.manager_id
    return not borrows and access.may(actor, "reservation.see_notes", thing)


def goes_to(actor: Actor, thing: Parties) -> frozenset[str]:
    """Return the sides that a message of the actor is for, "borrower" and "lender".

    An owner who does not answer for the pool stands between both, and writes to both.
    """
    if actor.organization_id == thing.borrower_id != thing.manager_id:
        return frozenset({"lender"})
    if access.may(actor, "reservation.see_notes", thing):
        return frozenset({"borrower"})
    return frozenset({"borrower", "lender"})
