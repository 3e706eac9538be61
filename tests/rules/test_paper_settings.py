"""What of the ways to sign is kept, and what nobody could sign."""

from booking.paperwork import SHEETS, Means, PaperKind
from booking.rules.paper_settings import SIGNED, Settled, apart, unsigned, ways
from booking.rules.signatures import admitted

SHIPPED = {kind: ways(kind, {}) for kind in SIGNED}


def settled(**changed: tuple[Means, ...]) -> Settled:
    chosen = SHIPPED | {PaperKind(name): means for name, means in changed.items()}
    return Settled(True, False, tuple(chosen.items()))


def test_sheets_are_signed_by_nobody() -> None:
    assert set(SIGNED) | set(SHEETS) == set(PaperKind)
    assert ways(PaperKind.FRAMEWORK, {}) == (Means.PAPER, Means.BOOK)


def test_only_what_differs_from_what_is_shipped_is_kept() -> None:
    assert apart(settled()) == {}
    assert apart(settled(slip=(Means.PAPER, Means.SCREEN))) == {"slip": ["screen", "paper"]}


def test_a_kind_left_as_shipped_stays_on_paper_when_it_is_paid_for() -> None:
    kept = apart(settled(framework=(Means.BOOK,)))
    assert admitted(PaperKind.LOAN, paid=True, chosen=kept) == {Means.PAPER, Means.BOOK}
    assert admitted(PaperKind.FRAMEWORK, paid=False, chosen=kept) == {Means.BOOK}


def test_a_kind_without_any_way_is_named() -> None:
    assert unsigned(settled()) == []
    assert unsigned(settled(incident=())) == [PaperKind.INCIDENT]
    assert unsigned(Settled(True, True, ())) == list(SIGNED)
