"""Articles as people word them: light formatting and named variables in, a tree of words out.

What is typed is read once: paragraphs, lists, bold, italic, and nothing else; all the rest is
printed as typed. Values are put in afterwards, so that nothing in a value can ever be a mark.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby

from markdown_it import MarkdownIt

from booking.documents.paper import Article, Block, Bullets, Fields, Paragraph, Run, Table
from booking.paperwork import Condition, PaperKind
from booking.rules.variables import VARIABLES, Variable, serving

VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")
BULLET = re.compile(r"[-–•*]\s+")
NUMBERED = re.compile(r"(\d{1,3}|[a-zA-Z])[.)°]\s")
"""What begins a line of its own; the number is printed as it is typed."""
NOTHING = Paragraph((Run("Néant."),))
"""What stands where a list, a table or fields have nothing to say."""
Values = Mapping[str, str | tuple[Block, ...] | None]
"""What each variable says: words, or whole blocks; None for what is not known."""

_reader = MarkdownIt("zero").enable("emphasis")


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


def names(text: str) -> list[str]:
    """Return the names between braces, each once, in order."""
    return list(dict.fromkeys(_name(found) for found in VARIABLE.finditer(text)))


def unknown(text: str) -> list[str]:
    """Return the names between braces that no variable bears."""
    return [name for name in names(text) if name not in VARIABLES]


def faults(text: str, kind: PaperKind) -> list[str]:
    """Return what an article of a kind of paper may not say, in sentences."""
    served = {each.name: each for each in serving(kind)}
    found = [_unserved(name, kind, served) for name in names(text) if name not in served]
    blocks = {each.name for each in served.values() if each.block}
    sentences = [line for line in text.splitlines() if not _alone(line)]
    inside = [name for name in names("\n".join(sentences)) if name in blocks]
    found += [
        f"« {{{name}}} » apporte un tableau ou une liste : écrivez-la seule sur sa ligne."
        for name in inside
    ]
    rest = VARIABLE.sub(" ", text)
    if lone := re.search(r"[{}]", rest):
        around = " ".join(rest[max(0, lone.start() - 20) : lone.end() + 20].split())
        found.append(
            f"Une accolade est seule, près de « {around} » : une variable s’écrit entre deux, "
            "sur une seule ligne."
        )
    return found


def title_faults(title: str) -> list[str]:
    """Return what the title of an article may not say: it is printed as typed, without values."""
    braces = re.search(r"[{}]", title)
    return ["Un titre ne contient ni variable ni accolade."] if braces else []


def _unserved(name: str, kind: PaperKind, served: Mapping[str, Variable]) -> str:
    if name in VARIABLES:
        return f"« {{{name}}} » n’a rien à dire dans ce document ({kind.label})."
    near = get_close_matches(name, served, 1)
    hint = f"vouliez-vous « {{{near[0]}}} » ?" if near else "choisissez-la dans la liste."
    return f"« {{{name}}} » n’est pas une variable : {hint}"


def parse(text: str) -> tuple[Block, ...]:
    """Return a text as blocks, its variables still between braces."""
    blocks: list[Block] = []
    for is_item, pieces in groupby(_pieces(text), lambda piece: piece[0]):
        runs = [_runs(words) for _, words in pieces]
        blocks += [Bullets(tuple(runs))] if is_item else [Paragraph(each) for each in runs]
    return tuple(blocks)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each paragraph, and each item of a list (True), on one line."""
    is_item, lines = False, list[str]()
    for line in (*map(str.strip, text.splitlines()), ""):
        bullet, alone = BULLET.match(line), _alone(line)
        if lines and (not line or bullet or alone or NUMBERED.match(line)):
            yield is_item, " ".join(lines)
            lines = []
        if alone:
            yield False, line
        elif line:
            is_item = is_item if lines else bool(bullet)
            lines.append(line[bullet.end() :] if bullet else line)


def _alone(line: str) -> str | None:
    """Return the variable of a table or list that stands alone on its line, bold or not."""
    found = VARIABLE.fullmatch(line.strip().strip("*_").strip())
    name = _name(found) if found else ""
    return name if name in VARIABLES and VARIABLES[name].block else None


def _name(found: re.Match[str]) -> str:
    """Return the name between two braces, however its accents were typed."""
    return unicodedata.normalize("NFC", found[1].strip())


def _runs(words: str) -> tuple[Run, ...]:
    """Return words with their emphasis; a variable is never cut between two runs of one kind."""
    bold = italic = 0
    runs: list[Run] = []
    for token in _reader.parseInline(words)[0].children or []:
        bold += token.nesting if token.type.startswith("strong") else 0
        italic += token.nesting if token.type.startswith("em") else 0
        made = Run(token.content, bold > 0, italic > 0)
        if runs and replace(runs[-1], text="") == replace(made, text=""):
            runs[-1] = replace(made, text=runs[-1].text + made.text)
        elif made.text:
            runs.append(made)
    return tuple(runs)


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
    found = values.get(_alone("".join(run.text for run in block.runs)) or "")
    if isinstance(found, tuple):
        yield from [each for each in found if _says(each)] or [NOTHING]
    else:
        yield Paragraph(tuple(_valued(block.runs, values, missing)))


def _says(block: Block) -> bool:
    """Tell whether a block has anything to print."""
    match block:
        case Paragraph(runs=inside) | Bullets(items=inside):
            return bool(inside)
        case Fields(rows=rows) | Table(rows=rows):
            return bool(rows)


def _valued(runs: Iterable[Run], values: Values, missing: dict[str, None]) -> Iterator[Run]:
    for run in runs:
        end = 0
        for found in VARIABLE.finditer(run.text):
            if found.start() > end:
                yield replace(run, text=run.text[end : found.start()])
            yield _value(run, found, values, missing)
            end = found.end()
        if end < len(run.text):
            yield replace(run, text=run.text[end:])


def _value(run: Run, found: re.Match[str], values: Values, missing: dict[str, None]) -> Run:
    """Return what a variable says, or the hole it leaves: one that says nothing leaves one."""
    name = _name(found)
    value = values.get(name)
    if isinstance(value, str) and value.strip():
        return replace(run, text=value)
    missing[name] = None
    known = VARIABLES.get(name)
    return replace(run, text=known.meaning if known else found[0], hole=True)
