"""The first page: what is under way, who must act, by when; what a first visit should know."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE
from werkzeug.wrappers import Response as Answer

from booking import clock, web
from booking.dealings import Hint
from booking.pages import glance, late
from booking.pages.counter import form_at
from booking.pages.glance import Waiting
from booking.queries import (
    administered,
    contests,
    dangers,
    paper_search,
    qualifications,
    readiness,
    reservations,
    unsettled,
    work,
)
from booking.queries.health import ping
from booking.queries.work import Task
from booking.rules.access import Actor
from booking.rules.turns import WHEN
from booking.schemas.accounts import Dismiss
from booking.usecases import accounts
from booking.vocabulary import Role
from booking.web import actor

blueprint = Blueprint("home", __name__)

MOST = 50
"""So many reservations at once say what the day holds; the rest stands on the lists."""
PASSING = ("hand_over", "take_back")
"""What is done by a form of the counter."""
CONCERNED = {Role.SECRETARY, Role.ADMINISTRATOR, Role.ELECTED, Role.MANAGER}
"""Who reads what the commune still needs."""


@dataclass(frozen=True)
class Advice:
    """A hint as it is drawn: a sentence, a drawing, and where it leads."""

    hint: Hint
    icon: str
    sentence: str
    endpoint: str


ADVICE: dict[Role, tuple[Advice, ...]] = {
    Role.SECRETARY: (
        Advice(
            Hint.SEARCH,
            "search",
            "Donnez vos dates : seul le matériel libre ces jours-là se demande.",
            "catalogue.index",
        ),
        Advice(
            Hint.ASK,
            "list",
            "Un seul panier pour tous les parcs : chaque prêteur répond avant une date affichée.",
            "reservations.index",
        ),
        Advice(
            Hint.PRINT,
            "print",
            "Une fois la demande validée, sa page donne la convention et dit qui doit la signer.",
            "reservations.index",
        ),
    ),
    Role.MANAGER: (
        Advice(
            Hint.ANSWER,
            "inbox",
            "Les règles et les conflits y sont déjà vérifiés ; l’échéance est écrite.",
            "queue.index",
        ),
        Advice(
            Hint.REST,
            "gear",
            "Sur la fiche d’un matériel, « Stock et entretien » note contrôles et incidents.",
            "catalogue.index",
        ),
        Advice(
            Hint.SUBSCRIBE,
            "calendar",
            "Outlook, Google ou Thunderbird montrent vos prêts, tenus à jour.",
            "calendars.index",
        ),
    ),
    Role.TECHNICIAN: (
        Advice(
            Hint.HAND_OVER,
            "out",
            "Le comptoir montre ce qui part et ce qui revient aujourd’hui : un bouton par prêt.",
            "counter.index",
        ),
        Advice(
            Hint.TAKE_BACK,
            "back",
            "Ce qui revient se note aussi : le matériel redevient libre aussitôt.",
            "counter.index",
        ),
        Advice(
            Hint.REPORT,
            "warn",
            "Depuis la fiche d’un matériel ou le comptoir : ce qui est abîmé n’est plus prêté.",
            "catalogue.index",
        ),
    ),
    Role.ADMINISTRATOR: (
        Advice(
            Hint.REPLACE,
            "key",
            "Invitez un remplaçant jusqu’à une date : l’accès s’arrête ensuite de lui-même.",
            "memberships.index",
        ),
        Advice(
            Hint.SET_UP,
            "sign",
            "Délibération, assurance, signataire : la mise en route dit ce qui manque.",
            "home.set_up",
        ),
    ),
    Role.ELECTED: (
        Advice(
            Hint.READ,
            "list",
            "Les prêts de la commune sont ci-dessous, par échéance.",
            "home.index",
        ),
        Advice(
            Hint.SUBSCRIBE,
            "calendar",
            "Votre agenda peut montrer les prêts, tenus à jour.",
            "calendars.index",
        ),
    ),
}
"""The hints of the first role one has, in this order."""


@blueprint.get("/")
def index() -> str:
    """Show what is under way for the actor's organization, the nearest term first."""
    who = actor()
    tasks = work.under_way(who)
    contested, to_sign = contests.to_answer(who), paper_search.to_sign(who)
    waiting = Waiting(reservations.count_to_answer(who), len(contested), len(to_sign))
    figures = glance.figures([each for each in tasks if each.concerns], waiting)
    chosen = glance.chosen(request.args.get("voir", ""))
    if chosen:
        tasks = [each for each in tasks if each.concerns and chosen in each.glances]
    needed = readiness.show(who, who.organization_id)
    lacking = dangers.of_manager(who) if Role.MANAGER in who.roles else []
    return render_template(
        "home/index.html",
        today=clock.today(who.zone),
        groups=_groups(tasks[:MOST]),
        late=late.since(who, [each.reservation for each in tasks[:MOST]]),
        awaited=late.waited(who, [each.reservation for each in tasks[:MOST] if each.borrows]),
        more=max(0, len(tasks) - MOST),
        figures=figures,
        chosen=chosen,
        contested=contested,
        unsigned=contests.to_contest(who),
        to_sign=to_sign,
        dangers=lacking,
        broken=unsettled.to_settle(who) if lacking else [],
        needed=needed if who.roles & CONCERNED and not needed.ready else None,
        advice=_advice(who),
        form_at=form_at,
        passing=PASSING,
    )


def _groups(tasks: list[Task]) -> list[tuple[str, list[Task]]]:
    found = [(when, [each for each in tasks if each.when == when]) for when in WHEN]
    return [(when, mine) for when, mine in found if mine]


def _advice(who: Actor) -> list[Advice]:
    """Return the hints of one's first role that one has not put aside."""
    mine = next((found for role, found in ADVICE.items() if role in who.roles), ())
    return [each for each in mine if each.hint.value not in web.account().dismissed]


@blueprint.post("/conseils")
def dismiss() -> Answer:
    """Put a hint aside, for good."""
    asked = Dismiss().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    accounts.dismiss(actor(), asked["hint"])
    flash("C’est noté. « Mon compte » permet de revoir les conseils.")
    return redirect(url_for("home.index"))


@blueprint.get("/mise-en-route")
def set_up() -> str:
    """Show what an organization needs in order, what to do and who does it."""
    chosen = web.small_number(request.args.get("organisme", ""))
    found = readiness.show(actor(), chosen or actor().organization_id)
    may_edit = administered.may_edit(actor(), found.organization_id)
    own = found.organization_id == actor().organization_id
    return render_template(
        "home/set_up.html",
        found=found,
        may_edit=may_edit,
        registers=own and qualifications.may_change(actor()),
    )


@blueprint.get("/sante")
def health() -> Response:
    """Answer when the service can do its job; a base that is away answers 503 by itself."""
    ping()
    return Response("ok\n", mimetype="text/plain")
