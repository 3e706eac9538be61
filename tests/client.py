"""The examining client: every page a test fetches is also checked for what all pages owe."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from booking.db import db
from booking.models.accounts import User

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"))
TYPED = ("input", "select", "textarea")
UNLABELLED = ("hidden", "submit", "button", "image", "reset")
POINTING = ("for", "aria-labelledby", "aria-describedby")


@dataclass
class Element:
    """One tag, what it carries and what stands inside it."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    inside: "list[Element | str]" = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, empty when it is missing."""
        return self.attributes.get(name) or ""

    def all(self, *tags: str) -> "list[Element]":
        """Return the elements below with one of the tags, in order; every one without tags."""
        found: list[Element] = []
        for each in self.inside:
            if isinstance(each, Element):
                found += [each] if not tags or each.tag in tags else []
                found += each.all(*tags)
        return found

    @property
    def text(self) -> str:
        """Return what is read, with plain single blanks."""
        return " ".join(" ".join(self._pieces()).split())

    def _pieces(self) -> list[str]:
        pieces: list[str] = []
        for each in self.inside:
            if isinstance(each, str):
                pieces.append(each)
            elif each.tag not in ("script", "style", "svg"):
                pieces += each._pieces()
        return pieces

    def within(self, tag: str) -> bool:
        """Tell whether some parent has the tag."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.within(tag))


class Reader(HTMLParser):
    """Builds the tree; a tag closed out of turn is a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go down into an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> gives an attribute twice: {attrs}"
        made = Element(tag, dict(attrs), self.open)
        self.open.inside.append(made)
        if tag not in VOID:
            self.open = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as SVG has them."""
        self.open.inside.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        """Come back up."""
        assert tag == self.open.tag, f"</{tag}> closes <{self.open.tag}>, line {self.getpos()[0]}"
        assert self.open.parent
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.open.inside.append(data)


@dataclass(frozen=True)
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    fields: dict[str, str]
    buttons: list[tuple[str, str, str]]  # name, value, words


class Page:
    """A page that passed the examination."""

    def __init__(self, response: TestResponse, *, csrf: bool) -> None:
        reader = Reader()
        reader.feed(response.get_data(as_text=True))
        self.status = response.status_code
        self.address = response.request.path
        self.root = reader.root
        assert reader.open is reader.root, f"<{reader.open.tag}> is never closed"
        examine(self, response)
        if csrf:
            for form in self.root.all("form"):
                names = [each.get("name") for each in form.all("input")]
                assert form.get("method") != "post" or "csrf_token" in names, form.get("action")

    @property
    def text(self) -> str:
        """Return what the page says."""
        return self.root.all("body")[0].text

    @property
    def main(self) -> str:
        """Return what the page says inside its frame."""
        return self.root.all("main")[0].text

    @property
    def title(self) -> str:
        """Return the only heading of the first rank."""
        return self.root.all("h1")[0].text

    @property
    def links(self) -> list[str]:
        """Return every address the page leads to."""
        return [each.get("href") for each in self.root.all("a")]

    @property
    def forms(self) -> list[Form]:
        """Return every form; one without action comes back to the page."""
        return [_form(each, self.address) for each in self.root.all("form")]

    def form(self, action: str) -> Form:
        """Return the form that goes to an address."""
        found = [form for form in self.forms if form.action == action]
        assert found, f"no form goes to {action}, but {[form.action for form in self.forms]}"
        return found[0]

    def field(self, name: str) -> Element:
        """Return a field by its name, or by its id where forms of one page share a name."""
        named = (
            each for each in self.root.all(*TYPED) if name in (each.get("id"), each.get("name"))
        )
        return next(named)

    def complaint(self, name: str) -> str:
        """Return the error written beside a field and read with it; empty when there is none."""
        described = self.field(name).get("aria-describedby").split()
        return " ".join(
            each.text
            for each in self.root.all()
            if each.get("id") in described and each.get("class") == "error"
        )


def _form(form: Element, address: str) -> Form:
    fields: dict[str, str] = {}
    for each in form.all(*TYPED):
        kind = each.get("type")
        if kind in ("radio", "checkbox") and "checked" not in each.attributes:
            continue
        fields[each.get("name")] = _value(each)
    buttons = [(each.get("name"), each.get("value"), each.text) for each in form.all("button")]
    return Form(form.get("action") or address, form.get("method") or "get", fields, buttons)


def _value(field: Element) -> str:
    """Return what a browser would send of a field left as it is shown."""
    if field.tag == "select":
        options = field.all("option")
        chosen = [each for each in options if "selected" in each.attributes] or options[:1]
        return chosen[0].get("value") if chosen else ""
    return field.text if field.tag == "textarea" else field.get("value")


def examine(page: Page, response: TestResponse) -> None:
    """Refuse a page that forgets what every page owes to who reads, listens or attacks."""
    assert response.mimetype == "text/html"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    html = page.root.all("html")[0]
    assert html.get("lang") == "fr"
    titles = page.root.all("head")[0].all("title")
    assert len(titles) == 1, "a page has one title"
    assert titles[0].text.partition("·")[0].strip(), "the title says nothing of the page"
    assert len(page.root.all("h1")) == 1, f"{len(page.root.all('h1'))} headings of first rank"
    assert page.title, "the heading is empty"
    _examine_references(page)
    _examine_labels(page)
    _examine_behaviour(page)


def _examine_references(page: Page) -> None:
    ids = [each.get("id") for each in page.root.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids)), f"twice the same id among {sorted(ids)}"
    for each in page.root.all():
        pointed = [word for name in POINTING for word in each.get(name).split()]
        if each.tag == "a" and each.get("href").startswith("#"):
            pointed.append(each.get("href")[1:])
        assert set(pointed) <= set(ids), f"<{each.tag}> points to {pointed}, which is not there"


def _examine_labels(page: Page) -> None:
    labelled = {each.get("for") for each in page.root.all("label") if each.text}
    for each in page.root.all(*TYPED):
        assert each.get("type") in UNLABELLED or (
            each.get("id") in labelled or each.get("aria-label") or each.within("label")
        ), f"the field {each.get('name')} has no label"
    for each in page.root.all("button", "a"):
        assert each.text or each.get("aria-label"), f"a <{each.tag}> without words"


def _examine_behaviour(page: Page) -> None:
    for each in page.root.all():
        assert "style" not in each.attributes, f"<{each.tag}> has a style of its own"
        assert not [name for name in each.attributes if name.startswith("on")], each.tag
        assert each.tag != "style", "a style sheet inside the page"
        assert each.tag != "script" or (each.get("src") and not each.text), "a script inside"


class Browser(FlaskClient):
    """A browser without a screen; each request has an application context of its own.

    The tests hold one context open, which Flask would reuse: `g`, and who is signed in with it,
    would pass from one request to the next.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request, the test's own session being at rest: both share one connection."""
        db.session.commit()
        kwargs.setdefault("buffered", True)
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def visit(self, address: str, status: int = 200) -> Page:
        """Get a page and examine it."""
        return self.read(self.get(address, follow_redirects=status < 300), status)

    def send(self, form: Form | str, status: int = 200, **fields: str) -> Page:
        """Send a form, or fields to an address; follow where it leads, and examine it."""
        action, kept = (form, {}) if isinstance(form, str) else (form.action, form.fields)
        answer = self.post(action, data=kept | fields, follow_redirects=status < 300)
        return self.read(answer, status)

    def read(self, response: TestResponse, status: int = 200) -> Page:
        """Return the page of a response, examined."""
        assert response.status_code == status, f"{response.status_code}: {response.text[:2000]}"
        return Page(response, csrf=self.application.config["WTF_CSRF_ENABLED"])

    def sign_in(self, user: User) -> "Browser":
        """Sign a person in, as the login page does, without the time a password takes."""
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = f"{user.id}:{user.stamp}"
            session["_fresh"] = session.permanent = True
        return self


def browser(app: Flask) -> Browser:
    """Return a browser on the application, with a cookie jar of its own."""
    return Browser(app, app.response_class, use_cookies=True)
