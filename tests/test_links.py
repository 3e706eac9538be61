"""Signed links and derived secrets."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.links import ERRAND, INVITATION, RESET, VALID, Errand, Signer, Signing

NOW = datetime(2026, 12, 4, 9, tzinfo=UTC)
SIGNER = Signer("secret")


@pytest.mark.parametrize(("purpose", "days"), [(INVITATION, 7), (RESET, 1)])
def test_a_link_says_whom_it_is_for_until_a_date(purpose: str, days: int) -> None:
    token = SIGNER.sign(purpose, 7, "stamp", NOW)

    assert VALID[purpose] == timedelta(days=days)
    assert SIGNER.read(purpose, token, NOW + VALID[purpose]) == (7, "stamp")
    assert SIGNER.read(purpose, token, NOW + VALID[purpose] + timedelta(seconds=1)) is None


def test_a_link_of_another_purpose_or_installation_is_false() -> None:
    token = SIGNER.sign(INVITATION, 7, "stamp", NOW)

    assert SIGNER.read(RESET, token, NOW) is None
    assert Signer("other").read(INVITATION, token, NOW) is None
    assert SIGNER.read(INVITATION, token[:-1], NOW) is None


def test_a_derived_secret_is_stable_and_its_own() -> None:
    assert SIGNER.derive("feed", 7, "key") == SIGNER.derive("feed", 7, "key")
    others = {SIGNER.derive("feed", 8, "key"), SIGNER.derive("feed", 7, "clé")}
    assert SIGNER.derive("feed", 7, "key") not in others | {
        Signer("other").derive("feed", 7, "key")
    }


def test_an_errand_says_one_act_of_one_person_until_an_instant() -> None:
    errand = Errand("cancel", 12, 7, 3)
    token = SIGNER.sign_errand(errand, NOW)

    assert SIGNER.read_errand(token, NOW - timedelta(seconds=1)) == errand
    assert SIGNER.read_errand(token, NOW) is None
    assert SIGNER.read_errand(token[:-1], NOW - timedelta(days=1)) is None
    assert Signer("other").read_errand(token, NOW - timedelta(days=1)) is None
    assert SIGNER.read_errand(SIGNER.sign(RESET, 7, "stamp", NOW), NOW) is None
    assert ERRAND not in VALID


def test_a_link_to_sign_names_each_signature_with_its_stamp_until_an_instant() -> None:
    signing = Signing(((12, "a"), (13, "b")))
    token = SIGNER.sign_signing(signing, NOW)

    assert SIGNER.read_signing(token, NOW - timedelta(seconds=1)) == signing
    assert SIGNER.read_signing(token, NOW) is None
    assert SIGNER.read_signing(token[:-1], NOW - timedelta(days=1)) is None
    assert Signer("other").read_signing(token, NOW - timedelta(days=1)) is None
    errand = SIGNER.sign_errand(Errand("cancel", 12, 7, 3), NOW)
    assert SIGNER.read_signing(errand, NOW - timedelta(days=1)) is None
