"""Signing in and out, one's account, invitations."""

import re

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import logout_user
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages
from booking.errors import NotFound, Refusal
from booking.links import INVITATION, RESET, Signer
from booking.queries import accounts as reads
from booking.rules.access import VISITOR
from booking.schemas.accounts import AskReset, ChangePassword, Function, NewPassword, SignIn
from booking.usecases import accounts
from booking.web import actor, unfold

blueprint = Blueprint("accounts", __name__)

Page = str | tuple[str, int] | Response


@blueprint.route("/connexion", methods=["GET", "POST"])
def login() -> Page:
    """Ask for an address and a password."""
    if request.method != "POST":
        return render_template("accounts/login.html", error="", email="")
    email = request.form.get("email", "")
    try:
        asked = SignIn().load(unfold(request.form, web.PARIS))
        user_id = accounts.sign_in(VISITOR, **asked, origin=request.remote_addr or "")
    except ValidationError:
        return _login_again("Donnez l’adresse et le mot de passe.", email, 422)
    except Refusal as refusal:
        sentence = messages.refusal(refusal.code, refusal.facts)
        return _login_again(sentence, email, refusal.status)
    if not web.begin_session(user_id):
        return _login_again("Votre compte n’agit plus pour aucun organisme.", email, 403)
    return redirect(_inside(request.args.get("suite", "/")))


def _login_again(error: str, email: str, status: int) -> Page:
    return render_template("accounts/login.html", error=error, email=email), status


def _inside(target: str) -> str:
    """Return where to go after signing in: an address of ours, never another site."""
    return target if re.fullmatch(r"/(?!/)[^\\\x00-\x20]*", target) else "/"


@blueprint.post("/deconnexion")
def logout() -> Response:
    """End the session."""
    logout_user()
    session.clear()
    return redirect(url_for("accounts.login"))


@blueprint.post("/compte/organisme")
def switch() -> Response:
    """Act for another of one's organizations."""
    chosen = web.small_number(request.form.get("organization", ""))
    if chosen and web.account().acting(chosen):
        session["organization"] = chosen
        session.pop("cart", None)
    return redirect(url_for("home.index"))


@blueprint.route("/compte", methods=["GET", "POST"])
def show() -> Page:
    """Show one's account, and change the password."""
    if request.method != "POST":
        return render_template("accounts/show.html", errors={}, account=web.account())
    try:
        asked = ChangePassword().load(unfold(request.form, actor().zone))
        user_id = accounts.change_password(actor(), **asked)
    except ValidationError as error:
        return _account_again(error.messages_dict)
    except Refusal as refusal:
        return _account_again({"current": [messages.refusal(refusal.code, refusal.facts)]})
    web.begin_session(user_id)
    flash("Votre mot de passe est changé ; vos autres sessions sont fermées.")
    return redirect(url_for("accounts.show"))


def _account_again(errors: dict[str, list[str]]) -> Page:
    page = render_template("accounts/show.html", errors=errors, account=web.account())
    return page, 422


@blueprint.route("/invitation/<string:token>", methods=["GET", "POST"])
def invitation(token: str) -> Page:
    """Let an invited person choose their password; opening the link changes nothing."""
    invited = Signer(web.settings().secret_key).read(INVITATION, token, clock.now())
    person = reads.account(invited[0]) if invited else None
    if invited is None or person is None or person.stamp != invited[1]:
        return render_template("accounts/invitation.html", person=None, errors={}), 404
    if request.method != "POST":
        return render_template("accounts/invitation.html", person=person, errors={})
    try:
        asked = NewPassword().load(unfold(request.form, web.PARIS))
    except ValidationError as error:
        errors = error.messages_dict
        return render_template("accounts/invitation.html", person=person, errors=errors), 422
    web.begin_session(accounts.accept_invitation(VISITOR, *invited, asked["new"]))
    return redirect(url_for("home.index"))


@blueprint.route("/mot-de-passe-oublie", methods=["GET", "POST"])
def ask_reset() -> Page:
    """Ask for the address of an account; whether there is one is never said."""
    if request.method != "POST":
        return render_template("accounts/ask_reset.html", sent=False, errors={}, email="")
    email = request.form.get("email", "")
    try:
        asked = AskReset().load(unfold(request.form, web.PARIS))
        accounts.ask_reset(VISITOR, asked["email"], request.remote_addr or "")
    except ValidationError as error:
        return _ask_again(error.messages_dict, email), 422
    except Refusal as refusal:
        sentence = messages.refusal(refusal.code, refusal.facts)
        return _ask_again({"email": [sentence]}, email), refusal.status
    return render_template("accounts/ask_reset.html", sent=True, errors={}, email=email)


def _ask_again(errors: dict[str, list[str]], email: str) -> str:
    return render_template("accounts/ask_reset.html", sent=False, errors=errors, email=email)


@blueprint.route("/nouveau-mot-de-passe/<string:token>", methods=["GET", "POST"])
def reset(token: str) -> Page:
    """Let who received the link choose another password; opening it changes nothing."""
    shown = Signer(web.settings().secret_key).read(RESET, token, clock.now())
    person = reads.account(shown[0]) if shown else None
    if shown is None or person is None or person.stamp != shown[1]:
        return render_template("accounts/reset.html", person=None, errors={}), 404
    if request.method != "POST":
        return render_template("accounts/reset.html", person=person, errors={})
    try:
        asked = NewPassword().load(unfold(request.form, web.PARIS))
    except ValidationError as error:
        errors = error.messages_dict
        return render_template("accounts/reset.html", person=person, errors=errors), 422
    web.begin_session(accounts.reset_password(VISITOR, *shown, asked["new"]))
    flash("Votre nouveau mot de passe est enregistré ; vos autres sessions sont fermées.")
    return redirect(url_for("home.index"))


@blueprint.route("/qui-etes-vous", methods=["GET", "POST"])
def ask_function() -> Page:
    """Ask who opens a shared mailbox, once per session, for the journal."""
    if not web.account().shared:
        raise NotFound("not_found")
    target = _inside(request.args.get("suite", "/"))
    if request.method != "POST":
        return render_template("accounts/ask_function.html", errors={}, said="", target=target)
    try:
        asked = Function().load(unfold(request.form, actor().zone))
    except ValidationError as error:
        said, errors = request.form.get("function", ""), error.messages_dict
        page = render_template(
            "accounts/ask_function.html", errors=errors, said=said, target=target
        )
        return page, 422
    session["function"] = asked["function"]
    return redirect(target)


@blueprint.post("/compte/conseils")
def recall_hints() -> Response:
    """Show the hints of the first visit again."""
    accounts.recall_hints(actor())
    flash("Les conseils sont de nouveau sur l’accueil.")
    return redirect(url_for("home.index"))
