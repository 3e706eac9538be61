"""The journal is only ever added to."""

import pytest
from sqlalchemy import delete, update

from booking import journal
from booking.db import db
from booking.models.journal import JournalEntry
from booking.rules.access import SERVICE
from tests.factories import make_territory

pytestmark = pytest.mark.usefixtures("base")


def test_a_line_tells_the_act_and_its_facts() -> None:
    territory = make_territory()
    journal.record(SERVICE, "lapse", "reservation", 7, territory_id=territory.id, reason="late")
    db.session.commit()

    (entry,) = journal.entries("reservation", 7)
    assert (entry.act, entry.facts, entry.user_id) == ("lapse", {"reason": "late"}, None)
    assert entry.territory_id == territory.id


def test_each_of_several_things_has_its_line() -> None:
    territory = make_territory()

    journal.record_each(SERVICE, "lapse", "reservation", [7, 8], territory_id=territory.id)

    assert [len(journal.entries("reservation", each)) for each in (7, 8, 9)] == [1, 1, 0]


@pytest.mark.parametrize("change", [delete(JournalEntry), update(JournalEntry).values(act="x")])
def test_nothing_is_changed_in_bulk_either(change: object) -> None:
    with pytest.raises(RuntimeError, match="never changed"):
        db.session.execute(change)  # type: ignore[call-overload]
