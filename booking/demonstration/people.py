"""Organizations of the demonstration and their people: whom to call, who signs, who enters."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from booking import clock
from booking.queries import organizations
from booking.queries.accounts import by_email
from booking.rules.access import VISITOR, Actor
from booking.rules.asking import Granted
from booking.rules.organizations import Described, Insured, Mandated, Reached
from booking.usecases import accounts, contacts, demonstration, insurance, mandates, memberships
from booking.usecases import organizations as acts
from booking.usecases.demonstration import DOMAIN, EPCI, Person, player
from booking.vocabulary import ContactFunction, OrganizationKind, Role

OFFICE = "bureau@valenciennes-metropole"
MAILBOX = Person("mairie@sebourg", "Mairie de Sebourg", "Sebourg", (Role.SECRETARY, Role.MANAGER))
"""The mailbox of a town hall, which several people open."""
WARDEN = Person("administration@maing", "Patricia Lemoine", "Maing", (Role.ADMINISTRATOR,))
INVITED = Person("secretaire@prouvy", "Aline Payen", "Prouvy", (Role.SECRETARY,))
"""Who stands in for some weeks, and has not answered the invitation yet."""
GONE = Person("remplacement@maing", "Julie Carlier", "Maing", (Role.SECRETARY,))
"""Who stood in, and whose access is ended."""
DRIVER = Person("chauffeur@valenciennes", "Rémi Caudron", "Valenciennes", (Role.TECHNICIAN,))
"""Who drives the coach, and says when he is away."""
JOINED = (MAILBOX, WARDEN, DRIVER)

WEEKS_OF_REPLACING = 6
DAYS_TO_RENEW = 35
"""What ends so soon is shown as to be renewed."""


@dataclass(frozen=True)
class Desk:
    """Whom to call in an organization about equipment, and who stands in."""

    organization: str
    domain: str
    name: str
    substitute: str


DESKS = (
    Desk("Quérénaing", "querenaing", "Nadia Carpentier", "Étienne Bricout"),
    Desk("Artres", "artres", "Hélène Delcourt", "Rémi Cuvelier"),
    Desk("Anzin", "anzin", "Yanis Morel", "Karim Benali"),
    Desk("Sebourg", "sebourg", "Odile Lemaire", "Thomas Dussart"),
    Desk("Maing", "maing", "Bruno Lefebvre", "Luc Wattiez"),
    Desk("Valenciennes", "valenciennes", "Claire Dubois", "Hugo Lenglet"),
    Desk("Quarouble", "quarouble", "Samir Haddad", "Inès Hornez"),
    Desk(EPCI, "valenciennes-metropole", "Sophie Vasseur", "Marc Delattre"),
)


def is_begun() -> bool:
    """Tell whether the first of the other accounts is there, even if the rest was cut short."""
    return by_email(demonstration.address(MAILBOX)) is not None


def settle(password: str) -> None:
    """Open the other accounts, then let each organization describe itself."""
    _open_accounts(password)
    for rank, desk in enumerate(DESKS):
        _name_contacts(desk, rank)
    _describe()
    _add_others()
    _date_papers()


def mailbox() -> Actor:
    """Return who opens the mailbox of Sebourg: they have said what they do there."""
    return replace(player(MAILBOX.email), function="accueil")


def phone(rank: int, line: int) -> str:
    """Return a number that is nobody's: Arcep keeps 03 53 01 for invented people."""
    return f"03 53 01 {rank:02d} {line:02d}"


def clerk(organization: str) -> Actor:
    """Return who describes an organization: its own people if they may, else the EPCI office."""
    may = {Role.SECRETARY, Role.ADMINISTRATOR}
    own = (each for each in demonstration.PEOPLE if each.organization == organization)
    return player(next((each.email for each in own if may & {*each.roles}), OFFICE))


def _open_accounts(password: str) -> None:
    office = player(OFFICE)
    _enter(office, MAILBOX, password, shared=True)
    for person in (WARDEN, DRIVER):
        _enter(office, person, password)
    _invite(office, INVITED, ends_on=_today(office) + timedelta(weeks=WEEKS_OF_REPLACING))
    warden = player(WARDEN.email)
    gone = _invite(warden, GONE, ends_on=_today(warden) + timedelta(weeks=WEEKS_OF_REPLACING))
    memberships.end(warden, warden.organization_id, gone)


