"""A paper as a tree of words: parties, articles, signatures; drawn as PDF here.

Frozen at its issue: PDF and page say the same words, the same tree gives the same bytes (§ 8).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from booking.documents import typeset
from booking.documents.fonts import missing_glyphs
from booking.documents.words import day, siren
from booking.paperwork import SHEETS

MODEL = Path(__file__).with_suffix(".typ")
STROKES = re.compile(r"[0-9ML ,.\-]*")
"""What a drawn signature may be made of: it comes from the browser of whoever signs."""
HELD_TOGETHER = re.compile(r"(?<=[\w)\]”]) (?=[:;!?»])|(?<=«) (?=\w)|(?<=\bn°) (?=\w)")
"""The spaces of French typography that no line may end with."""


class UndrawableTextError(ValueError):
    """Some characters have no glyph, which the standards refuse; `characters` names them."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no shipped font draws {characters!r}")
        self.characters = characters


@dataclass(frozen=True)
class Run:
    """Some words of one kind; a hole is what is not known yet, named by its meaning."""

    text: str
    bold: bool = False
    italic: bool = False
    hole: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Words in a row."""

    runs: tuple[Run, ...]
    kind: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list; an item is words in a row."""

    items: tuple[tuple[Run, ...], ...]
    kind: str = "bullets"


@dataclass(frozen=True)
class Fields:
    """Labels and what they say, one under the other.

    "" is a dotted line to fill by hand; a draft also says that it is to be completed.
    """

    rows: tuple[tuple[str, str], ...]
    kind: str = "fields"


@dataclass(frozen=True)
class Table:
    """Rows under a head that is said again on each page; `figures`: columns set to the right.

    A cell of a row that says "" is room to write by hand: its row is 10 mm high at least, and the
    table has vertical lines. What has nothing to say and nothing to write says "–". In the foot,
    "" stays empty.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()  # shares of the width, one per column; none: as the words want
    kind: str = "table"


Block = Paragraph | Bullets | Fields | Table
BLOCKS: dict[str, type[Block]] = {
    "paragraph": Paragraph,
    "bullets": Bullets,
    "fields": Fields,
    "table": Table,
}


@dataclass(frozen=True)
class Article:
    """A numbered article of a paper."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Party:
    """Who binds itself: `role` as the paper calls it, then who signs by which act."""

    role: str
    name: str
    kind: str = ""
    siren: str = ""
    address: str = ""
    representative: str = ""
    representative_title: str = ""
    mandate: str = ""
    mention: str = ""  # what it prints on its papers (E67)
    logo: str = ""  # the digest of its coat of arms, whose bytes come apart

    def rows(self, *, draft: bool) -> list[tuple[str, str]]:
        """Return what is said under its name; what is not known is left out of a final paper."""
        signatory = ", ".join(filter(None, (self.representative, self.representative_title)))
        rows = [
            ("SIREN", siren(self.siren)),
            ("Adresse", self.address),
            ("Signataire", signatory),
            ("Habilitation", self.mandate),
        ]
        return [(label, said) for label, said in rows if said or draft]


@dataclass(frozen=True)
class SignBox:
    """Where somebody signs: in which part, for whom, in whose name when it is another's."""

    part: str
    organization: str
    name: str = ""
    title: str = ""
    note: str = ""  # "par délégation de …"


@dataclass(frozen=True)
class Evidence:
    """How one signature was given, printed on the page of evidence.

    Raises ValueError when `drawn` is more than lines: it is drawn as a picture.
    """

    part: str
    organization: str
    name: str
    title: str
    means: str
    at: str  # local, in words
    address: str = ""
    consent: str = ""
    mandate: str = ""  # whose power it is, by which act
    scan: str = ""  # signed by hand: the SHA-256 of the scan on which it is seen
    drawn: str = ""  # strokes, as the data of an SVG path on a field of 300 × 100
    in_name_of: str = ""  # of another, under its delegation

    def __post_init__(self) -> None:
        if not STROKES.fullmatch(self.drawn):
            raise ValueError("a drawn signature is made of M, L and figures")


