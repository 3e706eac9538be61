"""What is said of signatures: the sentence one agrees to, and the evidence of each."""

from datetime import datetime

from booking.documents import words
from booking.documents.paper import Evidence

CONSENT = "J’ai lu en entier ce qui précède et je le signe pour {organization}."


def consent(organization: str) -> str:
    """Return the sentence that who signs agrees to."""
    return CONSENT.format(organization=organization)


def many(count: int) -> str:
    """Return the words of the button that signs so many papers."""
    return "Signer ce document" if count == 1 else f"Signer ces {count} documents"


def evidence(
    of: tuple[str, str], by: tuple[str, str], local: datetime, means: str, **more: str
) -> Evidence:
    """Return how one signature was given; `of` is (part, organization), `by` (name, title)."""
    return Evidence(*of, *by, means=means, at=words.moment(local), **more)
