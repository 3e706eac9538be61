"""The terms of a pool in plain French."""

from dataclasses import replace

import pytest

from booking.documents import pools
from booking.rules.terms import Terms
from booking.vocabulary import OrganizationKind

USUAL = Terms(
    below_population=None,
    by_list=False,
    for_associations=True,
    notice_days=2,
    answer_days=5,
    horizon_months=24,
    longest_days=30,
)
COMMUNE, CCAS, CLUB = (
    OrganizationKind.COMMUNE,
    OrganizationKind.CCAS,
    OrganizationKind.ASSOCIATION,
)


@pytest.mark.parametrize(
    ("changes", "adherents", "said"),
    [
        ({}, (), "Les communes du territoire."),
        (
            {"below_population": 5_000},
            (),
            "Les communes de moins de 5\N{NARROW NO-BREAK SPACE}000 habitants du territoire.",
        ),
        ({"kinds": (COMMUNE, CCAS, CLUB)}, (), "Les communes, CCAS et associations du territoire."),
        ({"by_list": True}, (), "Les communes membres de ce parc."),
        (
            {"by_list": True},
            ("Artres", "Maing"),
            "Les communes membres de ce parc : Artres et Maing.",
        ),
    ],
)
def test_one_reads_who_borrows(
    changes: dict[str, object], adherents: tuple[str, ...], said: str
) -> None:
    assert pools.borrowers(replace(USUAL, **changes), adherents) == said  # type: ignore[arg-type]


def test_every_term_is_a_sentence() -> None:
    found = dict(pools.lines(replace(USUAL, others_horizon_days=60, quota_loans=3)))

    assert found["Délai"] == "À demander au moins 2 jours ouvrés avant le retrait."
    assert found["Réponse"] == "Sous 5 jours ouvrés."
    assert found["Durée"] == "30 jours au plus."
    assert "au plus 60 jours avant" in found["Priorité"]
    assert found["Limite"] == "3 prêts au plus par emprunteur sur 12 mois."


def test_what_is_not_limited_is_not_said_and_one_is_singular() -> None:
    found = dict(pools.lines(replace(USUAL, notice_days=0, longest_days=1, answer_days=1)))

    assert "Priorité" not in found
    assert "Limite" not in found
    assert found["Délai"] == "Aucun."
    assert found["Réponse"] == "Sous 1 jour ouvré."
    assert found["Durée"] == "1 jour au plus."
    closed = dict(pools.lines(replace(USUAL, for_associations=False, quota_loans=1)))
    assert closed["Associations"] == "Pas de prêt pour une association."
    assert closed["Limite"].startswith("1 prêt au plus")
