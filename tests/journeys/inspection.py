"""What every page owes to everybody, measured in the browser; each fault is one line."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import PHONE, WIDE

FULL = {"resultTypes": ["violations"]}
COLOURS = FULL | {"runOnly": ["color-contrast", "link-in-text-block"]}
SETTINGS = (
    ("1280 clair", WIDE, "light", FULL),
    ("360 clair", PHONE, "light", FULL),
    ("1280 sombre", WIDE, "dark", COLOURS),  # darkness changes colours and nothing else
)
FILE = re.compile(
    r"\.(pdf|ics|json|csv|xlsx|zip)$|^/fichiers/[0-9]+$|^/calendriers/[0-9]+/archive$"
)
MOST = 2
"""Requests looked at per person: two of theirs say as much as thirty."""

_axe = Axe()


def crawl(page: Page, start: str = "/") -> Iterator[str]:
    """Go to every page that links lead to, a few of each shape; yield each address."""
    waiting, seen, shapes = [urljoin(page.url, start)], set[str](), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        if address in seen or shapes[shape(address)] >= limit(address):
            continue
        seen.add(address)
        shapes[shape(address)] += 1
        page.goto(address)
        yield address
        waiting += links(page)


def links(page: Page) -> list[str]:
    """Return where the page leads, within the service, to pages."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    home = urlsplit(page.url).netloc
    inside = [each.partition("#")[0] for each in found if urlsplit(each).netloc == home]
    return [each for each in inside if not FILE.search(urlsplit(each).path)]


def shape(address: str) -> str:
    """Return what an address has in common with those of its kind."""
    parts = urlsplit(address)
    names = sorted(each.partition("=")[0] for each in parts.query.split("&") if each)
    return f"{re.sub(r'[0-9]+', 'N', parts.path)}?{'&'.join(names)}"


def limit(address: str) -> int:
    """Return how many pages of a shape are worth a look: states of requests and papers differ."""
    return MOST if shape(address).startswith(("/demandes/N", "/conventions/N?")) else 1


def inspect(page: Page) -> list[str]:
    """Return what is wrong with the page shown, once it is whole, in every setting."""
    page.wait_for_load_state()  # a click waits for the answer to begin, not for its last line
    faults = []
    for name, size, scheme, rules in SETTINGS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        faults += [f"{page.url} {name}: {fault}" for fault in _faults(page, rules)]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    return faults


def sound(page: Page) -> None:
    """See that the page shown has no fault, then come back to the size it had."""
    size = page.viewport_size
    faults = inspect(page)
    assert faults == [], "\n".join(faults)
    assert size
    page.set_viewport_size(size)


def _faults(page: Page, rules: dict[str, list[str]]) -> Iterator[str]:
    measured: dict[str, Any] = page.evaluate(
        """() => ({
            width: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            titles: document.querySelectorAll("h1").length,
            lang: document.documentElement.lang,
            name: document.title,
        })"""
    )
    if measured["width"] > 0:
        yield f"{measured['width']} px too wide"
    if measured["titles"] != 1:
        yield f"{measured['titles']} h1"
    if measured["lang"] != "fr" or not measured["name"].endswith(" · Parc commun"):
        yield f"title or language: {measured['name']!r}"
    for violation in _axe.run(page, options=rules).response["violations"]:
        nodes = [node["html"][:160] for node in violation["nodes"][:3]]
        yield f"axe {violation['id']} ({violation['help']}): {nodes}"
