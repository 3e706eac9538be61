"""What stands in one cell of a spreadsheet, read as French town halls write it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from booking.letters import plain

Cell = str | int | float | date | None
"""What a spreadsheet has in a cell: text, number, day, or nothing."""

DAY_ZERO = date(1899, 12, 30)
"""From which spreadsheets count days; exact from March 1900 on."""
SERIALS = range(20_000, 80_000)  # 1954 to 2119: a smaller number is a year, or a mistake
YEARS = range(1900, 2199)
LATEST_CENTURY = 70  # "12/03/69" is 2069, "12/03/70" is 1970
MOST_CENTS = 2_000_000_000
BLANKS = frozenset({"", "-", "–", "—", "/", "n/a", "nc"})
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
UNITS = r"(?:u|ex|pce?s?|pieces?|unites?|exemplaires?|€|eur|euros?|h|heures?)"
WORD = re.compile(r"[^\W_]+")
ACTING = re.compile(r"'*[=+\-@\t\r]")
"""How a cell begins that spreadsheets would take for a formula, our apostrophe included."""
NUMERIC = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


class Misread(Exception):  # noqa: N818 # said beside its cell, it stops nothing else
    """A cell that cannot be read; `facts` say what is there."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Return a text as names are compared: no accents, capitals or punctuation, single blanks."""
    return " ".join(WORD.findall(plain(re.sub("[°º]", " ", text))))


def text(cell: Cell) -> str:
    """Return what a cell says, trimmed; whole numbers without a decimal part, days in full."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return _tidied(cell) if isinstance(cell, str) else str(cell)


@lru_cache(maxsize=8_192)
def _tidied(cell: str) -> str:
    said = tidy(cell)
    if said.casefold() in BLANKS:
        return ""
    if said.startswith('="') and said.endswith('"'):  # how spreadsheets keep "007" in a CSV
        return said[2:-1].strip()
    return bare(said).strip()


def tidy(said: str) -> str:
    """Return a text as it is compared: composed, trimmed, its lines parted one way."""
    composed = said if said.isascii() else unicodedata.normalize("NFC", said)
    return re.sub("\r\n?", "\n", composed.strip()) if "\r" in said else composed.strip()


def guarded(said: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `bare` gives it back exactly."""
    return f"'{said}" if ACTING.match(said) else said


def bare(said: str) -> str:
    """Return a text without the apostrophe that `guarded` put before it."""
    return said[1:] if said.startswith("'") and ACTING.match(said) else said


def words(cell: Cell, most: int) -> str:
    """Return a text of at most so many characters; raises Misread."""
    _refuse_formula(cell)
    return short(text(cell), most)


def line(cell: Cell, most: int) -> str:
    """Return the same on one line, whatever the cell breaks it into; raises Misread."""
    _refuse_formula(cell)
    return short(joined(text(cell)), most)


def joined(said: str) -> str:
    """Return a text on one line: names go into the heads of messages and into addresses."""
    parts = (part.strip() for part in said.replace("\t", " ").splitlines())
    return " ".join(filter(None, parts))


def short(said: str, most: int) -> str:
    """Return a text of at most so many characters; raises Misread."""
    if len(said) > most:
        raise Misread("too_long", most=most, length=len(said))
    return said


def _refuse_formula(cell: Cell) -> None:
    said = cell.strip() if isinstance(cell, str) else ""
    if said.startswith("=") and len(said) > 1 and not said.startswith('="'):
        raise Misread("formula", said=said[:40])
    if re.fullmatch(r"#[A-ZÉ0-9/!?]+[!?]?", said):
        raise Misread("error_value", said=said)


