"""Which pool, depot or organization a spreadsheet means, and which is nearest when none is."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction

from booking.rules.cells import Cell, Misread, fold, number, text

BEFORE = re.compile(r"^(?:commune|mairie|ville|communaute d agglomeration) (?:de la|de|du|d) ")
SHARE = re.compile(r"([\d.,]{1,40})\s{0,9}%\Z|(\d{1,9})/(\d{1,9})\Z")
LARGEST = 2**31 - 1
"""What the parts of a fraction may be: the columns that keep them hold no more."""
Shares = tuple[tuple[int, int, int], ...]
"""Of each co-owner: organization, numerator, denominator."""


class Names:
    """Things known by name; two that bear the same are told apart by their number only."""

    def __init__(self, labels: Mapping[int, str], numbers: Mapping[str, int] | None = None) -> None:
        self.labels = labels
        self._ids: dict[str, list[int]] = {}
        for each, label in labels.items():
            self._ids.setdefault(fold(label), []).append(each)
        self._numbers = {fold(number): each for number, each in (numbers or {}).items()}
        self._unknown: dict[str, str] = {}

    def find(self, said: str) -> int:
        """Return what bears a name or a number; raises Misread with the nearest name known."""
        asked = fold(said)
        found = self._ids.get(asked) or self._ids.get(BEFORE.sub("", asked), [])
        if len(found) > 1:
            raise Misread("ambiguous_name", said=said[:80])
        if not found and (numbered := self._numbers.get(asked.replace(" ", ""))):
            return numbered
        if not found:
            nearest = self._nearest(asked)
            raise Misread("nearest" if nearest else "unknown", said=said[:80], nearest=nearest)
        return found[0]

    def _nearest(self, asked: str) -> str:
        if asked not in self._unknown:
            close = get_close_matches(asked, self._ids, 1, 0.6) or [
                each for each in self._ids if asked and (asked in each or each in asked)
            ]
            self._unknown[asked] = self.labels[self._ids[close[0]][0]] if close else ""
        return self._unknown[asked]


def owners(cell: Cell, names: Names, manager_id: int) -> tuple[int, Shares]:
    """Return the owner, and of co-owners the exact shares; the manager leads if it is one.

    Raises Misread when a name or the sum of shares is wrong.
    """
    said = text(cell)
    if "%" not in said and "|" not in said:
        return names.find(said), ()
    shares = []
    for part in filter(None, (each.strip() for each in re.split(r"[|\n]", said))):
        read = SHARE.search(part)
        if not read or (read[3] and not int(read[3])):
            raise Misread("shares", said=said[:80])
        share = Fraction(number(read[1])) / 100 if read[1] else Fraction(int(read[2]), int(read[3]))
        name = part[: read.start()].rstrip(": \t")
        shares.append((names.find(name), share.numerator, share.denominator))
    whole = sum(Fraction(over, under) for _, over, under in shares)
    if (
        whole != 1
        or min(over for _, over, _ in shares) < 1
        or max(under for _, _, under in shares) > LARGEST
        or len({each for each, _, _ in shares}) != len(shares)
    ):
        raise Misread("shares", said=said[:80])
    ids = [each for each, _, _ in shares]
    return (manager_id if manager_id in ids else ids[0]), tuple(sorted(shares))


def founder(said: str, organizations: Names) -> int:
    """Return the commune whose name begins that of a new depot ("Maing – atelier"); or Misread."""
    name, _, rest = re.sub(r"\s[-—]\s", " – ", said).partition(" – ")
    if not rest:
        raise Misread("unknown", said=said[:80], nearest="")
    return organizations.find(name)


def owners_said(owner_id: int, shares: Shares, labels: Mapping[int, str]) -> str:
    """Return the owner, or the co-owners with their exact shares, as a cell has them."""
    if not shares:
        return labels[owner_id]
    return " | ".join(f"{labels[each]} {_part(over, under)}" for each, over, under in shares)


def _part(over: int, under: int) -> str:
    """Return a share as a percentage when one is exact, else as a fraction."""
    percent = Fraction(100 * over, under)
    if (percent * 100).denominator != 1:
        return f"{over}/{under}"
    return f"{float(percent):.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"
