"""The directory of the territory, for its members alone."""

from flask import Blueprint, render_template, request

from booking.pages.organizations import chosen_kind, named
from booking.queries import administered, directory
from booking.web import actor

blueprint = Blueprint("directory", __name__, url_prefix="/annuaire")


@blueprint.get("")
def index() -> str:
    """List the organizations with whom to call and what they store."""
    who, words, kind = actor(), request.args.get("q", ""), chosen_kind()
    return render_template(
        "directory/index.html",
        found=directory.index(who, words, kind),
        words=words,
        kind=kind,
        kinds=named(directory.kinds(who)),
    )


@blueprint.get("/<int:organization_id>")
def show(organization_id: int) -> str:
    """Show one organization."""
    who = actor()
    return render_template(
        "directory/show.html",
        view=directory.show(who, organization_id),
        may_edit=administered.may_edit(who, organization_id),
    )