@dataclass(frozen=True)
class Paper:
    """A whole paper; without a number it is a draft and says PROJET."""

    kind: str
    title: str
    subtitle: str
    number: str | None
    issued_on: date
    parties: tuple[Party, ...]
    articles: tuple[Article, ...]
    boxes: tuple[SignBox, ...] = ()
    mention: str = ""

    @property
    def is_draft(self) -> bool:
        """Tell whether the paper must say PROJET: what is never numbered is no draft."""
        return not self.number and self.kind not in SHEETS

    @property
    def reference(self) -> str:
        """Return the number and the day, as the paper cites itself."""
        when = day(self.issued_on).partition(" ")[2]
        if self.number:
            return f"n° {self.number} du {when}"
        return f"PROJET du {when}" if self.is_draft else f"Édité le {when}"

    def as_dict(self) -> dict[str, Any]:
        """Return the paper as JSON carries it, with what both drawings say in the same words."""
        carried: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_iso))
        for said, party in zip(carried["parties"], self.parties, strict=True):
            said["rows"] = [list(row) for row in party.rows(draft=self.is_draft)]
        mentions = [(each.name, each.mention) for each in self.parties if each.mention]
        if self.mention and self.mention not in [said for _, said in mentions]:
            mentions.append(("", self.mention))
        return carried | {
            "draft": self.is_draft,
            "reference": self.reference,
            "mentions": [list(each) for each in mentions],
        }


def from_dict(carried: Mapping[str, Any]) -> Paper:
    """Return the paper that JSON carried."""
    return Paper(
        kind=carried["kind"],
        title=carried["title"],
        subtitle=carried["subtitle"],
        number=carried["number"],
        issued_on=date.fromisoformat(carried["issued_on"]),
        parties=tuple(_party(each) for each in carried["parties"]),
        articles=tuple(
            Article(each["title"], tuple(_block(block) for block in each["blocks"]))
            for each in carried["articles"]
        ),
        boxes=tuple(SignBox(**each) for each in carried["boxes"]),
        mention=carried["mention"],
    )


def _party(carried: Mapping[str, Any]) -> Party:
    return Party(**{name: value for name, value in carried.items() if name != "rows"})


def _block(carried: Mapping[str, Any]) -> Block:
    if carried["kind"] == "paragraph":
        return Paragraph(_runs(carried["runs"]))
    if carried["kind"] == "bullets":
        return Bullets(tuple(_runs(item) for item in carried["items"]))
    facts = {name: _frozen(value) for name, value in carried.items() if name != "kind"}
    return BLOCKS[carried["kind"]](**facts)


def _runs(carried: list[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**each) for each in carried)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def undrawable(paper: Paper) -> str:
    """Return the characters of a paper that no shipped font draws."""
    return missing_glyphs("".join(_texts(paper.as_dict())))


def render(
    paper: Paper,
    logos: Mapping[str, bytes] | None = None,
    evidence: tuple[Evidence, ...] = (),
    original: str = "",
) -> bytes:
    """Return the paper as PDF/A-2a and PDF/UA-1, checked by Typst; the same tree, the same bytes.

    `logos` are JPEG, by their digest; a party whose logo is not there goes without. With
    `evidence`, the frames of those who signed say so, and a last page, counted apart, says how
    each signed and the SHA-256 of the `original`: the pages before it are laid out as it was.
    Raises UndrawableTextError, naming the characters, when one would be lost.
    """
    carried = paper.as_dict() | {
        "evidence": [asdict(each) for each in evidence],
        "original": original,
    }
    if characters := missing_glyphs("".join(_texts(carried))):
        raise UndrawableTextError(characters)
    pictures = {digest: list(content) for digest, content in (logos or {}).items()}
    # The words travel beside the model, so what people typed is never read as markup.
    return typeset.pdf(MODEL, _typographic(carried) | {"logos": pictures})


def _typographic(value: Any) -> Any:
    """Return a JSON document whose texts keep their spaces where French wants them."""
    if isinstance(value, str):
        return HELD_TOGETHER.sub("\N{NO-BREAK SPACE}", value)
    if isinstance(value, dict):
        return {name: _typographic(each) for name, each in value.items()}
    return [_typographic(each) for each in value] if isinstance(value, list) else value


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"not a plain value: {value!r}")
