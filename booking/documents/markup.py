"""The HTML part of a message, drawn from the very text of its plain part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from booking.config import ROOT

SIGNATURE = "-- "
"""The line before what we say of ourselves, as mail readers know it."""
UNNAMED = "Ouvrir dans Parc commun"
RULE = re.compile(r"-{3,}")
LABELLED = re.compile(r"(?P<label>\S.*?)\s:\s(?P<url>\S+)")

_pages = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=True,
)


@dataclass(frozen=True)
class Piece:
    """Some words, which may lead somewhere."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph of lines, a list, the button of the main link, or the signature."""

    kind: str
    lines: list[list[Piece]] = field(default_factory=list)


def as_html(subject: str, body: str, site: str) -> str:
    """Return a message as a page; only addresses of our own site become links."""
    said, _, signed = body.partition(f"\n{SIGNATURE}\n")
    blocks = list(_with_button(_blocks(said, site)))
    signature = list(_blocks(signed, site))
    drawn = _pages.get_template("mails/_message.html")
    return drawn.render(subject=subject, blocks=blocks, signature=signature)


def _blocks(text: str, site: str) -> Iterator[Block]:
    """Yield the blocks of a text: blank lines part them, a line of dashes marks a heading."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = _joined(paragraph.splitlines())
        if len(lines) > 1 and RULE.fullmatch(lines[1]):
            yield Block("heading", [[Piece(lines[0])]])
            lines = lines[2:]
        for is_list, group in groupby(lines, lambda line: line.startswith("- ")):
            found = [_pieces(line.removeprefix("- ") if is_list else line, site) for line in group]
            yield Block("list" if is_list else "paragraph", found)


def _joined(lines: Sequence[str]) -> list[str]:
    """Return the lines, those that only go on with a sentence joined to what they go on with."""
    joined: list[str] = []
    for line in filter(str.strip, lines):
        if joined and line[:1].islower() and not RULE.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line.rstrip())
    return joined


def _pieces(line: str, site: str) -> list[Piece]:
    """Return a line in pieces: "Voir la demande : https://…" leads there by its words."""
    labelled = LABELLED.fullmatch(line)
    if labelled and _ours(site).fullmatch(labelled["url"]):
        return [Piece(labelled["label"], labelled["url"])]
    pieces, end = [], 0
    for found in _ours(site).finditer(line):
        pieces += [Piece(line[end : found.start()]), Piece(found[0], found[0])]
        end = found.end()
    return [piece for piece in [*pieces, Piece(line[end:])] if piece.text]


@cache
def _ours(site: str) -> re.Pattern[str]:
    """Return what an address of our site looks like, whatever stands around it."""
    path = r"(?:/[\w./~%?=&+@-]*(?<![.,]))?"
    return re.compile(rf"(?<!\S){re.escape(site)}{path}(?=[.,;)]*(?:\s|$))", re.ASCII)


def _with_button(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, the first line that is a link as a whole made a button."""
    for block in blocks:
        ranks = [rank for rank, line in enumerate(block.lines) if len(line) == 1 and line[0].url]
        if block.kind != "paragraph" or not ranks:
            yield block
            continue
        before, after = block.lines[: ranks[0]], block.lines[ranks[0] + 1 :]
        button = block.lines[ranks[0]][0]
        named = button if button.text != button.url else Piece(UNNAMED, button.url)
        yield from [Block("paragraph", before)] if before else []
        yield Block("button", [[named]])
        yield from [Block("paragraph", after)] if after else []
        yield from blocks
