"""Where each administration page is found, by the roles that may open it."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from booking.rules.access import Actor, Parties, may
from booking.web import actor

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


@dataclass(frozen=True)
class Entry:
    """A page of administration: where, under which words, for whom (an act of the table)."""

    endpoint: str
    label: str
    sentence: str
    icon: str
    act: str


ENTRIES = (
    Entry(
        "depots.index",
        "Dépôts",
        "Les lieux, leurs horaires et leurs fermetures.",
        "building",
        "depot.edit",
    ),
    Entry(
        "campaigns.index",
        "Vérification des dépôts",
        "Ce qui est en ordre, à réparer ou manquant, dépôt par dépôt.",
        "check",
        "campaign.run",
    ),
    Entry("memberships.index", "Accès", "Qui agit pour vous, jusqu’à quand.", "key", "access.read"),
    Entry(
        "home.set_up",
        "Mise en route",
        "Ce qui est en ordre pour emprunter et prêter, et ce qui manque.",
        "check",
        "organization.edit",
    ),
    Entry(
        "organizations.index",
        "Organismes",
        "Coordonnées, représentants, assurances, contacts et adhésions.",
        "building",
        "organization.edit",
    ),
    Entry(
        "acts.index",
        "Actes",
        "Délibérations, décisions, délégations, règlement, convention-cadre.",
        "file",
        "act.change",
    ),
    Entry(
        "paperwork.edit",
        "Documents et signatures",
        "L’acte exigé avant de signer, et comment chaque document se signe.",
        "sign",
        "papers.set",
    ),
    Entry(
        "files.logo",
        "Blason ou logo",
        "L’image de votre organisme sur ses conventions.",
        "file",
        "paper.change",
    ),
    Entry(
        "qualifications.index",
        "Habilitations",
        "Qui peut conduire, piloter ou monter quoi, et jusqu’à quand.",
        "sign",
        "qualification.change",
    ),
    Entry(
        "absences.index",
        "Absences",
        "Quand les personnes qui accompagnent le matériel ne sont pas là.",
        "calendar",
        "absence.declare",
    ),
    Entry(
        "pools.index",
        "Parcs",
        "Qui prête quoi, à qui, sous quelles conditions.",
        "box",
        "pool.edit",
    ),
    Entry(
        "pools.make",
        "Ouvrir un parc entre voisins",
        "Prêter votre matériel aux communes que vous choisissez.",
        "plus",
        "pool.open",
    ),
    Entry(
        "figures.show",
        "Chiffres officiels",
        "Populations et périmètre de l’année : ce qui change, puis l’appliquer.",
        "list",
        "figures.refresh",
    ),
    Entry(
        "requirements.index",
        "Exigences",
        "Contrôles, titres et papiers à vérifier, leurs effets et leurs sources.",
        "check",
        "requirement.change",
    ),
    Entry(
        "wordings.index",
        "Modèles des documents",
        "Ce que disent les conventions, bons et constats, article par article.",
        "pen",
        "wording.read",
    ),
    Entry("mail.index", "Courriels", "Les messages écrits par le service.", "mail", "outbox.read"),
    Entry(
        "imports.index",
        "Inventaire",
        "Reprendre un tableau de matériel, ou l’exporter.",
        "box",
        "inventory.load",
    ),
    Entry(
        "promises.index",
        "Promesses déjà faites",
        "Reprendre un tableau des prêts convenus avant le service.",
        "list",
        "promise.load",
    ),
)


def entries(who: Actor) -> list[Entry]:
    """Return the pages that the actor's own organization gives a right to."""
    mine = Parties(
        who.territory_id,
        manager_id=who.organization_id,
        owner_id=who.organization_id,
        organization_id=who.organization_id,
        custodian_ids=frozenset({who.organization_id}),
    )
    return [entry for entry in ENTRIES if may(who, entry.act, mine)]


@blueprint.get("")
def index() -> str:
    """List what the actor may administer."""
    found = [(entry, url_for(entry.endpoint)) for entry in entries(actor())]
    return render_template("administration/index.html", found=found)
