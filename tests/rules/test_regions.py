"""School zones and regions of public holidays, by department."""

from collections import Counter
from datetime import date

import holidays
import pytest

from booking.queries.figures import rows
from booking.rules.regions import SCHOOL_ZONES, holiday_region, school_zone


@pytest.mark.parametrize(
    ("department", "zone"),
    [("59", "B"), ("33", "A"), ("75", "C"), ("39", "A"), ("57", "B"), ("2A", ""), ("974", "")],
)
def test_a_department_has_the_zone_of_its_academie(department: str, zone: str) -> None:
    assert school_zone(department) == zone


def test_every_department_of_the_mainland_has_one_zone() -> None:
    named = Counter(each for zone in SCHOOL_ZONES.values() for each in zone.split())
    official = {row["department"] for row in rows("communes-2026")}

    mainland = {each for each in official if len(each) == 2} - {"2A", "2B"}
    assert set(named) == mainland
    assert set(named.values()) == {1}


@pytest.mark.parametrize(
    ("department", "region"),
    [("57", "57"), ("67", "6AE"), ("68", "6AE"), ("974", "974"), ("976", "976"), ("59", "")],
)
def test_a_region_is_one_that_the_library_knows(department: str, region: str) -> None:
    assert holiday_region(department) == region
    assert holidays.country_holidays("FR", subdiv=region or None, years=2027)


def test_saint_stephen_is_a_holiday_in_moselle_as_in_alsace() -> None:
    for department in ("57", "67"):
        found = holidays.country_holidays("FR", subdiv=holiday_region(department), years=2027)
        assert date(2027, 12, 26) in found
