"""What is said of signatures: the sentence one agrees to, and the evidence of each."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from booking.documents import words
from booking.documents.paper import Evidence
from booking.handling import Direction

CONSENT = "J’ai lu en entier ce qui précède et je le signe {sides}."
LONGEST_CONSENT = 300
"""What the tables keep of the sentence."""
TOLD = "Le signataire suivant est prévenu."
UNREACHED = "Un signataire suivant n’a pas d’adresse électronique : il signe sur papier."
UNNAMED = "signature tracée, nom non écrit"


def consent(*sides: tuple[str, str]) -> str:
    """Return the sentence that who signs agrees to.

    A side is in whose name one signs and, when it is another's, the act that lets one: left out
    where the sentence could not be kept whole, for the evidence cites it beside.
    """
    named = [f"pour {name}{f', par {act}' if act else ''}" for name, act in sides]
    said = CONSENT.format(sides=", et ".join(named))
    if len(sides) == 1 and sides[0][1] and len(said) > LONGEST_CONSENT:
        return consent((sides[0][0], ""))
    return said


def consent_at_counter(organization: str, *, drawn: bool) -> str:
    """Return what was agreed to by who signed at the counter, and how."""
    how = "signature tracée à l’écran" if drawn else "accord donné sans tracé"
    return f"J’ai vu le matériel avec l’autre personne et je signe pour {organization} ({how})."


def drawn_by(name: str) -> str:
    """Return who signed at the counter, where a drawing may be all that is known."""
    return name or UNNAMED


def at_counter(direction: Direction, *, borrows: bool) -> str:
    """Return as what somebody signs who was there when things passed the counter."""
    receives = borrows is (direction is Direction.OUT)
    if receives:
        return "reçoit le matériel"
    return "rend le matériel" if borrows else "remet le matériel"


def many(count: int) -> str:
    """Return the words of the button that signs what is chosen of so many papers."""
    return "Signer ce document" if count == 1 else "Signer les documents cochés"


def signed(count: int, left: int, *, reached: bool = True) -> str:
    """Return what is said once so many papers are signed, some of which others still sign.

    Not `reached`: nobody has an address to whom one of them goes next.
    """
    said = "Votre signature est enregistrée."
    if left == 0:
        return f"{said} {'Il est signé' if count == 1 else 'Ils sont signés'} de tous."
    if left == count:
        return f"{said} {TOLD if reached else UNREACHED}"
    whole = count - left
    of_all = f"{whole} documents sont signés" if whole > 1 else "Un document est signé"
    if not reached:
        return f"{said} {of_all} de tous. {UNREACHED}"
    return f"{said} {of_all} de tous ; pour le reste, le signataire suivant est prévenu."


def deposited(left: int, *, reached: bool = True) -> str:
    """Return what is said once a scan is brought."""
    next_one = TOLD if reached else UNREACHED
    after = next_one if left else "Le document est signé de tous."
    return f"L’exemplaire signé est déposé. {after}"


def digest(content: Mapping[str, Any] | None) -> str:
    """Return the SHA-256 of the frozen words of a paper, however the database writes them."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


class Held(Protocol):
    """A mandate: who holds it, as what, by which act, by whose delegation."""

    holder: Any
    title: Any
    act: Any
    delegated_by: Any


def mandate(held: Held | None) -> str:
    """Return under whose mandate a signature is given, "" when none is known."""
    if held is None:
        return ""
    given = f"délégation reçue de {held.delegated_by}" if held.delegated_by else ""
    return f"mandat de {', '.join(filter(None, (held.holder, held.title, held.act, given)))}"


def evidence(
    of: tuple[str, str], by: tuple[str, str], local: datetime, means: str, **more: str
) -> Evidence:
    """Return how one signature was given; `of` is (part, organization), `by` (name, title)."""
    return Evidence(*of, *by, means=means, at=words.moment(local), **more)


def by_hand(
    of: tuple[str, str], by: tuple[str, str], local: datetime, means: str, **more: str
) -> Evidence:
    """Return how a signature was given on paper: its day, and the digest of the scan."""
    said = f"signature manuscrite, {means}, exemplaire numérisé"
    return Evidence(*of, *by, means=said, at=words.day(local.date()), **more)
