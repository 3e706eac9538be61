"""Pages and templates answer to each other by name; templates carry no style and no script."""

import ast
import re
from pathlib import Path

import pytest

from booking.vocabulary import MailKind
from tests.guards.source import BOOKING, TEMPLATES, calls, modules, templates, texts, tree

ROOMS = sorted((BOOKING / "pages").glob("[a-z]*.py"))
DRAWN_ELSEWHERE = {
    "absences.declare": "absences/index.html",  # draws the list again, with the error
    "absences.link": "absences/index.html",  # the same
    "acts.end": "acts/show.html",  # draws the act again, with the error
    "adhesions.enter": "adhesions/circle.html",  # draws the circle again, with the error
    "adhesions.join": "adhesions/show.html",  # draws the adhesions again, with the error
    "adhesions.leave": "adhesions/show.html",  # the same, or the circle of the pool
    "breakdowns.settle": "breakdowns/show.html",  # draws the breakdown again, with the error
    "calendars.create": "calendars/index.html",  # shows the secret address once, on the list
    "calendars.rotate": "calendars/index.html",  # the same
    "depots.close": "depots/show.html",  # draws the depot again, with the error
    "drafting.issue": "drafting/describe.html",  # draws the draft again, with what it lacks
    "files.add_document": "files/photos.html",  # draws the page again, with the error
    "files.add_photo": "files/photos.html",  # the same
    "files.describe": "files/photos.html",  # the same
    "items.set_stage": "items/edit.html",  # draws the sheet again, with who counts on it
    "incidents.close": "incidents/show.html",  # draws the incident again, with the error
    "incidents.draw_up": "incidents/show.html",  # the same
    "incidents.follow": "incidents/show.html",  # the same
    "inspections.move": "inspections/show.html",  # draws the register again, with who counts on it
    "inspections.plan": "inspections/show.html",  # the same
    "inspections.record": "inspections/show.html",  # draws the register again, with the errors
    "labels.sheet": "labels/choose.html",  # draws the choice again, with the error
    "imports.deposit": "imports/index.html",  # draws the form again, with the error
    "memberships.change": "memberships/show.html",  # draws the person again, with the errors
    "memberships.end": "memberships/show.html",  # the same
    "memberships.invite": "memberships/index.html",  # draws the list again, with the errors
    "memberships.resend": "memberships/show.html",  # as the first
    "queue.decide": "queue/index.html",  # draws the queue again, with what was not possible
    "promises.deposit": "promises/index.html",  # draws the form again, with the error
    "promises.insist": "promises/show.html",  # draws the lines again, with the error
    "pools.fill": "pools/show.html",  # draws the pool again, with the error
    "requirements.end": "requirements/show.html",  # draws the requirement again, with the error
    "reservations.approve": "reservations/show.html",  # draws the request again, with what lacks
    "reservations.cancel": "reservations/show.html",  # the same
    "reservations.override": "reservations/show.html",  # with the error
    "returning.answer": "returning/state.html",
    "returning.close": "returning/state.html",  # draws both sides again, with what is left
    "returning.contest": "returning/state.html",  # the same, with the error
    "reservations.refuse": "reservations/show.html",  # draws the request again, with the error
    "signing.forward": "signing/index.html",  # draws what is to sign again, with the error
    "signing.refuse": "signing/index.html",  # the same
    "signing.sign": "signing/index.html",  # the same
    "campaigns.check": "campaigns/show.html",  # draws the campaign again, with the error
    "stocks.move": "stocks/show.html",  # draws the stock again, with the reservations in danger
    "stocks.withhold": "stocks/show.html",  # the same
    "wordings.go_back": "wordings/version.html",  # draws the version again, with the refusal
}
LINKED = re.compile(r"{%-?\s*(?:extends|include|from|import)\s+['\"]([^'\"]+)['\"]")
TAKEN = re.compile(r"{%-?\s*from\s+['\"]([^'\"]+)['\"]\s+import\s+([^%]+?)\s*-?%}")
MADE = re.compile(r"{%-?\s*(?:macro|set)\s+(\w+)")
IMPORTED = re.compile(r"{%-?\s*from\s+['\"][^'\"]+['\"]\s+import\s+([^%]+?)\s*-?%}")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def source(path: Path) -> str:
    """Return a template without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def drawn(room: Path) -> dict[str, set[str]]:
    """Return, for each page function that draws, the templates it may draw, steps included."""
    known = {each.name: each for each in tree(room).body if isinstance(each, ast.FunctionDef)}

    def below(function: ast.FunctionDef, seen: frozenset[str]) -> set[str]:
        named = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
        found = {each for each in texts(function) if each.endswith(".html")}
        for step in (named & known.keys()) - seen:
            found |= below(known[step], seen | {step})
        return found

    views = [each for each in known.values() if each.decorator_list]
    return {each.name: below(each, frozenset({each.name})) for each in views}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.stem)
def test_a_page_draws_the_template_of_its_name(room: Path) -> None:
    for function, names in drawn(room).items():
        page = f"{room.stem}.{function}"
        expected = DRAWN_ELSEWHERE.get(page, f"{room.stem}/{function}.html")
        assert not names or expected in names, f"{page} draws {names}"
        assert not names or (TEMPLATES / expected).exists()


def test_every_template_is_used() -> None:
    used = {text for path in modules(BOOKING) for text in texts(tree(path)) if ".html" in text}
    used |= {f"mails/{kind}.txt" for kind in MailKind} | {"mails/_signature.txt"}  # under each
    for path in templates():
        folder = path.parent.relative_to(TEMPLATES).as_posix()
        used |= {
            name if "/" in name or folder == "." else f"{folder}/{name}"
            for name in LINKED.findall(source(path))
        }
        used |= set(LINKED.findall(source(path)))

    unused = {path.relative_to(TEMPLATES).as_posix() for path in templates()} - used

    assert unused == set()


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_of_message_has_its_text(kind: MailKind) -> None:
    assert (TEMPLATES / "mails" / f"{kind}.txt").exists()


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_a_template_has_no_style_no_script_and_no_handler(path: Path) -> None:
    markup = re.sub(r"{%.*?%}|{{.*?}}", "", source(path), flags=re.DOTALL)

    if path.name == "_message.html":  # a message brings its style with it; nothing else may
        markup = re.sub(r"<style>", "", markup)
    assert re.findall(r"<style|\sstyle=|\son[a-z]+\s*=|javascript:", markup) == []
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", markup))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_a_template_escapes_all_it_is_given(path: Path) -> None:
    unescaped = re.findall(r"\|\s*safe\b|autoescape\s+false", source(path))

    assert unescaped == SAFE.get(path.name, [])


SAFE = {"forms.html": ["|safe"]}  # attributes of our own macro, escaped where they are made


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_a_template_imports_only_what_it_draws(path: Path) -> None:
    text = source(path)
    for line in IMPORTED.findall(text):
        for word in line.split(","):
            name = word.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is imported for nothing"


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_what_a_template_imports_is_made_there(path: Path) -> None:
    for folder, line in TAKEN.findall(source(path)):
        made = set(MADE.findall(source(TEMPLATES / folder)))
        names = {word.split(" as ")[0].strip() for word in line.split(",")}
        assert names <= made, f"{sorted(names - made)} of {folder}"


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_the_end_of_a_loan_is_said_as_an_end(path: Path) -> None:
    """A midnight is of the day that it ends: "avant minuit", never "0 h" of the day after."""
    wrong = r"\bends_(?:at|before)\s*\|\s*(?!field_)\w*moment\b|\bmoment\([\w.(]*\bends_at\b"

    assert re.findall(wrong, source(path)) == []


def test_every_field_is_drawn_by_a_macro() -> None:
    bare = [
        path.name
        for path in templates()
        for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", source(path))
        if path.name != "forms.html" and 'type="hidden"' not in tag
    ]

    assert bare == []


def test_pages_never_trust_markup() -> None:
    trusted = [path for path in modules(BOOKING) for word, _ in calls(path) if word == "Markup"]

    assert trusted == []
