"""Papers: those of one's organization, each with its words, its bytes and its folder."""

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as Answer

from booking import clock
from booking.documents import folders, paper, sheets
from booking.documents.folders import Folder, safe
from booking.errors import NotFound
from booking.pages import tables
from booking.paperwork import PaperKind, PaperState
from booking.queries import conventions, history, paper_search, signatures, signing
from booking.queries import folders as gathered
from booking.queries.composing import Composed
from booking.queries.paper_search import Filters, Side
from booking.queries.paper_views import PaperView
from booking.rules.access import Actor
from booking.vocabulary import Role
from booking.web import actor, small_number

blueprint = Blueprint("conventions", __name__)

LONGEST = 120
FILTERS = ("q", "type", "etat", "cote", "annee")
SIDES = [("", "Les deux côtés"), (Side.LENDS.value, "Je prête"), (Side.BORROWS.value, "J’emprunte")]
HEAD = (
    *("Numéro", "Document", "Objet", "Prêteur", "Gestionnaire", "Autre partie", "Du", "Au"),
    *("État", "À signer par", "Établi le", "Signé le", "SHA-256"),
)


@blueprint.get("/conventions")
def index() -> str:
    """List the papers of one's organization: what waits for it first."""
    who, asked = actor(), read_filters()
    return render_template(
        "conventions/index.html",
        found=paper_search.search(who, asked, small_number(request.args.get("page", "")) or 1),
        asked=asked,
        to_sign=paper_search.to_sign(who),
        signs=signing.signs(who),
        to_issue=paper_search.to_issue(who),
        kinds=_options(PaperKind, "Tous les documents"),
        states=_options(PaperState, "Tous les états"),
        sides=SIDES,
        years=[("", "Toutes"), *((str(each), str(each)) for each in paper_search.years(who))],
        may_prepare=Role.MANAGER in who.roles,
        kept={name: request.args[name] for name in FILTERS if name in request.args},
    )


def read_filters() -> Filters:
    """Return what the address asks for; what it says amiss asks for nothing."""
    return Filters(
        kind=next((each for each in PaperKind if each == request.args.get("type")), None),
        state=next((each for each in PaperState if each == request.args.get("etat")), None),
        side=next((each for each in Side if each == request.args.get("cote")), None),
        year=small_number(request.args.get("annee", "")),
        words=request.args.get("q", "")[:LONGEST],
    )


def _options(words: type[PaperKind] | type[PaperState], every: str) -> list[tuple[str, str]]:
    named = ((each.value, each.label[:1].upper() + each.label[1:]) for each in words)
    return [("", every), *named]


@blueprint.get("/conventions.csv")
def table() -> Answer:
    """Give what is found as a table to take away."""
    who = actor()
    found = paper_search.every(who, read_filters())
    rows = [_row(who, each) for each in found]
    return tables.attached(sheets.as_csv([HEAD, *rows]), "conventions.csv")


def _row(who: Actor, each: PaperView) -> tuple[sheets.Value, ...]:
    issued, signed = (
        at.astimezone(who.zone).date() if at else None for at in (each.issued_at, each.signed_at)
    )
    return (
        *(each.number, each.kind.label, each.purpose or each.title),
        *(each.owner, each.manager, each.partner, each.starts_on, each.ends_on),
        *(each.state.label, each.awaited.organization if each.awaited else ""),
        *(issued, signed, each.sha256),
    )


@blueprint.get("/conventions/<int:convention_id>")
def show(convention_id: int) -> str:
    """Show a paper: its state, who must act, since when, and all that is kept of it."""
    who = actor()
    mine, may = conventions.show(who, convention_id), conventions.allowed(who, convention_id)
    return render_template(
        "conventions/show.html",
        mine=mine,
        lends=who.organization_id in (mine.owner_id, mine.manager_id) and Role.MANAGER in who.roles,
        may=may,
        signed=signatures.show(who, convention_id) if mine.signatures else None,
        has_words=mine.state is PaperState.DRAFT
        or conventions.words(who, convention_id) is not None,
        events=history.of_paper(who, convention_id),
    )


@blueprint.get("/conventions/<int:convention_id>/texte")
def read(convention_id: int) -> str:
    """Show the words of a paper as a page, the same as its PDF; of a draft, as it is today."""
    who = actor()
    mine = conventions.show(who, convention_id)
    words = conventions.words(who, convention_id)
    if mine.state is PaperState.DRAFT:
        words = conventions.draft_of(who, convention_id, clock.now()).paper.as_dict()
    return render_template("conventions/read.html", mine=mine, tree=words)


@blueprint.get("/conventions/<int:convention_id>.pdf")
def pdf(convention_id: int) -> Answer:
    """Give the very bytes of a paper, of its signed copy if asked, or a draft marked PROJET."""
    who, signed = actor(), request.args.get("signe") == "1"
    mine = conventions.show(who, convention_id)
    kept = conventions.content(who, convention_id, signed=signed)
    if kept is None:
        draft = conventions.draft_of(who, convention_id, clock.now())
        return _drawn(draft, safe("projet", mine.kind.label, str(mine.id)))
    name = safe(mine.kind.label, mine.number or "", "signe" if signed else "")
    return _kept(*kept, name)


@blueprint.get("/conventions/<int:convention_id>/dossier.zip")
def export(convention_id: int) -> Response:
    """Give all that is kept of a paper, for the archive or the signature book."""
    mine = conventions.show(actor(), convention_id)
    name = safe("dossier", mine.kind.label, mine.number or str(mine.id))
    return _zip(gathered.of_paper(actor(), convention_id), name)


@blueprint.get("/reservations/<int:reservation_id>/dossier.zip")
def export_all(reservation_id: int) -> Response:
    """Give all that is kept of the papers of a reservation."""
    found = gathered.of_reservation(actor(), reservation_id)
    return _zip(found, f"documents-de-la-reservation-{reservation_id}")


@blueprint.get("/reservations/<int:reservation_id>/convention.pdf")
def of_reservation(reservation_id: int) -> Answer:
    """Give the paper under which it is lent as it was issued, or a draft marked PROJET."""
    issued = conventions.issued(actor(), reservation_id)
    if issued and issued.pdf:
        return _kept(issued.pdf, issued.sha256, f"convention-{issued.number}")
    draft = conventions.draft(actor(), reservation_id, clock.now())
    return _drawn(draft, f"projet-de-convention-{reservation_id}")


@blueprint.get("/reservations/<int:reservation_id>/papiers/<string:kind>.pdf")
def sheet(reservation_id: int, kind: str) -> Response:
    """Give what is printed of a loan and never kept: a slip of the depot, a blank report."""
    known = next((each for each in PaperKind if each == kind), None)
    if known is None:
        raise NotFound("convention_not_found")
    drawn = conventions.sheet(actor(), reservation_id, known, clock.now())
    return _drawn(drawn, safe(known.label, str(reservation_id)))


def _drawn(composed: Composed, name: str) -> Response:
    return _pdf(paper.render(composed.paper, composed.logos), name)


def _kept(content: bytes, sha256: str, name: str) -> Answer:
    """Return bytes that never change, under their digest: asked again, they are not sent again."""
    response = _pdf(content, name)
    response.set_etag(sha256)
    response.headers["Cache-Control"] = "private, no-cache"  # kept, but asked for each time
    return response.make_conditional(request)


def _pdf(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _zip(folder: Folder, name: str) -> Response:
    response = Response(folders.pack(folder), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
