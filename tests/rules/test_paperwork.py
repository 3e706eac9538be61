"""Which paper a loan takes, and what each kind is drafted from."""

import pytest

from booking.documents import wordings
from booking.paperwork import STANDALONE, PaperKind
from booking.rules.paperwork import (
    DRAFTED,
    FIELDS,
    NEEDED,
    Drafted,
    kind_for,
    needs_act,
)
from booking.vocabulary import Formality


@pytest.mark.parametrize(
    ("formalities", "framework", "kind"),
    [
        ([Formality.SLIP], True, PaperKind.SLIP),
        ([Formality.SIMPLE, Formality.SLIP], True, PaperKind.SLIP),
        ([Formality.SLIP], False, None),
        ([], False, None),
        ([Formality.SLIP, Formality.FULL], True, PaperKind.LOAN),
        ([Formality.FULL], False, PaperKind.LOAN),
    ],
)
def test_a_loan_takes_the_paper_of_what_is_strictest_in_it(
    formalities: list[Formality], framework: bool, kind: PaperKind | None
) -> None:
    assert kind_for(formalities, framework=framework) is kind


def test_what_is_needed_is_asked() -> None:
    for kind, names in NEEDED.items():
        assert set(names) <= set(FIELDS[kind])
    assert FIELDS.keys() <= set(DRAFTED)


def test_a_draft_says_what_it_lacks() -> None:
    assert Drafted(PaperKind.FRAMEWORK, partner=1).lacking == ["ends_on"]
    assert Drafted(PaperKind.CO_OWNERSHIP).lacking == ["pool", "acts_of", "ends_on"]
    assert Drafted(PaperKind.INCIDENT).lacking == []


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (PaperKind.LOAN, True),
        (PaperKind.FRAMEWORK, True),
        (PaperKind.AMENDMENT, True),
        (PaperKind.REPORT_OUT, False),
        (PaperKind.AID_VALUE, False),
        (PaperKind.INSURANCE, False),
    ],
)
def test_what_binds_needs_an_act(kind: PaperKind, wanted: bool) -> None:
    assert needs_act(kind) is wanted


@pytest.mark.parametrize("kind", STANDALONE)
def test_what_a_kind_prints_of_its_end_is_asked_when_it_is_drafted(kind: PaperKind) -> None:
    said = " ".join(each.text for each in wordings.shipped(kind).articles)

    assert ("{fin}" in said) is ("ends_on" in NEEDED[kind])
