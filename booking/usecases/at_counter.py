"""Signatures given at the counter: kept with the report of what passed there."""

from booking.documents import reports
from booking.documents import signing as words
from booking.models.conventions import Convention, Signature
from booking.models.loans import Passage
from booking.paperwork import Means, Part, SignState
from booking.queries import signatures as readings
from booking.rules.reports import has_signed, is_told


def give(paper: Convention) -> None:
    """Keep what was signed when things passed the counter, where a screen may serve to sign.

    Who was there signs, whatever mandate they hold: it is on what they saw (domain § 2.3, art. 7).
    """
    passage = paper.passage
    if passage is None or not is_told(passage) or Means.SCREEN not in readings.ways(paper):
        return
    for each in paper.signatures:
        if each.part is not Part.BORROWER or has_signed(passage):
            _sign(each, passage, paper)


def _sign(signature: Signature, passage: Passage, paper: Convention) -> None:
    borrows = signature.part is Part.BORROWER
    drawn = passage.borrower_drawn if borrows else passage.keeper_drawn
    signature.state, signature.means, signature.at = SignState.SIGNED, Means.COUNTER, passage.at
    name = passage.borrower_name if borrows else passage.keeper_name
    signature.name = words.drawn_by(reports.drawable(name))
    signature.title = words.at_counter(passage.direction, borrows=borrows)
    signature.drawn, signature.sha256 = drawn, paper.sha256
    signature.user_id = None if borrows else passage.by_id
    signature.consent = words.consent_at_counter(signature.organization.name, drawn=bool(drawn))
