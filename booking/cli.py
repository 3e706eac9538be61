"""The commands of whoever runs the service: `flask --app wsgi …`."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from marshmallow import ValidationError

from booking import clock, demonstration
from booking.documents import inventory as told
from booking.documents import messages, sheets
from booking.documents import promises as promised
from booking.errors import Refusal
from booking.intake import Outcome
from booking.queries import (
    conventions,
    disputes,
    figures,
    health,
    reports,
    reservations,
    territories,
)
from booking.queries import digests as summaries
from booking.queries import insured as uninsured
from booking.queries import inventory as inventories
from booking.queries import lateness as returns
from booking.queries import mail as outbox
from booking.queries import promises as readings
from booking.queries import qualifications as expiring
from booking.queries import signatures as papers
from booking.queries import silence as silences
from booking.queries import sources as agendas
from booking.queries import waiting as waitings
from booking.rules.access import SERVICE, Actor
from booking.rules.delays import Step
from booking.schemas.accounts import Invite
from booking.usecases import (
    accounts,
    catalogue,
    closing,
    digests,
    drafting,
    drafts,
    inspections,
    insurance,
    lateness,
    mail,
    memberships,
    organizations,
    promises,
    qualifications,
    signing,
    silence,
    sources,
    waiting,
)
from booking.usecases import figures as refreshing
from booking.usecases import reports as reporting
from booking.usecases import reservations as acts
from booking.vocabulary import Role

log = logging.getLogger(__name__)
ROLES = {role.value: role for role in Role}

territory = AppGroup("territory", help="Territoires.")
inventory = AppGroup("inventory", help="Inventaires.")
user = AppGroup("user", help="Comptes.")
reservation = AppGroup("reservations", help="Réservations.")
token = AppGroup("token", help="Jetons des programmes.")
messages_group = AppGroup("mail", help="Courriels.")


def register(app: Flask) -> None:
    """Add the commands."""
    for group in (territory, inventory, reservation, user, token, messages_group):
        app.cli.add_command(group)
    for command in (demo, tick, check):
        app.cli.add_command(command)


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn a refusal into one French sentence and a failing exit."""
    try:
        yield
    except ValidationError as error:
        raise click.ClickException(" ".join(map(str, error.messages_dict.values()))) from error
    except Refusal as refusal:
        lines = refusal.facts.get("lines", [])
        sentence = messages.refusal(refusal.code, refusal.facts)
        raise click.ClickException("\n".join([sentence, *map(str, lines)])) from refusal  # type: ignore[call-overload]


@click.command()
@with_appcontext
def demo() -> None:
    """Charger la démonstration et dire ses comptes."""
    with _plainly():
        new = demonstration.load()
    click.echo("Démonstration chargée." if new else "La démonstration est déjà en place.")
    click.echo(f"Comptes (personnes inventées), mot de passe : {demonstration.PASSWORD}\n")
    for email, organization, roles in demonstration.accounts():
        click.echo(f"  {email:<44}{organization} : {roles}")
    click.echo()


@territory.command("import")
@click.argument("siren")
@with_appcontext
def import_territory(siren: str) -> None:
    """Créer l'EPCI de ce SIREN et ses communes, d'après les chiffres officiels de 2026."""
    with _plainly():
        organizations.load_territory(SERVICE, siren)
        found = territories.summary(siren)
    click.echo(f"{found.name} : {found.communes} communes, {found.small} sous 5 000 habitants.")


@territory.command("refresh")
@click.argument("siren")
@click.option("--apply", "applied", is_flag=True, help="Appliquer, après avoir lu les écarts.")
@with_appcontext
def refresh_territory(siren: str, applied: bool) -> None:
    """Comparer un territoire aux chiffres officiels ; les appliquer si on le demande."""
    with _plainly():
        official = figures.official(siren)
        review = figures.review(SERVICE, official)
        for difference in review.differences:
            click.echo(messages.difference(difference))
        if applied:
            refreshing.refresh(SERVICE, official, review.mark)
    year = review.on.year
    if applied:
        click.echo(f"Les chiffres de {year} sont appliqués.")
    elif review.is_news:
        click.echo(f"Rien n’est enregistré : ajoutez --apply pour appliquer ceux de {year}.")
    else:
        click.echo(f"Les chiffres enregistrés sont ceux de {year}.")


@inventory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--territory", "siren", default="", help="SIREN de l'EPCI, s'il y en a plusieurs.")
@click.option("--dry-run", is_flag=True, help="Dire ce qui changerait, sans rien enregistrer.")
@with_appcontext
def import_inventory(file: Path, siren: str, dry_run: bool) -> None:
    """Reprendre un inventaire (.xlsx, .ods, .xls ou texte)."""
    with _plainly():
        territory_id, content = territories.only(siren), file.read_bytes()
        whole = inventories.lines(SERVICE, territory_id, sheets.read(content), catalogue.WHOLE)
        rows = inventories.plan(SERVICE, territory_id, whole, catalogue.WHOLE)
        for row in rows:
            for found in (*row.problems, *row.notes):
                click.echo(told.sentence(row.number, found, whole.header))
        click.echo(told.summary(inventories.summary(rows)))
        if dry_run:
            return
        if any(row.problems for row in rows):
            raise click.ClickException(messages.refusal("inventory_unreadable", {}))
        catalogue.load_inventory(SERVICE, territory_id, content)
    click.echo("Inventaire enregistré.")


