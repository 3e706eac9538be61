"""From when to when, as people write it in a table: two cells, one, with hours or without."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.letters import plain
from booking.period import Period
from booking.rules.cells import Cell, Misread, day, text

DAY = timedelta(days=1)
LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=5 * 366)
LATE = timedelta(days=31)
"""A day without its year is the next to come, or one of the month just past."""

HOUR = re.compile(r"(?:\s|,|t|\ba\b|\bvers\b)+(\d{1,2})\s?(?:h\s?(\d{2})?|:(\d{2})(?::\d{2})?)\Z")
PART = re.compile(r"\s(?:matin|midi|apres[- ]midi|soir|journee|toute la journee)\Z")
BOTH = re.compile(r"\s(?:au|jusqu'?au|jusqu’au|et)\s|\s[-–—>→]+\s")
JOINED = re.compile(r"(?:du )?(\d{1,2})\s?[-–—]\s?(\d{1,2} [a-z]{3,}.*)\Z")
BARE = re.compile(r"(?:[a-z]+\s)?(\d{1,2})(?:er)?(?:[\s/.\-]+(\d{1,2}|[a-z]{3,}\.?))?\Z")
LEADING = re.compile(r"\A(?:du|des|le|les|de|a partir du|depuis le)\s")


def stay(first: Cell, last: Cell, zone: ZoneInfo, now: datetime) -> Period:
    """Return a loan; without hours it lasts whole days, the last one included.

    One cell may say both ends, and a day without its year is the next to come. Raises Misread.
    """
    if not text(first):
        raise Misread("missing")
    start, end = (first, last) if text(last) else _parted(first)
    today = now.astimezone(zone).date()
    until, closing = _moment(end, today)
    since, opening = _moment(start, today, until)
    starts_at = datetime.combine(since, opening or time(0), zone)
    ends_at = datetime.combine(until if closing else until + DAY, closing or time(0), zone)
    if ends_at <= starts_at:
        raise Misread("order", said=f"{text(start)} – {text(end)}"[:80])
    _require_likely(starts_at, ends_at, now)
    return Period(starts_at, ends_at)


def _require_likely(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= now:
        raise Misread("past", said=f"{ends_at - timedelta(minutes=1):%d/%m/%Y}")
    if ends_at - starts_at > LONGEST or ends_at - now > FARTHEST:
        raise Misread("far", said=f"{ends_at - timedelta(minutes=1):%d/%m/%Y}")


def _parted(cell: Cell) -> tuple[Cell, Cell]:
    """Return both ends that one cell says; a single day is its own end."""
    if not isinstance(cell, str):
        return cell, cell
    said = _plainly(cell)
    if joined := JOINED.match(said):
        return joined[1], joined[2]
    parts = BOTH.split(said, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (cell, cell)


def _plainly(cell: str) -> str:
    return LEADING.sub("", " ".join(plain(text(cell)).split()))


def _moment(cell: Cell, today: date, end: date | None = None) -> tuple[date, time | None]:
    """Return the day of a cell, and its hour when it says one; `end` completes what it omits."""
    if isinstance(cell, datetime):
        return cell.date(), cell.time() if cell.time() > time(0) else None
    if not isinstance(cell, str):
        return _whole_day(cell), None
    said = PART.sub("", _plainly(cell))
    if told := HOUR.search(said):
        return _said(said[: told.start()], cell, today, end), _hour(told, cell)
    return _said(said, cell, today, end), None


def _whole_day(cell: Cell) -> date:
    """Return the day of a number or a date; a year alone is none."""
    if isinstance(cell, int | float) and cell < 10_000:
        raise Misread("day", said=text(cell)[:40])
    return day(cell)


def _hour(told: re.Match[str], cell: str) -> time:
    try:
        return time(int(told[1]), int(told[2] or told[3] or 0))
    except ValueError as error:
        raise Misread("day", said=text(cell)[:40]) from error


def _said(said: str, cell: str, today: date, end: date | None) -> date:
    """Return a written day, its month and its year completed; raises Misread as it was written."""
    bare = BARE.match(said)
    try:
        if bare is None and not re.fullmatch(r"\d{4}|[a-z]{3,}\.? \d{4}", said):
            return day(said)
        if bare and (bare[2] or end):
            return _completed(bare[1], bare[2], today, end)
    except Misread as error:
        raise Misread(error.code, said=text(cell)[:40]) from error
    raise Misread("day", said=text(cell)[:40])  # a year, a month or a rank alone is no day


def _completed(rank: str, month: str | None, today: date, end: date | None) -> date:
    """Return a day of which only the rank, or the rank and the month, are known."""
    if month is None and end:
        found = day(f"{rank}/{end.month}/{end.year}") if int(rank) <= end.day else None
        before = end.replace(day=1) - DAY
        return found or day(f"{rank}/{before.month}/{before.year}")
    year = end.year if end else (today - LATE).year
    found = day(f"{rank} {month} {year}")
    if end:
        return found if found <= end else day(f"{rank} {month} {year - 1}")
    return found if found >= today - LATE else day(f"{rank} {month} {year + 1}")
