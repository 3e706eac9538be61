"""Which of several papers one signs: a box for each, ticked until somebody chose otherwise."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from booking import web
from booking.queries.signing import ToSign


def boxes(papers: Iterable[ToSign]) -> list[tuple[str, str]]:
    """Return a box for each paper, by its number, with what it is."""
    return [
        (str(each.id), " : ".join(filter(None, (f"{each.named}, {each.owner}", each.subtitle))))
        for each in papers
    ]


def ticked(
    papers: Iterable[ToSign], data: Mapping[str, Any], others: Collection[str]
) -> dict[str, list[str]]:
    """Return the boxes that are ticked: all, unless a form that signs was sent.

    `others` are the acts that are asked for on the same page, by forms without boxes.
    """
    if "papers" in data and data.get("act") not in others:
        return {"papers": data["papers"]}
    return {"papers": [str(each.id) for each in papers]}


def numbers(typed: Iterable[object]) -> list[int]:
    """Return the papers that a form names, each once, in order."""
    return sorted({number for each in typed if (number := web.small_number(str(each)))})
