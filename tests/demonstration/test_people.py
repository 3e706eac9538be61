"""Organizations of the demonstration and their people."""

from collections import Counter

import pytest

from booking import clock, demonstration
from booking.demonstration.people import (
    DAYS_TO_RENEW,
    DESKS,
    GONE,
    INVITED,
    MAILBOX,
    OFFICE,
    WARDEN,
    mailbox,
)
from booking.queries import administered, directory, memberships, organizations, readiness
from booking.queries.memberships import Access
from booking.rules.access import VISITOR, Actor
from booking.rules.organizations import SOON
from booking.usecases import accounts
from booking.usecases.demonstration import Person, address, player
from booking.vocabulary import (
    AccessState,
    ContactFunction,
    OrganizationKind,
    Readiness,
    Role,
    Standing,
    Subject,
)


def access_of(person: Person) -> Access:
    """Return the access of somebody as the EPCI office reads it."""
    office = player(OFFICE)
    house = organizations.find(office, person.organization)
    everybody = memberships.of_organization(office, house.id)
    return next(each for each in everybody if each.email == address(person))


def reader() -> Actor:
    return player("secretaire@anzin")


@pytest.mark.usefixtures("loaded")
def test_accounts_are_open_lent_for_a_while_shared_and_ended() -> None:
    invited, gone, shared = access_of(INVITED), access_of(GONE), access_of(MAILBOX)

    assert (invited.state, gone.state) == (AccessState.INVITED, AccessState.ENDED)
    assert invited.ends_on
    assert invited.ends_on > clock.today(reader().zone)
    assert (shared.state, shared.shared) == (AccessState.CURRENT, True)
    assert mailbox().function == "accueil"
    assert player(WARDEN.email).roles == {Role.ADMINISTRATOR}
    assert player("secretaire@sebourg").roles == {Role.SECRETARY}
    for person in (MAILBOX, WARDEN):
        email = address(person)
        assert accounts.sign_in(VISITOR, email, demonstration.PASSWORD, origin="192.0.2.1")
    said = {email for email, _, _ in demonstration.accounts()}
    assert {address(MAILBOX), address(WARDEN)} <= said
    assert not {address(INVITED), address(GONE)} & said


@pytest.mark.usefixtures("loaded")
def test_every_house_says_whom_to_call_and_who_stands_in() -> None:
    views = {each.name: each for each in directory.index(reader())}

    for desk in DESKS:
        for_equipment = [
            each
            for each in views[desk.organization].contacts
            if each.function is ContactFunction.EQUIPMENT
        ]
        named = [(each.name, each.substitute) for each in for_equipment]
        assert named == [(desk.name, False), (desk.substitute, True)]
        assert all(each.phone.startswith("03 53 01 ") for each in for_equipment)


@pytest.mark.usefixtures("loaded")
def test_there_are_bodies_that_are_no_commune() -> None:
    views = directory.index(reader())

    kinds = Counter(each.kind for each in views)
    others = {kind: kinds[kind] for kind in OrganizationKind if kind != OrganizationKind.COMMUNE}
    assert set(others.values()) == {1}
    answered = {each.kind for each in views if each.answerable == "Quérénaing"}
    assert answered == {OrganizationKind.ASSOCIATION, OrganizationKind.CCAS}


@pytest.mark.usefixtures("loaded")
def test_papers_end_soon_and_leave_no_commune_without() -> None:
    office = player(OFFICE)
    artres, sebourg = (organizations.find(office, name).id for name in ("Artres", "Sebourg"))
    (syndicate,) = directory.index(office, kind=OrganizationKind.SYNDICATE)

    standings = [each.standing for each in administered.show(office, artres).mandates]
    assert standings == [Standing.ENDING, Standing.CURRENT]
    certificates = administered.show(office, sebourg).certificates
    assert [each.standing for each in certificates] == [Standing.CURRENT, Standing.ENDING]
    assert SOON.days > DAYS_TO_RENEW
    states = {each.subject: each.state for each in readiness.show(office, syndicate.id).steps}
    assert states == {Subject.INSURANCE: Readiness.SOON, Subject.SIGNATORY: Readiness.DONE}
    for commune in directory.index(office, kind=OrganizationKind.COMMUNE):
        assert readiness.show(office, commune.id).ready, commune.name
