"""Blocks of an article as the tests read them."""

from collections.abc import Iterable

from booking.documents.paper import Block, Bullets, Paragraph, Run


def words(block: Block) -> str | list[str]:
    """Return the words of a paragraph, or those of each item of a list."""
    if isinstance(block, Bullets):
        return [_text(item) for item in block.items]
    assert isinstance(block, Paragraph)
    return _text(block.runs)


def said(blocks: Iterable[Block]) -> str:
    """Return all that blocks say, without blanks."""
    texts = [words(block) for block in blocks]
    return "".join("".join("".join(each).split()) for each in texts)


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
