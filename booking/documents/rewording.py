"""What changed between two versions of a model: which articles, and which words of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from booking.documents.articles import Worded

ALIKE = 0.5
"""Two articles with at least this share of words in common are one, changed."""


@dataclass(frozen=True)
class Piece:
    """Some words that stayed (""), that are gone ("gone") or new ("new")."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Rewording:
    """What became of an article: "added", "removed", "moved" or "changed"."""

    kind: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    when: tuple[str, str]  # before and after


def compare(old: Sequence[Worded], new: Sequence[Worded]) -> list[Rewording]:
    """Return what changed from old articles to new ones: in order of these, then what is gone."""
    left, come = list[Worded](), list[Worded]()
    for tag, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        left += old[start:end] if tag != "equal" else []
        come += new[first:last] if tag != "equal" else []
    found = []
    for each in come:
        before = _origin(each, left)
        found.append(_became(before, each))
        if before:
            left.remove(before)
    return found + [
        Rewording(
            "removed", _whole(each.title, "gone"), _whole(each.text, "gone"), (each.when,) * 2
        )
        for each in left
    ]


def _origin(article: Worded, left: Sequence[Worded]) -> Worded | None:
    """Return the article that became another: the same, that of its title, or one quite alike."""
    if article in left:
        return article
    titled = [each for each in left if each.title == article.title]
    alike = [each for each in titled if each.when == article.when] + titled
    words = article.text.split()
    alike += [
        each
        for each in left
        if SequenceMatcher(None, each.text.split(), words).quick_ratio() >= ALIKE
    ]
    return alike[0] if alike else None


def _became(before: Worded | None, after: Worded) -> Rewording:
    if before is None:
        new = _whole(after.title, "new"), _whole(after.text, "new")
        return Rewording("added", *new, (after.when,) * 2)
    return Rewording(
        "moved" if before == after else "changed",
        tuple(_pieces(before.title, after.title)),
        tuple(_pieces(before.text, after.text)),
        (before.when, after.when),
    )


def _whole(text: str, kind: str) -> tuple[Piece, ...]:
    return (Piece(text, kind),)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield the words of two texts, those of one kind together, in the order one reads them."""
    for kind, several in groupby(_words(before, after), lambda piece: piece.kind):
        yield Piece("".join(each.text for each in several), kind)


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    for tag, start, end, first, last in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Piece("".join(old[start:end]))
            continue
        yield from _filled(old[start:end], "gone")
        yield from _filled(new[first:last], "new")


def _filled(words: Sequence[str], kind: str) -> Iterator[Piece]:
    if words:
        yield Piece("".join(words), kind)
