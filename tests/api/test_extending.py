"""A program asks to keep longer what is out."""

from datetime import timedelta

from tests.api.program import Program
from tests.pages.place import Place


def test_a_program_asks_for_more_time(program: Program, place: Place) -> None:
    mine = place.out()
    later = (mine.ends_at + timedelta(days=1)).isoformat()

    done = program.of(place.secretary).post(
        f"/reservations/{mine.id}/extend", {"ends_at": later, "reason": "La fête dure."}
    )

    assert done["status"] == "out"
    assert "withdraw_change" in done["possible"]
