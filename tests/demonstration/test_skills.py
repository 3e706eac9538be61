"""Who may drive, lift and fly in the demonstration, and who is away."""

from datetime import timedelta

import pytest

from booking import clock
from booking.demonstration.people import DRIVER, OFFICE
from booking.demonstration.skills import DRIVER_COPY, PILOT_COPY, REGISTERS
from booking.fitness import Skill
from booking.queries import absences, qualifications
from booking.usecases import demonstration
from booking.usecases.demonstration import player
from booking.vocabulary import Standing

BORROWERS = [who for who in REGISTERS if who.startswith("secretaire@")]


@pytest.mark.usefixtures("loaded")
def test_whoever_borrows_has_people_for_the_machines() -> None:
    for who in BORROWERS:
        register = qualifications.of_organization(player(who))
        held = {each.skill for each in register if each.standing is Standing.CURRENT}
        assert {Skill.DRIVING, Skill.CACES_R486, Skill.LICENCE_BE, Skill.ELECTRICAL} <= held, who
        assert not [each for each in register if " " not in each.holder and each.unit]


@pytest.mark.usefixtures("loaded")
def test_one_right_ends_soon_and_one_is_over() -> None:
    register = qualifications.of_organization(player("secretaire@querenaing"))

    standings = [each.standing for each in register]
    assert standings.count(Standing.ENDING) == 1
    assert standings.count(Standing.OVER) == 1


@pytest.mark.usefixtures("loaded")
def test_who_operates_has_papers_and_the_driver_is_away_one_morning() -> None:
    (pilot,) = qualifications.of_organization(player(OFFICE))
    employer = player("gestionnaire@valenciennes")
    driving = qualifications.of_organization(employer)
    (driver,) = [each for each in absences.of_actor(employer) if each.number == DRIVER_COPY]
    (absence,) = driver.absences

    assert (pilot.skill, pilot.unit) == (Skill.PILOT, PILOT_COPY)
    assert {(each.skill, each.unit) for each in driving} == {
        (Skill.LICENCE_D, DRIVER_COPY),
        (Skill.DRIVER_CARD, DRIVER_COPY),
    }
    assert driver.account == demonstration.address(DRIVER)
    assert absence.ends_at - absence.starts_at == timedelta(hours=4)
    assert absence.ends_at < clock.now() + timedelta(weeks=4)
    assert not absence.dangers
