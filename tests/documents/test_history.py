"""The journal in French."""

import pytest

from booking.documents import history


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name", "", "rien"),
        ("renew_on", None, "rien"),
        ("renew_on", "2027-03-01", "1er mars 2027"),
        ("hidden", True, "oui"),
        ("purchase_cents", 125_000, "1\u202f250,00\xa0€"),
        ("kinds", ["commune", "epci"], "commune, epci"),
        ("quota_loans", 3, "3"),
        ("stage", "suspended", "Suspendu"),
        ("formality", "slip", "bon de prêt"),
        ("legal_basis", None, "rien"),
        ("tracking", "bulk", "en nombre"),
    ],
)
def test_a_value_is_said_as_people_write_it(name: str, value: object, said: str) -> None:
    ((_, before, after),) = history.changes({"changes": {name: [value, value]}})

    assert (before, after) == (said, said)


def test_an_act_without_change_has_none() -> None:
    assert history.changes({"reason": "Trop tard."}) == ()
    assert history.sentence("approve") == "a validé"
