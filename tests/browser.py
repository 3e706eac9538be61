"""A real Chromium for the journeys: found or left out aloud, one for all tests, watching itself."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.journeys.service import PASSWORD

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
REFUSALS = {401, 409, 422}
CALM = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"}
"""Nothing moves: a colour caught between light and dark is no colour of ours."""


def find_browser() -> str | None:
    """Return the program of $CHROMIUM, else of the first known name on PATH."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name)
    return next(filter(None, found), None)


def left_out() -> str:
    """Return the one line that says which tests did not run."""
    looked = os.environ.get("CHROMIUM", "")
    return f"Laissés de côté : les tests de navigateur, aucun Chromium trouvé (CHROMIUM={looked})"


@dataclass
class Office:
    """The desks of the town halls: one browser, one signed-in session per person."""

    browser: Browser
    url: str
    sessions: dict[str, Any] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, person: str = "", *, phone: bool = False, **options: Any) -> Page:
        """Return the first page of a person (`secretaire@artres`), or of a stranger."""
        options = CALM | {"viewport": PHONE if phone else WIDE} | options
        if person:
            options["storage_state"] = self._session(person)
        context = self.browser.new_context(base_url=self.url, **options)
        context.set_default_timeout(8_000)
        self.contexts.append(context)
        page = context.new_page()
        self._watch(page)
        page.goto("/")
        return page

    def _session(self, person: str) -> Any:
        """Sign a person in, once for all tests."""
        if person not in self.sessions:
            context = self.browser.new_context(base_url=self.url)
            page = context.new_page()
            page.goto("/connexion")
            sign_in(page, person)
            self.sessions[person] = context.storage_state()
            context.close()
        return self.sessions[person]

    def _watch(self, page: Page) -> None:
        """Note what a console says is wrong, refused by the policy or missing."""

        def failed(response: Response) -> None:
            # A page or a form that refuses is an answer; a missing style sheet is a fault.
            answer = response.request.resource_type == "document" or response.status in REFUSALS
            if response.status >= 400 and not answer:
                self.faults.append(f"{response.status} {response.url}")

        def said(message: Any) -> None:
            refused = message.text.startswith("Failed to load resource")  # told by `failed`
            if message.type in ("error", "warning") and not refused:
                self.faults.append(f"{page.url}: {message.text}")

        page.on("response", failed)
        page.on("console", said)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def close(self) -> None:
        """Close every desk."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        self.faults.clear()


def sign_in(page: Page, person: str, password: str = PASSWORD) -> None:
    """Type an address of the demonstration and its password, and enter."""
    page.get_by_label("Adresse électronique").fill(f"{person}.example")
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion" not in url)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the browser, once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield browser
        browser.close()
