"""What the EPCI settles for every paper of its territory."""

from booking import journal
from booking.db import db
from booking.errors import Invalid
from booking.models.organizations import Territory
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.paper_settings import SIGNED, Settled, apart, unsigned, ways
from booking.usecases import usecase

NO_WAY = ["Gardez au moins une façon de signer."]


@usecase()
def set_papers(actor: Actor, settled: Settled, *, key: str | None = None) -> int:
    """The EPCI says whether an act is required, whether owners word, how each paper is signed."""
    access.require(actor, "papers.set", Parties(actor.territory_id))
    if lost := unsigned(settled):
        raise Invalid("invalid", errors={f"admitted_{kind}": NO_WAY for kind in lost})
    mine = db.session.get_one(
        Territory, actor.territory_id, with_for_update=True, populate_existing=True
    )
    before = _facts(mine)
    mine.needs_act, mine.owners_word = settled.needs_act, settled.owners_word
    mine.admitted = apart(settled)
    changes = {name: [before[name], value] for name, value in _facts(mine).items()}
    changes = {name: both for name, both in changes.items() if both[0] != both[1]}
    if changes:
        journal.record(actor, "set_papers", "territory", mine.id, changes=changes)
    return mine.id


def _facts(mine: Territory) -> dict[str, object]:
    """Return what is settled, as the journal keeps it."""
    return {"needs_act": mine.needs_act, "owners_word": mine.owners_word} | {
        f"signed_{kind}": [each.value for each in ways(kind, mine.admitted)] for kind in SIGNED
    }
