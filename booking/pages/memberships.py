"""Who acts for an organization: inviting, prolonging, ending."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, WrongMoment
from booking.queries import history, memberships
from booking.schemas.memberships import Grant, InviteTo
from booking.usecases import memberships as acts
from booking.vocabulary import AccessState, Role
from booking.web import actor, in_view

blueprint = Blueprint("memberships", __name__, url_prefix="/administration/acces")

Page = str | tuple[str, int] | Response
ROLES = (
    (Role.SECRETARY.value, "Secrétariat : demande, suit, imprime"),
    (Role.MANAGER.value, "Gestionnaire : répond aux demandes, tient le stock"),
    (Role.TECHNICIAN.value, "Technique : remet et reprend le matériel"),
    (Role.ELECTED.value, "Élu : lit et s’abonne"),
    (Role.OBSERVER.value, "Lecture seule"),
    (Role.ADMINISTRATOR.value, "Administration : ouvre et ferme les accès"),
)
SHARED = (("oui", "Boîte partagée par plusieurs personnes"),)


@blueprint.get("")
def index() -> str:
    """List who acts for the actor's organization, or for the one that the EPCI office chose."""
    chosen = web.small_number(request.args.get("organisme", ""))
    return _list(chosen or actor().organization_id, {}, {})


@blueprint.post("/<int:organization_id>/inviter")
@in_view(memberships.house)
def invite(organization_id: int) -> Page:
    """Invite somebody by e-mail."""
    form = _form()
    try:
        asked = InviteTo().load(form, unknown=EXCLUDE)
        acts.invite(actor(), organization_id, **asked)
    except ValidationError as error:
        return _list(organization_id, form, error.messages_dict), 422
    except Invalid as refusal:
        return _list(organization_id, form, refusal.facts["errors"]), refusal.status
    flash(f"L’invitation part pour {asked['email']}.")
    return redirect(url_for("memberships.index", organisme=organization_id))


@blueprint.get("/<int:organization_id>/<int:user_id>")
def show(organization_id: int, user_id: int) -> str:
    """Show one person's access."""
    return _person(organization_id, user_id, {})


@blueprint.post("/<int:organization_id>/<int:user_id>/modifier")
@in_view(memberships.house)
def change(organization_id: int, user_id: int) -> Page:
    """Give somebody other roles or another end."""

    def act() -> str:
        asked = Grant().load(_form(), unknown=EXCLUDE)
        acts.change(actor(), organization_id, user_id, asked["granted"])
        return "L’accès est modifié."

    return _try(organization_id, user_id, act)


@blueprint.post("/<int:organization_id>/<int:user_id>/finir")
@in_view(memberships.house)
def end(organization_id: int, user_id: int) -> Page:
    """End somebody's access at once."""

    def act() -> str:
        acts.end(actor(), organization_id, user_id)
        return "L’accès est terminé ; ses programmes et ses agendas aussi."

    return _try(organization_id, user_id, act)


@blueprint.post("/<int:organization_id>/<int:user_id>/renvoyer")
@in_view(memberships.house)
def resend(organization_id: int, user_id: int) -> Page:
    """Send the invitation again."""

    def act() -> str:
        acts.resend(actor(), organization_id, user_id)
        return "L’invitation repart ; le lien d’avant ne vaut plus rien."

    return _try(organization_id, user_id, act)


def _try(organization_id: int, user_id: int, act: Callable[[], str]) -> Page:
    """Do an act of a person's page, or draw it again with what is wrong and as typed."""
    memberships.show(actor(), organization_id, user_id)
    try:
        flash(act())
    except ValidationError as error:
        return _person(organization_id, user_id, error.messages_dict), 422
    except Invalid as refusal:
        return _person(organization_id, user_id, refusal.facts["errors"]), refusal.status
    except WrongMoment as refusal:
        said = {"": [messages.refusal(refusal.code, refusal.facts)]}
        return _person(organization_id, user_id, said), refusal.status
    return redirect(url_for("memberships.index", organisme=organization_id))


def _form() -> dict[str, Any]:
    form = web.unfold(request.form, actor().zone)
    return {**form, "roles": request.form.getlist("roles"), "shared": "shared" in request.form}


def _list(organization_id: int, typed: dict[str, Any], errors: Any) -> str:
    found = memberships.of_organization(actor(), organization_id)
    return render_template(
        "memberships/index.html",
        house=memberships.house(actor(), organization_id),
        choices=_choices(),
        held=[each for each in found if each.state is not AccessState.ENDED],
        ended=[each for each in found if each.state is AccessState.ENDED],
        events=history.of(actor(), "access", organization_id),
        roles=ROLES,
        shared=SHARED,
        typed=typed,
        errors=errors,
    )


def _choices() -> list[tuple[int, str]]:
    return [
        (each.id, each.name if each.administered else f"{each.name} (sans administrateur)")
        for each in memberships.houses(actor())
    ]


def _person(organization_id: int, user_id: int, errors: Any) -> str:
    found = memberships.show(actor(), organization_id, user_id)
    kept: dict[str, Any] = {
        "roles": found.roles,
        "ends_on": found.ends_on if found.state is not AccessState.ENDED else "",
        "shared": found.shared,
    }
    return render_template(
        "memberships/show.html",
        house=memberships.house(actor(), organization_id),
        access=found,
        roles=ROLES,
        shared=SHARED,
        typed=_form() if "roles" in request.form else kept,
        errors=errors,
    )
