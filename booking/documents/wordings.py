"""The wordings that are shipped: one file per kind of paper, in `booking/data/wordings/`."""

import tomllib
from dataclasses import dataclass
from functools import cache

from booking.config import ROOT
from booking.documents.articles import Worded
from booking.paperwork import PaperKind

FOLDER = ROOT / "booking" / "data" / "wordings"


@dataclass(frozen=True)
class Shipped:
    """The title of a kind of paper, and its articles as shipped."""

    title: str
    articles: tuple[Worded, ...]


@cache
def shipped(kind: PaperKind) -> Shipped:
    """Return the shipped wording of a kind of paper."""
    read = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
    articles = (Worded(**each | {"text": each["text"].strip()}) for each in read["articles"])
    return Shipped(read["title"], tuple(articles))
