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
        ("kinds", ["commune", "epci"], "commune, intercommunalité"),
        ("quota_loans", 3, "3"),
        ("function", "technical", "services techniques"),
        ("stage", "suspended", "Suspendu"),
        ("formality", "slip", "bon de prêt"),
        ("legal_basis", None, "rien"),
        ("tracking", "bulk", "en nombre"),
        ("equipment", "tent", "tente ou chapiteau"),
        ("equipment", "tente ou chapiteau", "tente ou chapiteau"),
        ("people", 0, "0"),
    ],
)
def test_a_value_is_said_as_people_write_it(name: str, value: object, said: str) -> None:
    ((_, before, after),) = history.changes({"changes": {name: [value, value]}})

    assert (before, after) == (said, said)


def test_an_act_without_change_has_none() -> None:
    assert history.changes({"reason": "Trop tard."}) == ()
    assert history.sentence("approve") == "a validé"


@pytest.mark.parametrize(
    ("act", "thing", "facts", "said"),
    [
        ("add", "mandate", {"name": "Ana"}, "a ajouté un représentant : Ana"),
        ("edit", "contact", {}, "a modifié un contact"),
        ("edit", "organization", {}, "a modifié"),
        ("remove_contact", "organization", {}, "a retiré un contact"),
    ],
)
def test_among_several_kinds_of_things_each_is_named(
    act: str, thing: str, facts: dict[str, str], said: str
) -> None:
    assert history.sentence_on(act, thing, facts) == said
