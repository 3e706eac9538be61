"""The small territory in which the tests of the doors happen."""

from dataclasses import dataclass

from booking.documents import sheets
from booking.models.accounts import User
from booking.models.catalogue import Item, Pool
from booking.models.organizations import Organization
from booking.queries import accounts, reservations
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.rules.inventory import Choices
from booking.usecases import asking, imports, loans, promises
from booking.usecases import reservations as acts
from booking.vocabulary import Role
from tests.factories import asked, make_commune, make_item, make_pool, make_territory, make_user


@dataclass(frozen=True)
class Place:
    """Quérénaing borrows, Maing lends, Artres looks on, Rouvray lives in another territory."""

    borrower: Organization
    lender: Organization
    pool: Pool
    chairs: Item
    tents: Item
    secretary: User
    manager: User
    technician: User
    neighbour: User
    stranger: User

    def request(self, quantity: int = 10, purpose: str = "Fête de la Saint-Jean") -> int:
        """Ask for chairs as the secretary; return the request."""
        return asking.request(
            as_actor(self.secretary), asked((self.chairs, quantity), purpose=purpose)
        )

    def requested(self, quantity: int = 10) -> ReservationView:
        """Ask for chairs and return the reservation, waiting for its answer."""
        who = as_actor(self.secretary)
        return reservations.show_request(who, self.request(quantity)).reservations[0]

    def approved(self, quantity: int = 10) -> ReservationView:
        """Return a reservation that the manager agreed to."""
        mine = self.requested(quantity)
        acts.approve(as_actor(self.manager), mine.id)
        return self.seen(mine.id)

    def out(self, quantity: int = 10) -> ReservationView:
        """Return a reservation whose chairs left."""
        mine = self.approved(quantity)
        loans.hand_over(as_actor(self.manager), mine.id)
        return self.seen(mine.id)

    def seen(self, reservation_id: int) -> ReservationView:
        """Return a reservation as the borrower reads it now."""
        return reservations.show(as_actor(self.secretary), reservation_id)


def make_place() -> Place:
    """Make the territory with its people; nobody asked for anything yet."""
    territory = make_territory()
    lender, borrower = make_commune(territory, "Maing"), make_commune(territory)
    pool = make_pool(lender, name="Parc communautaire")
    elsewhere = make_commune(make_territory(), "Rouvray")
    return Place(
        borrower=borrower,
        lender=lender,
        pool=pool,
        chairs=make_item(pool, quantity=40),
        tents=make_item(pool, quantity=4, name="Tente pliante", reference="TEN-3X3"),
        secretary=make_user(borrower, Role.SECRETARY),
        manager=make_user(lender, Role.MANAGER, name="Bruno Lefebvre"),
        technician=make_user(lender, Role.TECHNICIAN, name="Luc Wattiez"),
        neighbour=make_user(make_commune(territory, "Artres"), Role.SECRETARY, Role.MANAGER),
        stranger=make_user(elsewhere, *Role),
    )


def as_actor(user: User) -> Actor:
    """Return a person as actor, for the organization they belong to."""
    person = accounts.account(user.id)
    actor = person.acting(None) if person else None
    assert actor
    return actor


def bring(user: User) -> int:
    """Deposit an inventory for a person; return the import, not read yet."""
    content = sheets.pack(sheets.read("Réf;Désignation;Qté\nTAB;Table;2\n".encode()))
    return imports.deposit(as_actor(user), "inventaire.csv", content, Choices())


def promise(user: User) -> int:
    """Deposit promises for a person; return the import, not read yet."""
    content = sheets.pack(sheets.read("Réf;Qté;Du;Commune\nTEN-3X3;2;12 juin;Artres\n".encode()))
    return promises.deposit(as_actor(user), "promesses.csv", content)
