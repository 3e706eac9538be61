"""Signing papers: one's own page, the page of a link, and what is done beside a paper."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response as Answer

from booking import clock, web
from booking.documents import messages
from booking.documents import signing as words
from booking.errors import Invalid, NotFound, Refusal, WrongMoment
from booking.links import Signer, Signing
from booking.pages import chosen
from booking.paperwork import Means
from booking.queries import signatures, signing
from booking.queries.signing import Linked, ToSign
from booking.rules.access import Actor
from booking.rules.signatures import ON_PAPER, Given
from booking.schemas.reservations import Act
from booking.schemas.signing import Deposit, Forward, RefuseToSign, Sign
from booking.usecases import scans
from booking.usecases import signing as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("signing", __name__)

Page = str | tuple[str, int] | Answer
ADDRESS = 45
"""How long the address of a network may be (RFC 4291)."""
SAID = {
    "refuse": "Votre refus et son motif sont enregistrés. Les parties sont prévenues.",
    "forward": "La signature est transmise : un courriel part à la personne choisie.",
}
"""What is said once an act is done; of signing, by what is left to sign."""
ACTS = ("sign", *SAID)


@blueprint.get("/conventions/a-signer")
def index() -> str:
    """Show every paper that waits for one's signature, in full, and the button that signs them."""
    return _index({}, {})


@blueprint.post("/conventions/signer")
def sign() -> Page:
    """Sign all the papers that were shown, at once."""
    data = _typed()
    try:
        said = _sign(actor(), data, key=data.get("request_key"))
    except ValidationError as error:
        return _index(data, error.messages_dict), 422
    except (Invalid, WrongMoment) as refusal:
        return _index(data, _why(refusal)), refusal.status
    flash(said)
    return redirect(url_for("signing.index"))


@blueprint.post("/conventions/<int:convention_id>/refuser")
@in_view(signatures.show)
def refuse(convention_id: int) -> Page:
    """Decline to sign a paper, and say why."""
    return _acted("refuse", convention_id)


@blueprint.post("/conventions/<int:convention_id>/transmettre")
@in_view(signatures.show)
def forward(convention_id: int) -> Page:
    """Pass a signature on to somebody else who may sign."""
    return _acted("forward", convention_id)


@blueprint.post("/conventions/<int:convention_id>/relancer")
@in_view(signatures.show)
def remind(convention_id: int) -> Answer:
    """Ask again whose turn it is to sign."""
    try:
        acts.remind(actor(), convention_id, key=_read(Act())["request_key"])
        flash("Le rappel part par courriel.")
    except WrongMoment as refusal:
        flash(" ".join(_why(refusal)[""]), "error")
    return redirect(_paper(convention_id))


@blueprint.route("/conventions/<int:convention_id>/exemplaire-signe", methods=["GET", "POST"])
@in_view(signatures.show)
def deposit(convention_id: int) -> Page:
    """Bring the scan of what was signed by hand or in a signature book."""
    if request.method != "POST":
        return _deposit(convention_id, {}, {})
    data = unfold(request.form, actor().zone, ("signed",)) | request.files.to_dict()
    try:
        asked = Deposit().load(data, unknown=EXCLUDE)
        scans.deposit(actor(), convention_id, asked["file"], asked["scanned"], key=asked["key"])
    except ValidationError as error:
        return _deposit(convention_id, data, error.messages_dict), 422
    except (Invalid, WrongMoment) as refusal:
        return _deposit(convention_id, data, _why(refusal)), refusal.status
    left = signatures.left_to_sign([convention_id])
    flash(words.deposited(left, reached=signing.is_reached([convention_id])))
    return redirect(_paper(convention_id))


@blueprint.route("/signature/<string:token>", methods=["GET", "POST"])
def linked(token: str) -> Page:
    """Show what a link asks to sign; sign, refuse or pass on only when a button is pressed."""
    asked = Signer(web.settings().secret_key).read_signing(token, clock.now())
    if asked is None:
        return _dead()
    found = signing.linked(asked)
    if request.method == "POST":
        return _pressed(token, asked, found)
    return _linked(token, found, {}, {}) if found else _dead()


@blueprint.get("/signature/<string:token>/<int:convention_id>.pdf")
def linked_pdf(token: str, convention_id: int) -> Response:
    """Give a paper to sign as it is printed, to whom the link was written."""
    asked = Signer(web.settings().secret_key).read_signing(token, clock.now())
    found = signing.linked(asked) if asked else None
    content = signing.pdf(found.papers, convention_id) if found else None
    if content is None:
        raise NotFound("convention_not_found")
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="document-{convention_id}.pdf"'
    return response


def _pressed(token: str, asked: Signing, found: Linked | None) -> Page:
    """Do what a button asks, once; whoever presses again reads that it is done."""
    data, act = _typed(), request.form.get("act", "sign")
    paper = web.small_number(request.form.get("paper", "")) or 0
    of = chosen.numbers(data["papers"]) if act == "sign" else [paper]
    key = hashlib.sha256(f"{token} {act} {of}".encode()).hexdigest()
    if signing.is_done(asked, key):
        return _done(SAID.get(act) or _signed(of), found)
    if found is None or act not in ACTS:
        return _dead()
    papers = {each.id for each in found.papers}
    try:
        if act == "sign":
            said = _sign(found.actor, data, key=key, among=papers)
        elif paper in papers:
            _do(act, found.actor, paper, data | {"request_key": key})
            said = SAID[act]
        else:
            raise WrongMoment("papers_changed")
    except ValidationError as error:
        return _linked(token, found, data, error.messages_dict), 422
    except (Invalid, WrongMoment) as refusal:
        return _linked(token, found, data, _why(refusal)), refusal.status
    return _done(said, signing.linked(asked))


