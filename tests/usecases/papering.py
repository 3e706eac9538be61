"""What the tests of papers do: word them, issue a framework, have all sign."""

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.conventions import Act, Convention, Wording
from booking.models.organizations import Organization
from booking.paperwork import PaperKind, PaperState
from booking.queries import chains
from booking.rules.access import VISITOR
from booking.rules.paperwork import Drafted
from booking.usecases import conventions, drafting
from booking.vocabulary import ActKind
from tests.factories import LONG_AGO, Scene, keep, make_user


def word(owner: Organization, kind: PaperKind, text: str) -> None:
    """Have an owner word its papers of a kind in one article."""
    owner.territory.owners_word = True
    facts = {"territory_id": owner.territory_id, "organization_id": owner.id, "kind": kind}
    articles = [{"title": "Objet", "text": text}]
    keep(Wording(**facts, version=1, articles=articles, at=clock.now(), by_id=make_user(owner).id))


def forget_framework(scene: Scene) -> None:
    """Leave Quérénaing without any framework in force."""
    found = {"organization_id": scene.querenaing.id, "kind": ActKind.FRAMEWORK}
    for each in db.session.scalars(select(Act).filter_by(**found)):
        db.session.delete(each)
    db.session.commit()


def framework(scene: Scene) -> Drafted:
    """Return what a framework between Maing and Quérénaing says."""
    until = clock.now().date().replace(year=clock.now().year + 2, day=1)
    return Drafted(
        PaperKind.FRAMEWORK, partner=scene.querenaing.id, starts_on=LONG_AGO, ends_on=until
    )


def make_framework(scene: Scene) -> Convention:
    """Prepare and issue a framework between Maing and Quérénaing."""
    made = drafting.prepare(scene.manager, framework(scene))
    drafting.issue(scene.manager, made)
    return db.session.get_one(Convention, made)


def sign(paper: Convention) -> None:
    """Have all sign a paper, as the last of them does."""
    paper.state, paper.signed_at = PaperState.SIGNED, clock.now()
    conventions.framework_signed(VISITOR, paper)  # by a link, nobody is signed in
    db.session.commit()


def issued_papers() -> list[Convention]:
    """Return every paper that took a number, in the order of issue."""
    found = select(Convention).where(Convention.rank.is_not(None)).order_by(Convention.issued_at)
    return list(db.session.scalars(found.order_by(Convention.id)))


def amendments_of(reservation_id: int) -> list[Convention]:
    """Return the living amendments of a loan."""
    papers = chains.papers(reservation_id)
    return [each for each in papers if each.kind is PaperKind.AMENDMENT]
