"""Every act of a mairie says what it is, and refuses those whose thing it is not."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from types import FunctionType
from typing import Any

import pytest
from sqlalchemy import Connection

from booking import usecases
from booking.errors import NotAllowed, NotFound
from booking.models.accounts import User
from booking.models.depots import Closure
from booking.models.organizations import Adhesion, Contact, Mandate, Organization
from booking.queries.figures import Figures
from booking.rules import organizations
from booking.rules.access import SERVICE
from booking.rules.asking import (
    AskedKit,
    AskedLine,
    AskedPool,
    Conditions,
    Edited,
    Granted,
    Moved,
    Withheld,
)
from booking.rules.figures import Commune
from booking.rules.organizations import Insured, Joined, Left, Mandated, Reached
from booking.usecases import ACTS
from booking.usecases.depots import Described
from booking.usecases.memberships import invite_by_siren
from booking.vocabulary import (
    ContactFunction,
    HoldReason,
    LegalBasis,
    LifeStage,
    Movement,
    OrganizationKind,
    Role,
)
from tests.factories import LONG_AGO, asked, insure, keep, make_user, next_weekend, take
from tests.guards import answers, controls
from tests.guards.acting import of_acts
from tests.guards.checks import ALSO_FOR_ANYONE, of_campaigns, of_fitness
from tests.guards.exchanges import of_exchanges
from tests.guards.followed import of_sources
from tests.guards.kept import things_of_files
from tests.guards.leaving import of_handing
from tests.guards.lent import of_lending
from tests.guards.mailing import of_mail
from tests.guards.papering import of_drafting
from tests.guards.returned import of_returns
from tests.guards.signed import of_signing
from tests.guards.strangers import of_requirements
from tests.guards.subscribed import of_calendars
from tests.guards.worded import of_wordings
from tests.pages.place import Place, as_actor, bring, make_place
from tests.staff import of_staff

for _module in pkgutil.iter_modules(usecases.__path__):
    importlib.import_module(f"booking.usecases.{_module.name}")

FOR_ANYONE = {
    "accounts.try_password": "only counts",
    "accounts.admit": "the password, compared before, is the proof",
    "accounts.accept_invitation": "the signed link is the proof",
    "accounts.ask_reset": "writes to the address given, and tells nothing",
    "accounts.reset_password": "the signed link is the proof",
    "accounts.dismiss": "touches the actor's own account, and nothing else",
    "accounts.recall_hints": "touches the actor's own account, and nothing else",
    "accounts.choose_password": "touches the actor's own account, and nothing else",
    "preferences.choose": "touches the actor's own account, and nothing else",
    "calendars.create": "makes a thing of the actor's own",
    "imports.deposit": "makes a thing of the actor's own organization",
    "promises.deposit": "the same",
    "qualifications.add": "of the actor's own organization",
    "files.add_logo": "of the actor's own organization",
} | ALSO_FOR_ANYONE
"""Acts that have nobody else's thing to refuse, and why."""


REACHED = Reached(ContactFunction.DEPOT, "Luc", "03 27 00 00 00")
MANDATED = Mandated("Luc", "Maire", LONG_AGO)
INSURED = Insured("Mutuelle", "RC", LONG_AGO, date(2035, 12, 31))


def official(lender: Organization) -> Figures:
    """Return figures of the territory of an organization."""
    siren = lender.territory.siren
    epci = Commune("", siren, "CC du Val", 2_000)
    return Figures(siren, date(2027, 1, 1), "59", epci, (), frozenset())


