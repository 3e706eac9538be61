"""Articles as people word them: light formatting and named variables in, a tree of words out.

What is typed is read once, as Markdown of a few marks (paragraphs, lists, bold, italic); values
are put in afterwards, so that nothing in a value can ever be a mark.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markdown_it import MarkdownIt

from booking.documents.paper import Article, Block, Bullets, Paragraph, Run
from booking.paperwork import Condition
from booking.rules.variables import VARIABLES

VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")
Values = Mapping[str, str | tuple[Block, ...] | None]
"""What each variable says: words, or whole blocks; None for what is not known."""

_reader = MarkdownIt("zero").enable(["emphasis", "list", "newline", "escape"])


@dataclass(frozen=True)
class Worded:
    """An article as it is edited: its title, its text, when it is printed ("": always)."""

    title: str
    text: str
    when: str = ""


@dataclass(frozen=True)
class Filled:
    """Articles with their values, and the variables that have none."""

    articles: tuple[Article, ...]
    missing: tuple[str, ...]


def fill(worded: Iterable[Worded], values: Values, holding: frozenset[Condition]) -> Filled:
    """Return the articles whose condition holds, with the values of their variables."""
    missing: dict[str, None] = {}
    articles = [
        Article(each.title, tuple(_filled(parse(each.text), values, missing)))
        for each in worded
        if not each.when or each.when in holding
    ]
    return Filled(tuple(articles), tuple(missing))


def unknown(text: str) -> list[str]:
    """Return the names between braces that no variable bears."""
    return [name for name in VARIABLE.findall(text) if name not in VARIABLES]


def parse(text: str) -> tuple[Block, ...]:
    """Return a text as blocks, its variables still between braces."""
    blocks: list[Block] = []
    items: list[tuple[Run, ...]] | None = None
    for token in _reader.parse(text):
        if token.type == "bullet_list_open":
            items = []
        elif token.type == "bullet_list_close":
            blocks.append(Bullets(tuple(items or ())))
            items = None
        elif token.type == "inline":
            runs = tuple(_runs(token.children or []))
            if items is None:
                blocks.append(Paragraph(runs))
            else:
                items.append(runs)
    return tuple(blocks)


def _runs(tokens: Iterable[Any]) -> Iterator[Run]:
    bold = italic = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("em_open", "em_close"):
            italic = token.type == "em_open"
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ", bold, italic)
        elif token.content:
            yield Run(token.content, bold, italic)


def _filled(blocks: Iterable[Block], values: Values, missing: dict[str, None]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _paragraph(block, values, missing)
        elif isinstance(block, Bullets):
            yield Bullets(tuple(tuple(_valued(item, values, missing)) for item in block.items))
        else:
            yield block


def _paragraph(block: Paragraph, values: Values, missing: dict[str, None]) -> Iterator[Block]:
    """Yield a paragraph, or the blocks of the one variable that stands alone in it."""
    alone = VARIABLE.fullmatch("".join(run.text for run in block.runs).strip())
    if alone and VARIABLES[alone[1]].block:
        found = values.get(alone[1])
        if isinstance(found, tuple):
            yield from found
            return
    yield Paragraph(tuple(_valued(block.runs, values, missing)))


def _valued(runs: Iterable[Run], values: Values, missing: dict[str, None]) -> Iterator[Run]:
    for run in runs:
        end = 0
        for found in VARIABLE.finditer(run.text):
            if found.start() > end:
                yield replace(run, text=run.text[end : found.start()])
            value = values.get(found[1])
            if isinstance(value, str):
                yield replace(run, text=value)
            else:
                missing[found[1]] = None
                yield replace(run, text=VARIABLES[found[1]].meaning, hole=True)
            end = found.end()
        if end < len(run.text):
            yield replace(run, text=run.text[end:])
