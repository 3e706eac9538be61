"""The models of papers: what their articles say, version after version."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.documents.articles import Worded, faults, title_faults
from booking.documents.words import number
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.conventions import Wording
from booking.models.organizations import Organization
from booking.paperwork import Condition, PaperKind
from booking.queries import organizations, wordings
from booking.rules import access
from booking.rules.access import Actor
from booking.usecases import usecase

MOST_ARTICLES = 40
LONGEST_TEXT, LONGEST_TITLE, LONGEST_NOTE = 20_000, 160, 200


@usecase()
def write(
    actor: Actor,
    organization_id: int,
    kind: PaperKind,
    articles: Sequence[Worded],
    *,
    seen: int | None = None,
    note: str = "",
    key: str | None = None,
) -> int:
    """An organization words a kind of paper: a new version, for the papers issued from now on.

    `seen` is the last version that was read, 0 for none, None when that is not said. Returns the
    version written, or the last when nothing was changed. Raises WrongMoment when another was
    written since, Invalid naming each article that cannot be printed.
    """
    organization = _of(actor, organization_id, kind, seen)
    _refuse(kind, articles)
    known = wordings.last(organization.id, kind)
    if known and not note and wordings.articles(known) == tuple(articles):
        return known.id
    row = _append(actor, organization, kind, note)
    row.articles = [asdict(each) for each in articles]
    return _kept(actor, "reword", row)


@usecase()
def go_back(
    actor: Actor,
    organization_id: int,
    kind: PaperKind,
    version: int,
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """An organization words a kind of paper again as in one of its older versions.

    Raises NotFound when there is no such version with articles, WrongMoment as `write`.
    """
    organization = _of(actor, organization_id, kind, seen)
    old = wordings.numbered(organization.id, kind, version)
    words = wordings.articles(old) if old else None
    if words is None:
        raise NotFound("wording_not_found")
    _refuse(kind, words)
    row = _append(actor, organization, kind, f"Retour à la version {version}")
    row.articles = [asdict(each) for each in words]
    return _kept(actor, "word_again", row)


@usecase()
def give_up(
    actor: Actor,
    organization_id: int,
    kind: PaperKind,
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """An organization gives its own words up: the EPCI's apply again, or the shipped ones.

    Raises WrongMoment as `write`. Returns 0 when it has none.
    """
    organization = _of(actor, organization_id, kind, seen)
    known = wordings.last(organization.id, kind)
    if known is None or known.articles is None:
        return 0
    row = _append(actor, organization, kind, "Abandon de ce texte")
    return _kept(actor, "unword", row)


def _of(actor: Actor, organization_id: int, kind: PaperKind, seen: int | None) -> Organization:
    """Return the organization whose model the actor may change, as it was read."""
    organization = organizations.get(actor, organization_id)
    thing = wordings.parties(organization)
    access.require(actor, "wording.read", thing)
    if not wordings.words_its_own(organization):
        raise NotAllowed("owners_word_closed")
    access.require(actor, "wording.change", thing)
    known = wordings.last(organization.id, kind)
    if known and seen is not None and known.version != seen:
        raise WrongMoment("wording_changed", version=known.version)
    return organization


def _refuse(kind: PaperKind, articles: Sequence[Worded]) -> None:
    """Raise Invalid when the articles are too few, too many, or one cannot be printed."""
    if not 1 <= len(articles) <= MOST_ARTICLES:
        said = f"Un modèle compte de 1 à {MOST_ARTICLES} articles."
        raise Invalid("invalid", errors={"articles": [said]})
    found = {rank: wrong for rank, each in enumerate(articles) if (wrong := _wrong(kind, each))}
    if found:
        raise Invalid("invalid", errors={"articles": found})


def _wrong(kind: PaperKind, article: Worded) -> dict[str, Any]:
    """Return what is wrong with each field of an article."""
    title, text = article.title.strip(), article.text.strip()
    wrong = {
        "title": title_faults(title)
        if 0 < len(title) <= LONGEST_TITLE
        else [f"Donnez un titre, de {LONGEST_TITLE} caractères au plus."],
        "text": faults(text, kind)
        if 0 < len(text) <= LONGEST_TEXT
        else [f"Écrivez le texte de l’article, en {number(LONGEST_TEXT)} caractères au plus."],
        "when": []
        if article.when in ("", *Condition)
        else ["Choisissez quand l’article est imprimé."],
    }
    return {field: said for field, said in wrong.items() if said}


def _append(actor: Actor, organization: Organization, kind: PaperKind, note: str) -> Wording:
    """Return the next version, without articles; two at once: the later finds it was changed."""
    known = wordings.last(organization.id, kind)
    row = Wording(
        territory_id=organization.territory_id,
        organization_id=organization.id,
        kind=kind,
        version=known.version + 1 if known else 1,
        articles=None,
        note=note,
        at=clock.now(),
        by_id=actor.user_id,
    )
    db.session.add(row)
    return row


def _kept(actor: Actor, act: str, row: Wording) -> int:
    db.session.flush()  # the journal names it by its id
    journal.record(actor, act, "wording", row.id, name=row.kind.label, version=row.version)
    return row.id
