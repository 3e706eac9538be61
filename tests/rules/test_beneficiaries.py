"""For whom: what is said of each beneficiary, and what none of it prevents."""

from datetime import date

import pytest

from booking.rules.beneficiaries import judge, needs_elected
from booking.rules.terms import blocking
from booking.vocabulary import BeneficiaryKind

COMMITTED = date(2024, 3, 1)
MAYOR = "Jeanne Thuillier, maire"


@pytest.mark.parametrize(
    ("kind", "committed", "elected", "said"),
    [
        (BeneficiaryKind.COMMUNE, None, "", []),
        (BeneficiaryKind.ASSOCIATION, COMMITTED, "", [("engagement_held", "ok")]),
        (BeneficiaryKind.ASSOCIATION, None, "", [("engagement_missing", "warn")]),
        (BeneficiaryKind.CANDIDATE, None, "", [("elected_decides", "info")]),
        (BeneficiaryKind.CANDIDATE, None, MAYOR, [("elected_decided", "ok")]),
        (BeneficiaryKind.WORSHIP, None, "", [("elected_decides", "info")]),
        (BeneficiaryKind.WORSHIP, None, MAYOR, [("elected_decided", "ok")]),
    ],
)
def test_what_is_said_of_a_beneficiary_never_blocks(
    kind: BeneficiaryKind, committed: date | None, elected: str, said: list[tuple[str, str]]
) -> None:
    found = judge(kind, committed, elected)

    assert [(each.code, each.level) for each in found] == said
    assert blocking(found) == []
    assert all(each.facts["source"] for each in found), "the law is named"


@pytest.mark.parametrize(
    ("kind", "elected", "needed"),
    [
        (BeneficiaryKind.COMMUNE, "", False),
        (BeneficiaryKind.ASSOCIATION, "", False),
        (BeneficiaryKind.CANDIDATE, "", True),
        (BeneficiaryKind.CANDIDATE, MAYOR, False),
        (BeneficiaryKind.WORSHIP, "", True),
    ],
)
def test_an_elected_person_is_named_where_only_one_decides(
    kind: BeneficiaryKind, elected: str, needed: bool
) -> None:
    assert needs_elected(kind, elected) is needed
