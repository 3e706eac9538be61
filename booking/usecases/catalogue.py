"""Bringing an inventory in at once, as the operator and the demonstration do."""

from booking import journal
from booking.documents import sheets
from booking.documents.inventory import sentence
from booking.errors import Invalid
from booking.queries import inventory as readings
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.inventory import Choices
from booking.usecases import inventory, usecase

WHOLE = Choices(new_depots=True, published=True)


@usecase()
def load_inventory(
    actor: Actor, territory_id: int, content: bytes, choices: Choices = WHOLE
) -> int:
    """An inventory is brought in, whole or not at all; what is as it says stays as it is.

    Raises Invalid naming each line that cannot be read; then nothing is stored.
    """
    access.require(actor, "inventory.load", Parties(territory_id, manager_id=actor.organization_id))
    whole = readings.lines(actor, territory_id, sheets.read(content), choices)
    rows = inventory.plan_locked(actor, territory_id, whole, choices)
    wrong = [sentence(row.number, each, whole.header) for row in rows for each in row.problems]
    if wrong:
        raise Invalid("inventory_unreadable", lines=wrong)
    inventory.write(actor, territory_id, rows)
    counts = dict(readings.summary(rows))
    if counts["create"] or counts["change"]:
        journal.record(
            actor, "load", "inventory", territory_id, territory_id=territory_id, **counts
        )
    return territory_id