@reservation.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--territory", "siren", default="", help="SIREN de l'EPCI, s'il y en a plusieurs.")
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait repris, sans rien enregistrer.")
@with_appcontext
def import_promises(file: Path, siren: str, dry_run: bool) -> None:
    """Reprendre les promesses déjà faites (.xlsx, .ods, .xls ou texte)."""
    with _plainly():
        service = territories.service(territories.only(siren))
        whole, cells = readings.lines(sheets.read(file.read_bytes()))
        rows = readings.read(service, cells, [*cells])
        readings.judge(service, rows)
        waiting = [row for row in rows if row.outcome is Outcome.CREATE]
        if not dry_run:
            for borrower_id in dict.fromkeys(row.borrower_id for row in waiting):
                promises.load(service, [e for e in waiting if e.borrower_id == borrower_id])
    for row in rows:
        for found in (*row.problems, *row.notes):
            click.echo(promised.sentence(row.number, found, whole.header))
    click.echo(promised.summary(rows))
    if not dry_run and any(row.problems for row in rows):
        raise click.ClickException("Les lignes ci-dessus ne sont pas toutes reprises.")


@user.command("invite")
@click.argument("email")
@click.option("--name", default="", help="Nom de la personne.")
@click.option("--organization", required=True, help="SIREN de l'organisme.")
@click.option("--role", type=click.Choice(list(ROLES)), default="secretary")
@with_appcontext
def invite(email: str, name: str, organization: str, role: str) -> None:
    """Ouvrir un accès : la personne reçoit un lien pour choisir son mot de passe."""
    with _plainly():
        invited = Invite().load({"email": email, "name": name or email})
        memberships.invite_by_siren(SERVICE, **invited, siren=organization, role=ROLES[role])
    click.echo(f"Invitation préparée pour {email} ; « mail send » l'enverra.")


@token.command("create")
@click.argument("email")
@click.option("--organization", type=int, help="Identifiant de l'organisme, s'il y en a plusieurs.")
@with_appcontext
def create_token(email: str, organization: int | None) -> None:
    """Créer un jeton pour un programme et l'écrire, cette seule fois."""
    secret = accounts.new_secret()
    with _plainly():
        accounts.issue_token(SERVICE, email, secret, organization)
    click.echo(secret)


@token.command("revoke")
@click.argument("email")
@with_appcontext
def revoke_tokens(email: str) -> None:
    """Mettre fin à tous les jetons d'une personne."""
    with _plainly():
        accounts.revoke_tokens(SERVICE, email)
    click.echo(f"Les jetons de {email} ne valent plus rien.")


@messages_group.command("send")
@with_appcontext
def send() -> None:
    """Envoyer ce qui attend dans la boîte d'envoi."""
    settings = current_app.extensions["settings"]
    if not settings.smtp_url:
        raise click.ClickException("SMTP_URL n'est pas réglé : les courriels restent à lire ici.")
    for message_id in outbox.unsent(clock.now()):
        mail.send(SERVICE, message_id, settings)


def _each(find: Callable[[], Iterable[int]], act: Callable[[Actor, int], int]) -> bool:
    """Do an act on each thing; tell whether all went well, what fails stopping nothing else."""
    ids: list[int] = []
    found = _done(f"{act.__name__}, search", lambda: ids.extend(find()))
    return all(
        [found, *(_done(f"{act.__name__} {each}", partial(act, SERVICE, each)) for each in ids)]
    )


def _done(name: str, act: Callable[[], object]) -> bool:
    """Do an act, unless somebody was quicker or it does not fit; tell whether nothing broke."""
    try:
        with suppress(Refusal):
            act()
    except Exception as error:
        log.error("tick: %s: %s", name, type(error).__name__)  # it may say who
        return False
    return True


@click.command()
@with_appcontext
def tick() -> None:
    """Faire ce que l'heure demande : rappeler, transmettre, clore, relire les agendas suivis."""
    now = clock.now()
    done = [
        _each(lambda: reservations.unanswered(now), acts.lapse),
        _each(lambda: silences.called(now, Step.SUBSTITUTE, Step.OWNER), silence.pass_on),
        _each(lambda: silences.called(now, Step.REMIND), silence.remind),
        _each(lambda: silences.called(now, Step.EXPIRE), silence.expire),
        _each(lambda: waitings.all_of(now), waiting.offer),
        _each(lambda: expiring.to_remind(now), qualifications.remind),
        _each(lambda: uninsured.to_remind(now), insurance.remind),
        _each(lambda: returns.to_remind(now), lateness.remind),
        _each(conventions.to_issue, drafting.issue_due),
        _each(reports.to_issue, reporting.issue_due),
        _each(lambda: papers.to_remind(now), signing.remind),
        _each(lambda: disputes.to_close(now), closing.close_due),
        _done("inspections", partial(inspections.remind, SERVICE)),
        _each(lambda: summaries.due(clock.now()), digests.send_due),  # of what was just written
        _done("accounts", partial(accounts.forget, SERVICE)),
        _done("drafts", partial(drafts.forget, SERVICE)),
        _each(lambda: agendas.due(now), sources.refresh),  # last: others' servers may be slow
    ]
    if not all(done):
        raise click.ClickException("Tout n'a pas été fait : le journal du service dit quoi.")


@click.command()
@click.option("--explained", is_flag=True, help="Dire aussi les dépassements expliqués.")
@with_appcontext
def check(explained: bool) -> None:
    """Recalculer tous les stocks ; en écrire les dépassements inexpliqués, et échouer."""
    found = health.excesses()
    for excess in found:
        if explained or not excess.cause:
            click.echo(excess.sentence)
    if any(not excess.cause for excess in found):
        raise SystemExit(1)