def _sign(
    who: Actor, data: Mapping[str, Any], *, key: str | None, among: set[int] | None = None
) -> str:
    """Sign what was chosen and say so; by a link, only of what it was written for."""
    asked = Sign().load(data, unknown=EXCLUDE)
    shown = tuple(sorted(set(asked["papers"])))
    if among is not None and not among.issuperset(shown):
        raise WrongMoment("papers_changed")
    address = (request.remote_addr or "")[:ADDRESS]
    given = Given(asked["name"], asked["title"], asked["drawn"], address)
    acts.sign(who, shown, given, key=key)
    return _signed(shown)


def _signed(convention_ids: Sequence[int]) -> str:
    left = signatures.left_to_sign(convention_ids)
    return words.signed(len(convention_ids), left, reached=signing.is_reached(convention_ids))


def _do(act: str, who: Actor, convention_id: int, data: Mapping[str, Any]) -> None:
    """Refuse to sign a paper, or pass it on."""
    if act == "refuse":
        asked = RefuseToSign().load(data, unknown=EXCLUDE)
        acts.refuse(who, convention_id, asked["reason"], key=asked["request_key"])
    else:
        asked = Forward().load(data, unknown=EXCLUDE)
        acts.forward(who, convention_id, asked["mandate"], key=asked["request_key"])


def _acted(act: str, convention_id: int) -> Page:
    data = _typed() | {"act": act, "paper": str(convention_id)}
    try:
        _do(act, actor(), convention_id, data)
    except ValidationError as error:
        return _index(data, error.messages_dict), 422
    except (Invalid, WrongMoment) as refusal:
        return _index(data, _why(refusal)), refusal.status
    flash(SAID[act])
    return redirect(_paper(convention_id))


def _typed() -> dict[str, Any]:
    zone = web.PARIS if request.endpoint == "signing.linked" else actor().zone
    return unfold(request.form, zone) | {"papers": request.form.getlist("papers")}


def _read(schema: Schema) -> dict[str, Any]:
    read: dict[str, Any] = schema.load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    return read


def _why(refusal: Refusal) -> dict[str, Any]:
    """Return what is refused, beside its field or above the form."""
    if isinstance(refusal, Invalid):
        return dict(refusal.facts["errors"])  # type: ignore[call-overload,no-any-return]
    if refusal.code == "request_key_reused":
        raise refusal
    return {"": [messages.refusal(refusal.code, refusal.facts)]}


def _placed(
    data: Mapping[str, Any], errors: Mapping[str, Any], shown: Iterable[ToSign]
) -> list[tuple[str, str]]:
    """Return what is wrong, each with the field it is about where the page has it."""
    paper = data.get("paper", "")
    here = paper in {str(each.id) for each in shown}
    fields = {"reason": f"motif-{paper}", "mandate": f"elu-{paper}"} if here else {}
    fields |= {name: name for name in ("papers", "name", "title", "drawn", "consent")}
    return [(fields.get(name, ""), message) for name, message in web.summary(errors)]


def _paper(convention_id: int) -> str:
    return url_for("conventions.show", convention_id=convention_id)


def _index(data: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    who = actor()
    found = signing.due(who)
    papers = [each for each in found if each.on_screen]
    name, title = signing.signs_as(who)
    return render_template(
        "signing/index.html",
        papers=papers,
        on_paper=[each for each in found if not each.on_screen],
        consent=_consent(papers),
        choices=chosen.boxes(papers),
        button=words.many(len(papers)),
        data={"name": name, "title": title, **data, **chosen.ticked(papers, data, SAID)},
        errors=errors,
        wrong=_placed(data, errors, papers),
        key=data.get("request_key") or web.new_key(),
    )


def _linked(token: str, found: Linked, data: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    return render_template(
        "signing/linked.html",
        token=token,
        found=found,
        papers=found.papers,
        consent=_consent(found.papers),
        choices=chosen.boxes(found.papers),
        button=words.many(len(found.papers)),
        data={
            "name": found.actor.name,
            "title": found.title,
            **data,
            **chosen.ticked(found.papers, data, SAID),
        },
        errors=errors,
        wrong=_placed(data, errors, found.papers),
        key="",
    )


def _consent(papers: Iterable[ToSign]) -> str:
    """Return the sentence of those who sign some papers: each side that they sign for, once."""
    return words.consent(*dict.fromkeys(each.signed_for for each in papers))


def _done(said: str, found: Linked | None) -> str:
    left = len(found.papers) if found else 0
    return render_template("signing/linked.html", papers=(), said=said, left=left)


def _dead() -> Page:
    return render_template("signing/linked.html", papers=(), said=""), 404


def _deposit(convention_id: int, data: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    shown = signatures.to_bring(actor(), convention_id)
    ways = [(each.value, each.label) for each in Means if each in ON_PAPER & shown.ways]
    return render_template(
        "signing/deposit.html",
        shown=shown,
        signed=signatures.show(actor(), convention_id),
        ways=ways,
        paper=_paper(convention_id),
        data=data,
        typed=list(data.get("signed", ())),
        errors=errors,
        today=clock.today(actor().zone),
        key=data.get("request_key") or web.new_key(),
    )
