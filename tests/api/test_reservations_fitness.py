"""What is judged of a reservation, for programs: the same verdicts as on its page."""

from booking.fitness import Skill
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.usecases import asking
from tests.api.program import Program, wish
from tests.factories import asked, keep
from tests.fitness import CHECK, day, inspect, loan, platform_in, qualify
from tests.pages.place import Place, as_actor


def make_platform(place: Place) -> Item:
    """Make a platform of Maing's pool, which lends from one day to the next."""
    place.pool.notice_days = 0
    keep(place.pool)
    return platform_in(place.pool, as_actor(place.manager))


def test_the_verdicts_are_read_by_the_parties_alone(program: Program, place: Place) -> None:
    platform = make_platform(place)
    inspect(platform, day(5))
    who = as_actor(place.secretary)
    asking.request(who, asked((platform, 1), period=loan(who, 10, 12)))
    reader = program.of(place.secretary)
    (mine,) = reader.get("/reservations")["reservations"]
    address = f"/reservations/{mine['id']}/verdicts"

    found = {each["requirement"]: each for each in reader.get(address)["verdicts"]}

    assert found[CHECK]["level"] == "owed"
    assert found[CHECK]["by"] == day(10).isoformat()
    assert found[CHECK]["until"] == day(5).isoformat()
    assert "vérification générale périodique" in found[CHECK]["text"]
    program.of(place.neighbour).get(address, 404)


def test_a_refusal_names_the_control_and_offers_periods(program: Program, place: Place) -> None:
    platform = make_platform(place)
    inspect(platform, day(11))
    period = loan(as_actor(place.secretary), 10, 12)
    ends = {"starts_at": period.starts_at.isoformat(), "ends_at": period.ends_at.isoformat()}

    problem = program.of(place.secretary).post(
        "/reservations", wish((platform.reference, 1)) | ends, 409
    )

    assert problem["code"] == "not_enough_available"
    assert problem["shortages"][0]["due_on"] == day(11).isoformat()
    assert problem["alternatives"]


def test_what_blocks_is_waived_by_a_manager_with_a_reason(program: Program, place: Place) -> None:
    platform = make_platform(place)
    inspect(platform, day(200), day=day(-90))
    qualify(place.borrower, Skill.DRIVING)
    who = as_actor(place.secretary)
    asking.request(who, asked((platform, 1), period=loan(who, 10, 12)))
    inspect(platform, day(11), day=day(0))
    manager = program.of(place.manager)
    (mine,) = program.of(place.secretary).get("/reservations")["reservations"]
    address = f"/reservations/{mine['id']}"

    problem = manager.post(f"{address}/approve", {}, 409)
    assert problem["code"] == "unfit"
    assert [each["requirement"] for each in problem["reasons"]] == [CHECK]
    waived = {"requirement": CHECK, "reason": "Contrôle le 11 au matin"}
    program.of(place.secretary).post(f"{address}/override", waived, 403)
    manager.post(f"{address}/override", {"requirement": CHECK}, 422)
    manager.post(f"{address}/override", waived, 200)
    assert manager.post(f"{address}/approve", {}, 200)["status"] == "approved"

    found = {each["requirement"]: each for each in manager.get(f"{address}/verdicts")["verdicts"]}
    assert found[CHECK]["level"] == "overridden"
    assert (found[CHECK]["overridden_by"], found[CHECK]["why"]) == (
        "Bruno Lefebvre",
        "Contrôle le 11 au matin",
    )


def test_a_paper_seen_is_noted(program: Program, place: Place) -> None:
    label = keep(Requirement(item_id=place.chairs.id, label="clé du local"))
    mine = place.approved()
    address = f"/reservations/{mine.id}/papers-seen"
    technician = program.of(place.technician)

    problem = technician.post(address, {"requirement": "tent_check"}, 409)
    assert problem["code"] == "not_asked"
    technician.post(address, {"requirement": "insurance"}, 409)
    technician.post(address, {"requirement": str(label.id)}, 200)
