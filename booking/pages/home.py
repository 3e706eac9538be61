"""The first page: what is under way, who must act, by when."""

from flask import Blueprint, Response, render_template

from booking import clock
from booking.queries import dangers, reservations
from booking.queries.health import ping
from booking.vocabulary import Role, Status
from booking.web import actor

blueprint = Blueprint("home", __name__)

OPEN = {Status.REQUESTED, Status.NEEDS_INFO, Status.WAITLISTED, Status.APPROVED, Status.OUT}


@blueprint.get("/")
def index() -> str:
    """Show what waits for the actor and what the organization has under way."""
    who = actor()
    manages = Role.MANAGER in who.roles
    return render_template(
        "home/index.html",
        today=clock.today(who.zone),
        to_answer=reservations.to_answer(who) if manages else [],
        dangers=dangers.of_manager(who) if manages else [],
        lent=reservations.lent(who) if who.roles & {Role.MANAGER, Role.TECHNICIAN} else [],
        asked=[each for each in reservations.of_borrower(who) if each.status in OPEN],
    )


@blueprint.get("/sante")
def health() -> Response:
    """Answer when the service can do its job; a base that is away answers 503 by itself."""
    ping()
    return Response("ok\n", mimetype="text/plain")
