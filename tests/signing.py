"""Papers to sign, as the tests of signatures need them."""

from typing import Any

import pytest
from sqlalchemy import select

from booking.config import Settings
from booking.db import db
from booking.documents import paper as drawing
from booking.models.catalogue import Item, Pool
from booking.models.conventions import Act, Convention, Signature
from booking.models.mail import Message
from booking.models.organizations import Mandate, Organization
from booking.queries import mail
from booking.rules.access import SERVICE, Actor
from booking.rules.signatures import Given
from booking.usecases import reservations
from booking.usecases.mail import drawn
from booking.vocabulary import ActKind, MailKind
from tests.factories import LONG_AGO, Scene, ask, keep, make_actor

SITE = Settings(secret_key="tests only", public_url="http://localhost", database_url="sqlite://")
SCANNED = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n41\n%%EOF\n"
"""What has the structure of a PDF."""
GIVEN = Given("Jeanne Thuillier", "Maire", "M10 20 L30 40", "192.0.2.7")


def print_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print at little cost: papers have their own tests."""

    def render(made: Any, _logos: object = None, evidence: Any = (), _original: str = "") -> bytes:
        return f"%PDF {made.number} {[each.name for each in evidence]}".encode()

    monkeypatch.setattr(drawing, "render", render)


def address(organization: Organization, email: str) -> Mandate:
    """Give the mandate of an organization an address, and return it."""
    mandate = db.session.scalars(select(Mandate).filter_by(organization_id=organization.id)).first()
    assert mandate
    mandate.email = email
    db.session.commit()
    return mandate


def mandate(organization: Organization, email: str, holder: str = "Paul Delvaux") -> Mandate:
    """Give an organization a further mandate."""
    made: Mandate = keep(
        Mandate(
            territory_id=organization.territory_id,
            organization_id=organization.id,
            holder=holder,
            title="Adjoint délégué",
            starts_on=LONG_AGO,
            email=email,
        )
    )
    return made


def mayor(organization: Organization, email: str = "") -> Actor:
    """Return somebody with an account whose address is that of the organization's mandate."""
    actor = make_actor(organization)
    if email:
        actor = Actor(**{**vars(actor), "email": email})
    address(organization, actor.email)
    return actor


def by_link(organization: Organization, email: str) -> Actor:
    """Return who comes by the link written to an address."""
    return Actor(0, "Jeanne", email, organization.id, "", organization.territory_id, door="mail")


def delegate(owner: Organization, manager: Organization) -> Act:
    """Have an owner let the manager sign for it, in writing."""
    made: Act = keep(
        Act(
            territory_id=owner.territory_id,
            organization_id=owner.id,
            partner_id=manager.id,
            kind=ActKind.DELEGATION,
            number="2024-7",
            title="Signature des prêts",
            taken_on=LONG_AGO,
            starts_on=LONG_AGO,
        )
    )
    return made


def issued(scene: Scene, item: Item | None = None) -> Convention:
    """Ask and approve, and return the paper issued."""
    (mine,) = ask(scene.secretary, (item or scene.chairs, 1))
    reservations.approve(scene.manager, mine)
    return paper_of(mine)


def paper_of(reservation_id: int) -> Convention:
    """Return the only paper of a reservation."""
    found = select(Convention).filter_by(reservation_id=reservation_id)
    return db.session.scalars(found).one()


def paper(convention_id: int) -> Convention:
    """Return a paper as the tables have it."""
    return db.session.get_one(Convention, convention_id, populate_existing=True)


def states(convention_id: int) -> list[str]:
    """Return where each signature of a paper stands, in their order."""
    return [each.state.value for each in signatures(convention_id)]


def signatures(convention_id: int) -> list[Signature]:
    """Return the signatures of a paper, in their order."""
    found = select(Signature).filter_by(convention_id=convention_id).order_by(Signature.rank)
    return list(db.session.scalars(found))


def written(kind: MailKind) -> list[Message]:
    """Return the messages of a kind, oldest first."""
    found = select(Message).filter_by(kind=kind).order_by(Message.id)
    return list(db.session.scalars(found))


def body(message: Message) -> str:
    """Return what a message says, with its secret links."""
    text = drawn(mail.show(SERVICE, message.id), SITE, readable=True)
    return f"{text.subject}\n{text.body}"


def link(message: Message) -> str:
    """Return the path of the link to sign that a message bears, "" for none."""
    _, _, rest = body(message).partition("http://localhost/signature/")
    return f"/signature/{rest.split()[0]}" if rest else ""


def need_signed(pool: Pool, **facts: Any) -> None:
    """Have a pool ask that papers be signed before things leave."""
    pool.needs_signed = True
    db.session.commit()
