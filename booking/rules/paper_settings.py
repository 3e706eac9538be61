"""What an EPCI may settle for the papers of its territory, and what of it is worth keeping."""

from collections.abc import Mapping
from dataclasses import dataclass

from booking.paperwork import SHEETS, WAYS, Means, PaperKind
from booking.rules.signatures import admitted

SIGNED = tuple(kind for kind in PaperKind if kind not in SHEETS)
"""The kinds of paper that somebody signs."""


@dataclass(frozen=True)
class Settled:
    """Whether an act is required before signing, whether owners word, and how each kind is signed.

    `admitted` gives the ways of every kind that is signed.
    """

    needs_act: bool
    owners_word: bool
    admitted: tuple[tuple[PaperKind, tuple[Means, ...]], ...]


def ways(kind: PaperKind, chosen: Mapping[str, list[str]]) -> tuple[Means, ...]:
    """Return how a kind of paper that nobody pays for may be signed, in the order of the list."""
    found = admitted(kind, paid=False, chosen=chosen)
    return tuple(each for each in WAYS if each in found)


def apart(settled: Settled) -> dict[str, list[str]]:
    """Return the ways of the kinds that are not signed as shipped, as they are kept.

    A kind signed as shipped follows what is shipped: paid for, it stays on paper.
    """
    return {
        kind.value: [each.value for each in WAYS if each in means]
        for kind, means in settled.admitted
        if frozenset(means) != frozenset(ways(kind, {}))
    }


def unsigned(settled: Settled) -> list[PaperKind]:
    """Return the kinds that nobody could sign any more."""
    given = dict(settled.admitted)
    return [kind for kind in SIGNED if not given.get(kind)]