def of_depots(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on depots is given of Maing's."""
    depot = place.chairs.stocks[0].depot_id
    return {
        "depots.add": (Described("Annexe", place.lender.name),),
        "depots.close": (depot, LONG_AGO, LONG_AGO),
        "depots.close_pool": (place.pool.id, LONG_AGO, LONG_AGO),
        "depots.describe": (depot, Described("Annexe", "Maing")),
        "depots.reopen": (close(place),),
    }


def close(place: Place) -> int:
    """Close the depot of the chairs for a day, and return the closure."""
    own = {"territory_id": place.lender.territory_id, "depot_id": place.chairs.stocks[0].depot_id}
    return int(keep(Closure(**own, starts_on=LONG_AGO, ends_on=LONG_AGO)).id)


def sheets(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what the acts on the description of items are given."""
    chairs = place.chairs.reference
    new = {"reference": "N", "name": "N", "family": "N", "pool": str(place.pool.id)}
    return {
        "items.add": (new,),
        "items.edit": (chairs, {"name": "Chaise"}),
        "items.set_stage": (chairs, LifeStage.SUSPENDED, "Non."),
    }


def things(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of Quérénaing's or Maing's."""
    requested, approved = place.requested(5), place.approved(5)
    invite_by_siren(SERVICE, "n@mairie.example", "N", str(place.lender.siren), Role.ELECTED)
    territory, siren = place.lender.territory_id, str(place.lender.siren)
    user = make_user(place.lender, Role.OBSERVER)
    chairs, depot = place.chairs.reference, place.chairs.stocks[0].depot.name
    kept = take(place.chairs.stocks[0], 1, next_weekend())
    return sheets(place) | {
        "accounts.forget": (),
        "accounts.issue_token": (user.email, "secret", None),
        "accounts.revoke_tokens": (user.email,),
        "changes.edit": (requested.id, Edited(ends_at=requested.ends_at + timedelta(hours=1))),
        "changes.name_copies": (requested.id, 1),
        "changes.swap": (requested.id, approved.id),
        "demonstration.describe_depots": (territory,),
        "demonstration.found": (territory, "mot de passe"),
        "kits.make": (AskedKit("KIT", "Kit", "Fêtes", (AskedLine(chairs, 1),)),),
        "loans.hand_over": (approved.id,),
        "organizations.load_territory": (siren,),
        "reservations.approve": (requested.id,),
        "reservations.cancel": (requested.id,),
        "reservations.lapse": (requested.id,),
        "reservations.refuse": (requested.id, "Non."),
        "asking.request": (asked((place.chairs, 1)),),
        "stocks.move": (Moved(chairs, depot, Movement.LOSS, -1),),
        "stocks.restore": (kept.id,),
        "stocks.withhold": (
            Withheld(chairs, depot, HoldReason.MAINTENANCE, (next_weekend(),), quantity=1),
        ),
        **accesses(place, user),
        **inventories(place),
    }


def inventories(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what the acts on inventories are given of Maing's."""
    acts = ("advance", "confirm", "drop", "reread")
    brought = {f"imports.{act}": (bring(place.manager),) for act in acts}
    return {"catalogue.load_inventory": (place.lender.territory_id, b""), **brought}


def accesses(place: Place, user: User) -> dict[str, tuple[Any, ...]]:
    """Return what the acts on Maing's accesses are given."""
    here, granted = (place.lender.id, user.id), Granted((Role.MANAGER,))
    person = ("x@mairie.example", "X")
    return {
        "memberships.change": (*here, granted),
        "memberships.end": here,
        "memberships.invite": (place.lender.id, *person, granted),
        "memberships.invite_by_siren": (*person, str(place.lender.siren), Role.MANAGER),
        "memberships.resend": here,
    }


def pool_things(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on pools is given of Maing's."""
    limits = (None, 0, 1, 1, 1, 0, None, None, 1)
    rest = (LegalBasis.FREE_LOAN, False, None)
    conditions = Conditions("À moi", ("commune",), False, True, *limits, *rest)
    return answers.given(place) | {
        "pools.edit": (place.pool.id, conditions),
        "pools.fill": (place.pool.id, (place.chairs.id,)),
        "pools.open_pool": (AskedPool("Parc", (place.borrower.id,), (place.chairs.id,)),),
    }


def of_organizations(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on an organization and its rows is given of Maing's."""
    lender = place.lender
    own = {"territory_id": lender.territory_id, "organization_id": lender.id}
    adhesion = keep(Adhesion(**own, starts_on=LONG_AGO, pool_id=place.pool.id))
    contact = keep(Contact(**own, function=REACHED.function, name="Luc"))
    mandate = keep(Mandate(**own, holder="Luc", title="Maire", starts_on=LONG_AGO))
    certificate = insure(lender, LONG_AGO, INSURED.ends_on)
    return {
        "adhesions.join": (Joined((lender.id,), date(2035, 1, 1)),),
        "adhesions.leave": (adhesion.id, Left(date(2035, 1, 1))),
        "contacts.add": (lender.id, REACHED),
        "contacts.edit": (contact.id, REACHED),
        "contacts.remove": (contact.id,),
        "figures.refresh": (official(lender),),
        "insurance.add": (lender.id, INSURED),
        "insurance.edit": (certificate.id, INSURED),
        "insurance.end": (certificate.id, LONG_AGO),
        "mandates.add": (lender.id, MANDATED),
        "mandates.edit": (mandate.id, MANDATED),
        "mandates.end": (mandate.id, LONG_AGO),
        "organizations.add": (
            OrganizationKind.CCAS,
            organizations.Described("CCAS", answerable_id=lender.id),
        ),
        "organizations.edit": (lender.id, organizations.Described()),
    }


def test_a_stranger_with_every_role_is_refused_each_act(base: Connection) -> None:
    place = make_place()
    given = (
        things(place)
        | of_depots(place)
        | of_campaigns(place)
        | of_fitness(place)
        | of_exchanges(place)
        | of_handing(place)
        | things_of_files(place)
        | of_staff(place)
        | controls.given(place)
        | pool_things(place)
        | of_organizations(place)
        | of_lending(place)
        | of_mail(place)
        | of_drafting(place)
        | of_requirements(place)
        | of_wordings(place)
        | of_acts(place)
        | of_signing(place)
        | of_returns(place)
        | of_calendars(place)
        | of_sources(place)
    )

    for name, arguments in given.items():
        with pytest.raises((NotFound, NotAllowed)):
            ACTS[name](as_actor(place.stranger), *arguments)

    assert given.keys() | FOR_ANYONE.keys() == ACTS.keys(), "say what a stranger would give it"


def test_a_stranger_may_not_borrow_in_the_name_of_others(base: Connection) -> None:
    place = make_place()

    for name in (str(place.borrower.id), str(place.borrower.siren), place.borrower.name):
        with pytest.raises(NotFound):
            ACTS["asking.request"](
                as_actor(place.stranger), asked((place.chairs, 1), borrower=name)
            )


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_takes_its_actor_first(name: str) -> None:
    parameters = inspect.signature(ACTS[name]).parameters

    assert next(iter(parameters)) == "actor"


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_says_in_one_sentence_what_it_does(name: str) -> None:
    sentence = (inspect.getdoc(ACTS[name]) or "").partition("\n\n")[0]

    assert sentence.endswith(".")
    assert sentence[0].isupper()
    assert ". " not in sentence


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_asks_the_table_of_rights(name: str) -> None:
    assert asks_access(inspect.unwrap(ACTS[name]), set())


def asks_access(function: Callable[..., object], seen: set[object]) -> bool:
    """Tell whether a function, or a step it calls in the use-cases, asks `access`."""
    if not isinstance(function, FunctionType) or function in seen:
        return False
    names = function.__code__.co_names
    if "access" in names and {"require", "may"} & set(names):
        return True
    steps = [function.__globals__.get(each) for each in names]
    return any(
        asks_access(step, seen | {function})
        for step in steps
        if getattr(step, "__module__", "").startswith("booking.usecases")
    )
