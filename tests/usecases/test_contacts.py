"""Whom to call in an organization."""

import pytest

from booking import journal
from booking.db import db
from booking.errors import NotAllowed
from booking.models.organizations import Contact
from booking.queries import directory
from booking.rules.organizations import Reached
from booking.usecases import contacts
from booking.vocabulary import ContactFunction
from tests.factories import count_rows, make_scene

pytestmark = pytest.mark.usefixtures("base")
LUC = Reached(ContactFunction.TECHNICAL, "Luc Wattiez", "03 27 00 00 00")


def test_somebody_is_named_changed_and_taken_off() -> None:
    scene = make_scene()
    made = contacts.add(scene.secretary, scene.querenaing.id, LUC)
    (seen,) = directory.show(scene.manager, scene.querenaing.id).contacts
    assert (seen.name, seen.function, seen.substitute) == ("Luc Wattiez", LUC.function, False)

    other = Reached(ContactFunction.TECHNICAL, "Ana Gomes", email="st@mairie.example")
    contacts.edit(scene.secretary, made, other)
    (seen,) = directory.show(scene.manager, scene.querenaing.id).contacts
    assert (seen.name, seen.phone, seen.email) == ("Ana Gomes", "", "st@mairie.example")

    assert contacts.remove(scene.secretary, made) == scene.querenaing.id
    assert count_rows(Contact) == 0
    acts = [each.act for each in journal.entries("contact", made)]
    assert acts == ["add", "edit"]
    assert journal.entries("organization", scene.querenaing.id)[-1].act == "remove_contact"


def test_the_substitute_stands_after_the_one_in_charge() -> None:
    scene = make_scene()
    stand_in = Reached(ContactFunction.TECHNICAL, "Zoé Petit", "03 27", substitute=True)
    contacts.add(scene.secretary, scene.querenaing.id, stand_in)
    contacts.add(scene.secretary, scene.querenaing.id, LUC)

    seen = directory.show(scene.manager, scene.querenaing.id).contacts

    assert [each.name for each in seen] == ["Luc Wattiez", "Zoé Petit"]


def test_only_those_of_the_house_change_them() -> None:
    scene = make_scene()
    made = contacts.add(scene.secretary, scene.querenaing.id, LUC)

    for act in (
        lambda: contacts.add(scene.manager, scene.querenaing.id, LUC),
        lambda: contacts.edit(scene.manager, made, LUC),
        lambda: contacts.remove(scene.manager, made),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert db.session.get_one(Contact, made).name == "Luc Wattiez"
