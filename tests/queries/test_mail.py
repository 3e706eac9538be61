"""The outbox as an administrator reads it."""

from datetime import timedelta

import pytest

from booking import clock, mail
from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Territory
from booking.queries import mail as reads
from booking.rules.access import SERVICE, Actor
from booking.usecases import signing
from booking.usecases.memberships import invite_by_siren
from booking.vocabulary import MailKind, OrganizationKind, Role
from tests import signing as signed_at
from tests.factories import ask, make_actor, make_commune, make_scene, make_territory, set_clock
from tests.signing import GIVEN, body, by_link, issued, print_plainly, written

pytestmark = pytest.mark.usefixtures("base")


def office(territory: Territory) -> Actor:
    """Return an administrator of the intercommunality."""
    epci = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.ADMINISTRATOR)


def test_an_administrator_reads_the_latest_first() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    siren = str(scene.querenaing.siren)
    user_id = invite_by_siren(SERVICE, "neuf@mairie.example", "Karim", siren, Role.OBSERVER)

    invited, to_answer, requested = reads.outbox(office(scene.territory))

    assert (invited.kind, invited.to, invited.reservation) == (
        MailKind.INVITED,
        "neuf@mairie.example",
        None,
    )
    assert invited.invited
    assert invited.invited[0] == user_id
    assert (to_answer.to, requested.to) == (scene.manager.email, scene.secretary.email)
    assert requested.reservation
    assert requested.reservation.id == asked_id
    assert requested.zone.key == "Europe/Paris"


def test_another_territory_has_another_outbox() -> None:
    scene, abroad = make_scene(), make_scene()
    ask(scene.secretary, (scene.chairs, 4))
    (message_id, _) = reads.unsent(clock.now())
    stranger = office(abroad.territory)

    assert reads.outbox(stranger) == []
    for thing_id in (message_id, 1_000_000):
        with pytest.raises(NotFound) as refusal:
            reads.show(stranger, thing_id)
        assert refusal.value.code == "outbox_not_found"


def test_only_administrators_read_the_outbox() -> None:
    scene = make_scene()

    for actor in (scene.manager, scene.secretary):
        with pytest.raises(NotFound):
            reads.outbox(actor)


def test_what_waits_is_what_is_unsent_and_due() -> None:
    territory = make_territory()
    for address in ("a@b.example", "c@d.example", "e@f.example"):
        mail.queue(territory.id, MailKind.INVITED, [address])
    db.session.commit()
    first, second, third = reads.unsent(clock.now())
    db.session.get_one(mail.Message, first).sent_at = clock.now()
    db.session.get_one(mail.Message, second).next_try_at = clock.now() + timedelta(hours=1)
    db.session.commit()

    assert reads.unsent(clock.now()) == [third]
    assert reads.unsent(clock.now() + timedelta(hours=1)) == [second, third]


def test_people_are_written_to_once_whatever_their_roles() -> None:
    commune = make_commune(make_territory())
    both = make_actor(commune, Role.SECRETARY, Role.MANAGER)
    make_actor(commune, Role.ELECTED)

    assert mail.people(commune.id, Role.SECRETARY, Role.MANAGER) == [both.email]
    assert mail.people(commune.id, Role.TECHNICIAN) == []


def test_a_message_asks_to_sign_only_what_is_still_to_be_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    print_plainly(monkeypatch)
    scene, mayor = make_scene(), "maire@querenaing.example"
    signed_at.address(scene.querenaing, mayor)
    papers = [issued(scene) for _ in range(3)]
    (message,) = written(MailKind.TO_SIGN)
    assert [each.id for each in reads.show(SERVICE, message.id).papers] == [
        each.id for each in papers
    ]
    signing.sign(by_link(scene.querenaing, mayor), (papers[0].id,), GIVEN)
    signing.refuse(by_link(scene.querenaing, mayor), papers[1].id, "La date est fausse.")

    assert [each.id for each in reads.show(SERVICE, message.id).papers] == [papers[2].id]
    assert body(message).startswith(f"À signer : bon de prêt n° {papers[2].number}, Maing\n")

    message.sent_at = clock.now()
    db.session.commit()
    set_clock(monkeypatch, clock.now() + timedelta(hours=1))
    signing.sign(by_link(scene.querenaing, mayor), (papers[2].id,), GIVEN)
    assert [each.id for each in reads.show(SERVICE, message.id).papers] == [papers[2].id]
    message.sent_at = None
    db.session.commit()
    assert "Rien n’attend plus votre signature" in body(message)
