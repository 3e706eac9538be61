"""Every act of a mairie says what it is, and refuses those whose thing it is not."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from types import FunctionType
from typing import Any

import pytest
from sqlalchemy import Connection

from booking import usecases
from booking.errors import NotAllowed, NotFound
from booking.queries import mail as outbox
from booking.rules.access import SERVICE
from booking.rules.asking import AskedKit, AskedLine, Edited, Moved, Withheld
from booking.usecases import ACTS, accounts, calendars
from booking.vocabulary import FeedScope, HoldReason, Movement, Role
from tests.factories import asked, make_user, next_weekend, take
from tests.pages.place import Place, as_actor, bring, make_place

for _module in pkgutil.iter_modules(usecases.__path__):
    importlib.import_module(f"booking.usecases.{_module.name}")

FOR_ANYONE = {
    "accounts.try_password": "only counts",
    "accounts.admit": "the password, compared before, is the proof",
    "accounts.accept_invitation": "the signed link is the proof",
    "accounts.choose_password": "touches the actor's own account, and nothing else",
    "calendars.create": "makes a thing of the actor's own",
    "imports.deposit": "makes a thing of the actor's own organization",
}
"""Acts that have nobody else's thing to refuse, and why."""


def things(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of Quérénaing's or Maing's."""
    requested, approved, out = place.requested(), place.approved(), place.out()
    accounts.invite(SERVICE, "n@mairie.example", "N", str(place.lender.siren), Role.ELECTED)
    message = outbox.unsent(requested.starts_at)[0]
    feed = calendars.create(as_actor(place.secretary), FeedScope.ME, "Agenda", "secret")
    territory, siren = place.lender.territory_id, str(place.lender.siren)
    user = make_user(place.lender, Role.OBSERVER)
    chairs, depot = place.chairs.reference, place.chairs.stocks[0].depot.name
    kept = take(place.chairs.stocks[0], 1, next_weekend())
    return {
        "accounts.forget": (),
        "accounts.invite": ("x@mairie.example", "X", siren, Role.MANAGER),
        "accounts.issue_token": (user.email, "secret", None),
        "accounts.revoke_tokens": (user.email,),
        "calendars.note_use": (feed,),
        "calendars.revoke": (feed,),
        "catalogue.load_inventory": (territory, b""),
        "changes.edit": (requested.id, Edited(ends_at=requested.ends_at + timedelta(hours=1))),
        "changes.name_copies": (requested.id, 1),
        "changes.swap": (requested.id, approved.id),
        "demonstration.describe_depots": (territory,),
        "demonstration.found": (territory, "mot de passe"),
        **{
            f"imports.{act}": (bring(place.manager),)
            for act in ("advance", "confirm", "drop", "reread")
        },
        "kits.make": (AskedKit("KIT", "Kit", "Fêtes", (AskedLine(chairs, 1),)),),
        "loans.hand_over": (approved.id,),
        "loans.take_back": (out.id,),
        **{f"mail.{act}": (message,) for act in ("claim", "note_sent")},
        "organizations.load_territory": (siren,),
        "reservations.approve": (requested.id,),
        "reservations.cancel": (requested.id,),
        "reservations.lapse": (requested.id,),
        "reservations.refuse": (requested.id, "Non."),
        "reservations.request": (asked((place.chairs, 1)),),
        "stocks.move": (Moved(chairs, depot, Movement.LOSS, -1),),
        "stocks.restore": (kept.id,),
        "stocks.withhold": (
            Withheld(chairs, depot, HoldReason.MAINTENANCE, (next_weekend(),), quantity=1),
        ),
    }


def test_a_stranger_with_every_role_is_refused_each_act(base: Connection) -> None:
    place = make_place()
    given, stranger = things(place), as_actor(place.stranger)

    for name, arguments in given.items():
        with pytest.raises((NotFound, NotAllowed)):
            ACTS[name](stranger, *arguments)

    assert given.keys() | FOR_ANYONE.keys() == ACTS.keys(), "say what a stranger would give it"


def test_a_stranger_may_not_borrow_in_the_name_of_others(base: Connection) -> None:
    place = make_place()

    for name in (str(place.borrower.id), str(place.borrower.siren), place.borrower.name):
        with pytest.raises(NotFound):
            ACTS["reservations.request"](
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
