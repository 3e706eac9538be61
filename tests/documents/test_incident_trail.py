"""What the journal tells of incidents."""

from booking.documents import history
from booking.documents.incident_trail import ACTS


def test_each_act_on_an_incident_is_told() -> None:
    assert {each: history.sentence(each) for each in ACTS} == ACTS


def test_an_estimate_and_who_should_pay_are_told_in_words() -> None:
    changes = {"estimate_cents": [None, 4550], "charged": [None, "borrower"]}

    assert history.changes({"changes": changes}) == (
        ("estimation", "rien", "45,50\xa0€"),
        ("imputation proposée", "rien", "l’emprunteur"),
    )
