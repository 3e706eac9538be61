"""What the official figures of a year change of a territory, told before anything is applied."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from booking.intake import FigureChange
from booking.rules.organizations import Span


@dataclass(frozen=True)
class Commune:
    """A commune of the EPCI, or the EPCI itself, as the official figures give it."""

    insee: str
    siren: str
    name: str
    population: int
    postal_code: str = ""


@dataclass(frozen=True)
class Known:
    """An organization as it is kept, with its dated places in the EPCI."""

    organization_id: int
    insee: str
    siren: str
    name: str
    population: int | None
    places: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Crossing:
    """A pool whose threshold a population crosses: from now on open to it, or closed."""

    pool: str
    below: int
    opens: bool


@dataclass(frozen=True)
class Difference:
    """One thing that changes; `organization_id` is None for a commune not known yet."""

    kind: FigureChange
    name: str
    organization_id: int | None
    before: str | int | None = None
    after: str | int | None = None
    crossed: tuple[Crossing, ...] = ()
    commune: Commune | None = None


@dataclass(frozen=True)
class Terms:
    """What figures are compared under: their day, the thresholds of pools by name, and more.

    `codes` are the INSEE codes of all communes of France: one that is gone was merged into
    another. `elsewhere` are the SIREN that another territory keeps.
    """

    on: date
    codes: Collection[str]
    thresholds: Mapping[str, int]
    elsewhere: Collection[str] = ()


def pairs(
    known: Iterable[Known], official: Iterable[Commune]
) -> list[tuple[Known | None, Commune | None]]:
    """Return each organization beside its official row: same INSEE code, else same SIREN.

    A commune nouvelle keeps the INSEE code of one of its own and has another SIREN.
    """
    left = list(known)
    found: list[tuple[Known | None, Commune | None]] = []
    for row in official:
        mine = next((each for each in left if row.insee and each.insee == row.insee), None)
        mine = mine or next((each for each in left if row.siren and each.siren == row.siren), None)
        if mine:
            left.remove(mine)
        found.append((mine, row))
    return found + [(each, None) for each in left]


def compare(known: Iterable[Known], official: Iterable[Commune], terms: Terms) -> list[Difference]:
    """Return what the figures change, in order of name."""
    found = [
        difference
        for mine, row in pairs(known, official)
        for difference in _compared(mine, row, terms)
    ]
    return sorted(found, key=lambda each: (each.name, each.kind.value))


def _compared(mine: Known | None, row: Commune | None, terms: Terms) -> Iterator[Difference]:
    if mine and row:
        yield from _changed(mine, row, terms)
        if row.insee and not _adheres(mine, terms.on):
            yield Difference(FigureChange.JOINING, row.name, mine.organization_id, commune=row)
    elif row and row.insee:  # the EPCI itself comes with its territory
        kept = row.siren in terms.elsewhere
        kind = FigureChange.ELSEWHERE if kept else FigureChange.JOINING
        yield Difference(kind, row.name, None, after=row.population, commune=row)
    elif mine and _adhered(mine, terms.on):
        gone = bool(mine.insee) and mine.insee not in terms.codes
        kind = FigureChange.MERGED if gone else FigureChange.LEAVING
        yield Difference(kind, mine.name, mine.organization_id)


def _changed(mine: Known, row: Commune, terms: Terms) -> Iterator[Difference]:
    if mine.name != row.name:
        yield Difference(FigureChange.NAME, row.name, mine.organization_id, mine.name, row.name)
    if row.siren and mine.siren != row.siren:
        yield Difference(FigureChange.SIREN, row.name, mine.organization_id, mine.siren, row.siren)
    if mine.population != row.population:
        yield Difference(
            FigureChange.POPULATION,
            row.name,
            mine.organization_id,
            mine.population,
            row.population,
            crossings(mine.population, row.population, terms.thresholds) if row.insee else (),
        )


def crossings(
    before: int | None, after: int, thresholds: Mapping[str, int]
) -> tuple[Crossing, ...]:
    """Return the pools whose threshold is crossed; strictly below, one may borrow (E04)."""
    return tuple(
        Crossing(pool, below, opens=after < below)
        for pool, below in sorted(thresholds.items())
        if (before is not None and before < below) is not (after < below)
    )


def _adheres(mine: Known, on: date) -> bool:
    """Tell whether an organization adheres on a day, or is already written to join later."""
    return any(ends_on is None or ends_on >= on for _, ends_on in mine.places)


def _adhered(mine: Known, on: date) -> bool:
    """Tell whether an adhesion begun before a day goes on that day: later ones are news to it."""
    return any(
        starts_on < on and (ends_on is None or ends_on >= on) for starts_on, ends_on in mine.places
    )