def _enter(actor: Actor, person: Person, password: str, *, shared: bool = False) -> None:
    """Invite somebody who answers at once, with the password of the demonstration."""
    user_id = _invite(actor, person, shared=shared)
    if user := by_email(demonstration.address(person)):
        accounts.accept_invitation(VISITOR, user_id, user.stamp, password)


def _invite(
    actor: Actor, person: Person, *, ends_on: date | None = None, shared: bool = False
) -> int:
    house = organizations.find(actor, person.organization)
    granted = Granted(person.roles, ends_on, shared)
    address = demonstration.address(person)
    return memberships.invite(actor, house.id, address, person.name, granted)


def _name_contacts(desk: Desk, rank: int) -> None:
    actor = clerk(desk.organization)
    house = organizations.find(actor, desk.organization)
    mail = f"materiel@{desk.domain}.{DOMAIN}"
    equipment = Reached(ContactFunction.EQUIPMENT, desk.name, phone(rank, 1), mail)
    other = replace(equipment, name=desk.substitute, phone=phone(rank, 2), substitute=True)
    technical = Reached(ContactFunction.TECHNICAL, "Services techniques", phone(rank, 3))
    for reached in (equipment, other, technical):
        contacts.add(actor, house.id, reached)


def _describe() -> None:
    """Let the EPCI say where it is, and Quérénaing also what its papers end with."""
    office = player(OFFICE)
    where = Described(
        address="Hôtel d’agglomération (exemple)",
        phone=phone(7, 0),
        email=f"contact@valenciennes-metropole.{DOMAIN}",
    )
    acts.edit(office, office.organization_id, where)
    secretary = player("secretaire@querenaing")
    mine = organizations.get(secretary, secretary.organization_id)
    described = Described(
        address="Mairie",
        postal_code=mine.postal_code,
        phone=phone(0, 0),
        email=f"mairie@querenaing.{DOMAIN}",
        mention="Le matériel est rendu propre, complet et sec.",
    )
    acts.edit(secretary, mine.id, described)


def _add_others() -> None:
    """Add those who are no commune: they borrow with one, or work for several."""
    secretary, office = player("secretaire@querenaing"), player(OFFICE)
    mine = secretary.organization_id
    fete = Described(
        "Comité des fêtes (exemple)",
        rna="W000000001",
        email=f"comite@querenaing.{DOMAIN}",
        answerable_id=mine,
    )
    acts.add(secretary, OrganizationKind.ASSOCIATION, fete)
    acts.add(secretary, OrganizationKind.CCAS, Described("CCAS de Quérénaing", answerable_id=mine))
    checks = Described("Contrôle et levage (exemple)", phone=phone(50, 0))
    acts.add(office, OrganizationKind.PROVIDER, checks)
    syndicate = Described("SIVOM de l’Écaillon (exemple)", phone=phone(51, 0))
    _insure(office, acts.add(office, OrganizationKind.SYNDICATE, syndicate))


def _insure(office: Actor, syndicate: int) -> None:
    """Give the syndicate a president and an insurance, which is soon to be renewed."""
    today = _today(office)
    chair = Mandated("Marc Lenglet", "Présidence", date(2026, 4, 17), act="Élection du 17 avril")
    mandates.add(office, syndicate, chair)
    insured = Insured(
        "Mutuelle des communes (exemple)",
        "RC-SIVOM-01",
        today - timedelta(days=330),
        today + timedelta(days=DAYS_TO_RENEW),
        "Responsabilité civile et biens confiés",
    )
    insurance.add(office, syndicate, insured)


def _date_papers() -> None:
    """Add papers that end soon beside those in force: nobody is left without."""
    artres, sebourg = player("secretaire@artres"), player("secretaire@sebourg")
    today = _today(artres)
    soon = today + timedelta(days=DAYS_TO_RENEW)
    deputy = Mandated(
        "Paul Cuvelier",
        "Premier adjoint, en l’absence du maire",
        today - timedelta(days=20),
        soon,
        f"Arrêté {today.year}-027",
        f"adjoint@artres.{DOMAIN}",
    )
    mandates.add(artres, artres.organization_id, deputy)
    goods = Insured(
        "Assurance des biens (exemple)",
        "BC-0107",
        today - timedelta(days=330),
        soon,
        "Matériel emprunté : 30 000 € par sinistre",
    )
    insurance.add(sebourg, sebourg.organization_id, goods)


def _today(actor: Actor) -> date:
    return clock.today(actor.zone)
