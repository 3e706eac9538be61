"""A request of two lenders, and a paper to show: what the tests of wishes start from."""

from dataclasses import dataclass

from booking.db import db
from booking.models.accounts import User
from booking.models.catalogue import Item
from booking.models.organizations import Organization, Territory
from booking.models.requirements import Requirement
from booking.queries import papers, reservations
from booking.queries.papers import Paper
from booking.queries.views import ReservationView
from booking.usecases import asking
from booking.vocabulary import Role
from tests.factories import asked, keep, make_commune, make_item, make_pool, make_user
from tests.pages.place import Place, as_actor

KEY = "clé du local"


@dataclass(frozen=True)
class Both:
    """What Quérénaing asks at once of Maing, and of Artres."""

    request_id: int
    first: ReservationView
    second: ReservationView
    other: User  # who manages what Artres lends


def make_both(place: Place, name: str = "Artres-sur-Écaillon") -> Both:
    """Ask for chairs of Maing and mats of another commune at once."""
    territory = db.session.get_one(Territory, place.lender.territory_id)
    artres: Organization = make_commune(territory, name)
    mats: Item = make_item(make_pool(artres), 9, name="Tatami")
    other = make_user(artres, Role.MANAGER)
    who = as_actor(place.secretary)
    made = asking.request(who, asked((place.chairs, 5), (mats, 2)))
    first, second = reservations.show_request(who, made).reservations
    return Both(made, first, second, other)


def require_key(place: Place) -> str:
    """Ask to see a paper for the chairs; return the name of the requirement."""
    return str(keep(Requirement(item_id=place.chairs.id, label=KEY)).id)


def paper_of(user: User, reservation_id: int, control: str) -> Paper:
    """Return a paper of a loan as somebody reads it."""
    found = papers.of_reservation(as_actor(user), reservation_id).papers
    return next(each for each in found if each.requirement == control)
