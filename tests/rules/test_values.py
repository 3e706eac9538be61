"""What each column's cell means."""

from typing import Any

import pytest

from booking.fitness import Equipment
from booking.rules.cells import Cell, Misread
from booking.rules.columns import COLUMNS
from booking.rules.values import READERS
from booking.vocabulary import Formality, LifeStage, Tracking


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("tracking", "lot", Tracking.BULK),
        ("tracking", "En nombre", Tracking.BULK),
        ("tracking", "non", Tracking.BULK),
        ("tracking", "unité", Tracking.NUMBERED),
        ("tracking", "oui", Tracking.NUMBERED),
        ("stage", "Suspendu", LifeStage.SUSPENDED),
        ("formality", "Bon de prêt", Formality.SLIP),
        ("requirements", "permis BE|contrôle 12 mois", ("permis BE", "contrôle 12 mois")),
        ("companion", "télépilote obligatoire", (("Télépilote", True),)),
        ("companion", "conducteur facultatif", (("Conducteur", False),)),
        ("companion", "conducteur", (("Conducteur", False),)),
        ("quantity", "12 u", 12),
        ("equipment", "Nacelle élévatrice", Equipment.PLATFORM),
        ("equipment", "chapiteau", Equipment.TENT),
        ("equipment", "aucun", None),
    ],
)
def test_a_cell_means(field: str, cell: Cell, value: Any) -> None:
    assert READERS[field](cell) == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("tracking", "à la louche"),
        ("stage", "neuf"),
        ("equipment", "chaise"),
        ("reference", "x" * 31),
        ("requirements", "x" * 161),
        ("quantity", "2 000 000"),
    ],
)
def test_a_cell_that_means_nothing_is_refused(field: str, cell: Cell) -> None:
    with pytest.raises(Misread):
        READERS[field](cell)


def test_every_column_is_read() -> None:
    resolved = {"pool", "owner", "depot"}
    assert set(READERS) | resolved == {column.field for column in COLUMNS}