def number(cell: Cell) -> Decimal:
    """Return a number, as "1 234,50 €" or "12 pièces"; raises Misread."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    said = text(cell)
    _refuse_formula(cell)
    bare = re.sub(r"[\s'’]", "", plain(said))
    bare = re.sub(rf"^€|{UNITS}$", "", bare)
    if not NUMERIC.fullmatch(bare):
        raise Misread("number", said=said[:40])
    try:
        return Decimal(_pointed(bare, said))
    except InvalidOperation as error:
        raise Misread("number", said=said[:40]) from error


def _pointed(bare: str, said: str) -> str:
    """Return the digits with a decimal point: the last mark is it, the others part thousands."""
    marks = [each for each in bare if each in ".,"]
    if not marks:
        return bare
    whole, _, rest = bare.rpartition(marks[-1])
    if len(set(marks)) == 2:
        if marks.count(marks[-1]) > 1 or not _grouped(whole):
            raise Misread("number", said=said[:40])
        return f"{re.sub('[.,]', '', whole)}.{rest}"
    if len(marks) > 1:
        if not _grouped(bare):
            raise Misread("number", said=said[:40])
        return re.sub("[.,]", "", bare)
    if marks[0] == "." and len(rest) == 3 and whole not in ("0", "-0"):
        raise Misread("ambiguous_number", said=said[:40])
    return f"{whole}.{rest}"


def _grouped(digits: str) -> bool:
    first, *groups = re.split("[.,]", digits)
    return len(first.lstrip("+-")) <= 3 and all(len(each) == 3 for each in groups)


def whole(cell: Cell, least: int, most: int) -> int:
    """Return a whole number between two bounds; raises Misread."""
    found = number(cell)
    if found != found.to_integral_value():
        raise Misread("whole", said=text(cell)[:40])
    if not least <= found <= most:
        raise Misread("bounds", said=text(cell)[:40], least=least, most=most)
    return int(found)


def cents(cell: Cell) -> int:
    """Return an amount in cents; a number computed by the spreadsheet is rounded to them."""
    found = number(cell) * 100
    if isinstance(cell, float) and abs(found) <= MOST_CENTS:  # beyond, there is no rounding it
        found = found.quantize(Decimal(1))
    if found != found.to_integral_value():
        raise Misread("cents", said=text(cell)[:40])
    if not 0 <= found <= MOST_CENTS:
        raise Misread("amount", said=text(cell)[:40])
    return int(found)


def day(cell: Cell) -> date:
    """Return a day; a year alone is its first of January; raises Misread."""
    found = _day(cell)
    if found.year not in YEARS:
        raise Misread("day", said=text(cell)[:40])
    return found


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = text(cell)
    _refuse_formula(cell)
    if re.fullmatch(r"\d{4,5}(?:[.,]\d+)?", said):
        return _counted(int(re.split("[.,]", said)[0]), said)
    try:
        return _written(said)
    except (ValueError, OverflowError) as error:
        raise Misread("day", said=said[:40]) from error


def _counted(days: int, said: str) -> date:
    if days in YEARS:
        return date(days, 1, 1)
    if days not in SERIALS:
        raise Misread("day", said=said[:40])
    return DAY_ZERO + timedelta(days=days)


def _written(said: str) -> date:
    """Return a day written in figures or with its month; raises ValueError."""
    parts = [each for each in re.split(r"[\s/.\-]+", fold_day(said)) if each]
    if parts and not parts[0].isdecimal() and not _month(parts[0]):
        parts = parts[1:]  # the name of the day
    if len(parts) == 2:  # "mars 2019", "03/2019"
        parts.insert(0, "1")
    if len(parts) != 3:
        raise ValueError(said)
    if len(parts[0]) == 4:  # as programs write it
        parts.reverse()
    when = _month(parts[1]) or int(parts[1])
    return date(_year(parts[2]), when, int(parts[0].removesuffix("er")))


def fold_day(said: str) -> str:
    """Return a written day in plain small letters, its hour left out."""
    single = " ".join(plain(said).split())  # a run of blanks would be tried from each of them
    return re.sub(r"(?:t| ) ?\d{1,2}[:h]\d{2}.*$", "", single)


def _month(word: str) -> int:
    """Return the rank of a month by its name or its beginning; 0 when it is none."""
    ranks = [rank for rank, name in enumerate(MONTHS, 1) if name.startswith(word)]
    return ranks[0] if len(ranks) == 1 and len(word) > 2 else 0


def _year(digits: str) -> int:
    if len(digits) == 2:
        return int(digits) + (1900 if int(digits) >= LATEST_CENTURY else 2000)
    if len(digits) != 4:
        raise ValueError(digits)
    return int(digits)


def choice(cell: Cell, known: Mapping[str, str]) -> str:
    """Return what a word of a closed list stands for; raises Misread naming the list."""
    said = text(cell)
    _refuse_formula(cell)
    if (found := known.get(fold(said))) is None:
        raise Misread("choice", said=said[:40], known=", ".join(dict.fromkeys(known)))
    return found
