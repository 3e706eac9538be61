"""What one may do without, and what never waits."""

import pytest

from booking.rules.preferences import AT_ONCE, AWAITING, INVITING, OPTIONAL, Wants, kept
from booking.vocabulary import MailKind

ALL = frozenset(kind.value for kind in MailKind)
DAILY = Wants(daily=True)

NEVER_MUTED = (
    MailKind.INVITED,
    MailKind.RESET,
    MailKind.APPROVED,
    MailKind.REFUSED,
    MailKind.CANCELLED,
    MailKind.EXPIRED,
    MailKind.CHANGED,
    MailKind.CHANGE_REFUSED,
    MailKind.NEEDS_DETAILS,
    MailKind.PROPOSED,
    MailKind.OFFERED,
    MailKind.TO_ANSWER,
    MailKind.CHANGE_ASKED,
    MailKind.REMIND_ANSWER,
    MailKind.REMIND_REPLY,
    MailKind.ESCALATED,
)


@pytest.mark.parametrize("kind", NEVER_MUTED)
def test_accesses_decisions_and_questions_always_come(kind: MailKind) -> None:
    assert Wants(muted=ALL).reaches(kind)


@pytest.mark.parametrize("kind", OPTIONAL)
def test_the_rest_is_a_choice(kind: MailKind) -> None:
    assert Wants().reaches(kind)
    assert not Wants(muted=ALL).reaches(kind)


@pytest.mark.parametrize("kind", list(MailKind))
def test_nothing_waits_unless_one_chose_the_summary(kind: MailKind) -> None:
    assert not Wants().waits(kind)
    assert DAILY.waits(kind) is (kind not in AT_ONCE)


@pytest.mark.parametrize(
    "kind",
    [
        MailKind.CANCELLED,
        MailKind.CHANGED,
        MailKind.EXPIRED,
        MailKind.NEEDS_DETAILS,
        MailKind.OFFERED,
        MailKind.PROPOSED,
        MailKind.REFUSED,
    ],
)
def test_what_ends_a_loan_or_awaits_the_borrower_never_waits(kind: MailKind) -> None:
    assert not DAILY.waits(kind)


@pytest.mark.parametrize("kind", sorted(INVITING))
def test_an_invitation_goes_alone(kind: MailKind) -> None:
    assert DAILY.waits(kind) is (kind is MailKind.APPROVED)
    assert not Wants(daily=True, invitations=True).waits(kind)


def test_what_is_kept_of_a_choice_is_what_may_be_chosen() -> None:
    assert kept(["commented", "reset", "requested", "autre"]) == ["requested", "commented"]


def test_what_awaits_its_reader_cannot_be_lost_among_what_is_never_sent() -> None:
    assert not AWAITING.keys() & AT_ONCE
