"""All that two owners, a borrower and their mayors do with papers, and what is always true."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import Refusal
from booking.models.conventions import Convention, ConventionCounter, Wording
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, Means, PaperKind, PaperState, SignState
from booking.queries import signatures as readings
from booking.rules.access import Actor
from booking.rules.acts import Taken
from booking.rules.asking import AskedLine, Edited
from booking.rules.paperwork import Drafted
from booking.rules.signatures import Scanned, Written
from booking.usecases import acts, changes, drafting, reservations, scans, signing
from booking.vocabulary import ActKind, OrganizationKind, Role, Status
from tests.factories import (
    LONG_AGO,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    make_user,
    next_weekend,
)
from tests.papers import make_document
from tests.signing import GIVEN, SCANNED, address, by_link, mandate
from tests.usecases.papering import forget_framework, framework
from tests.wordings import typed

STATEMENTS = (PaperKind.REPORT_OUT, PaperKind.INCIDENT, PaperKind.AID_VALUE)
WORDED = ("Pour {objet}, {emprunteur.nom}.", "{rang}", "Du {date}, n° {numéro}.", "漢")
"""What owners write: the second has a hole in a slip, the last cannot be drawn."""
HOURS, SELDOM = 9, 0.2
"""Between two things, at most; how often what is not done in life is tried."""


class Walk:
    """Two owners in one pool, a borrower, their mayors, and all that they do with papers."""

    def __init__(self, seed: int, patch: pytest.MonkeyPatch) -> None:
        """Begin at the end of a year, one time out of two without a framework."""
        self.now = datetime(2026, 12, 28, 9, tzinfo=UTC)
        patch.setattr(clock, "now", lambda: self.now)
        self.chance, self.done = Random(seed), Counter[str]()  # noqa: S311 # a walk to repeat
        self.frozen: dict[int, tuple[object, ...]] = {}
        self.scene = make_scene(900)
        if seed % 2:
            forget_framework(self.scene)
        epci = make_commune(self.scene.territory, "CA du Val", kind=OrganizationKind.EPCI)
        self.things = (self.scene.chairs, make_item(self.scene.pool, 900, owner=epci))
        self.office = make_actor(epci, Role.MANAGER)
        self.sides = (self.scene.querenaing, self.scene.maing, epci)
        for each in self.sides:
            address(each, f"maire@{each.id}.example")
            self.word(each)
        for _ in range(3):
            self.approve()

    def word(self, owner: Organization | None = None) -> None:
        """Let an owner write its slips otherwise."""
        owner = owner or self.chance.choice(self.sides)
        owner.territory.owners_word = True
        last = select(Wording).filter_by(organization_id=owner.id)
        keep(
            Wording(
                territory_id=owner.territory_id,
                organization_id=owner.id,
                kind=PaperKind.SLIP,
                version=len(db.session.scalars(last).all()) + 1,
                articles=[{"title": "Objet", "text": self.chance.choice(WORDED)}],
                at=self.now,
                by_id=make_user(owner).id,
            )
        )

    def some(self, *states: PaperState, kinds: tuple[PaperKind, ...] = tuple(PaperKind)) -> int:
        """Return a paper in one of some states; 0 when there is none."""
        found = select(Convention.id).where(
            Convention.state.in_(states), Convention.kind.in_(kinds)
        )
        return self.one(list(db.session.scalars(found.order_by(Convention.id))))

    def due(self) -> int:
        """Return a paper to sign, now and then one that is signed or refused."""
        over = self.chance.random() < SELDOM
        return self.some(*((*LIVING, PaperState.REFUSED) if over else (PaperState.TO_SIGN,)))

    def agreed(self) -> int:
        """Return a loan that is agreed; 0 when there is none."""
        found = select(Reservation.id).where(Reservation.status == Status.APPROVED)
        return self.one(list(db.session.scalars(found.order_by(Reservation.id))))

    def one(self, ids: list[int]) -> int:
        """Return one of some ids, 0 for none."""
        return self.chance.choice(ids) if ids else 0

    def lender(self) -> Actor:
        """Return who manages or the owner of some things."""
        return self.chance.choice((self.scene.manager, self.scene.manager, self.office))

    def approve(self) -> None:
        """Agree to a loan, under a slip when a framework is in force."""
        period = next_weekend(self.chance.randint(4, 20))
        (mine,) = ask(self.scene.secretary, (self.chance.choice(self.things), 2), period=period)
        reservations.approve(self.scene.manager, mine)

    def choose(self) -> None:
        """Choose under which paper a loan goes."""
        kind = self.chance.choice(GROUNDS_A_LOAN)
        drafting.issue_for_loan(self.lender(), self.agreed(), kind)

    def edit(self) -> None:
        """Change how much is lent."""
        if mine := db.session.get(Reservation, self.agreed()):
            wanted = AskedLine(mine.lines[0].item.reference, self.chance.randint(1, 9))
            changes.edit(self.scene.manager, mine.id, Edited(lines=(wanted,)))

    def give_up(self) -> None:
        """Cancel a loan."""
        reservations.cancel(self.scene.manager, self.agreed(), "Panne.")

    def prepare(self) -> None:
        """Prepare what is typed: a framework, a report, what amends a framework."""
        what = self.chance.randrange(3)
        if what == 0:
            drafting.prepare(self.scene.manager, framework(self.scene))
        elif what == 1:
            kind = self.chance.choice(STATEMENTS)
            said = Drafted(kind, reservation=self.agreed(), options=typed(kind))
            drafting.prepare(self.scene.manager, said)
        else:
            amended = self.some(*LIVING, kinds=(PaperKind.FRAMEWORK,))
            drafting.prepare(self.scene.manager, self.amending(amends=amended))

    def amending(self, **facts: int) -> Drafted:
        """Return what an amendment of a framework would say."""
        until = date(2030, 12, self.chance.randint(1, 31))
        return Drafted(PaperKind.AMENDMENT, ends_on=until, **facts)

    def describe(self) -> None:
        """Change a draft, or try to change what is one no longer."""
        mine = db.session.get(Convention, self.some(PaperState.DRAFT) or self.some(*LIVING))
        if mine:
            said = self.amending() if mine.amends_id else framework(self.scene)
            drafting.describe(self.scene.manager, mine.id, said)

    def issue(self) -> None:
        """Issue a draft."""
        drafting.issue(self.scene.manager, self.some(PaperState.DRAFT))

    def amend(self) -> None:
        """Issue the amendment that a loan is due."""
        drafting.amend(self.lender(), self.agreed())

    def cancel(self) -> None:
        """Cancel a paper in whatever state."""
        drafting.cancel(
            self.lender(), self.some(*PaperState, *LIVING), self.chance.choice(("", "Faute."))
        )

    def signer(self, paper: Convention) -> Actor:
        """Return who was asked to sign a paper, or any mayor out of turn."""
        now = readings.asked(paper)
        if now and self.chance.random() > SELDOM:  # most of the time
            return by_link(now.organization, now.email)
        side = self.chance.choice(self.sides)
        return by_link(side, f"maire@{side.id}.example")

    def sign(self) -> None:
        """Sign one paper, or two at once."""
        first = db.session.get(Convention, self.due())
        if first:
            both = (first.id, *((self.some(*LIVING),) if self.chance.random() < SELDOM else ()))
            signing.sign(self.signer(first), both, GIVEN)

    def refuse(self) -> None:
        """Decline to sign."""
        if paper := db.session.get(Convention, self.some(*LIVING)):
            signing.refuse(self.signer(paper), paper.id, "Prix trop haut.")

    def forward(self) -> None:
        """Pass a signature on to whoever else may sign."""
        paper = db.session.get(Convention, self.some(PaperState.TO_SIGN))
        now = readings.asked(paper) if paper else None
        if paper and now:
            mandates = [number for number, _ in readings.others(now)]
            signing.forward(self.signer(paper), paper.id, self.one(mandates))

    def deposit(self) -> None:
        """Bring the scan of some signatures: the next ones, or others."""
        paper = db.session.get(Convention, self.some(*LIVING))
        if paper:
            left = [each.rank for each in paper.signatures if each.state is not SignState.SIGNED]
            ranks = self.chance.choice((left, left[:1], left[1:]))
            seen = tuple(Written(rank, "Jeanne Thuillier", "Maire") for rank in ranks)
            scanned = Scanned(Means.PAPER, clock.today(self.scene.manager.zone), seen)
            scans.deposit(self.scene.manager, paper.id, make_document(content=SCANNED), scanned)

    def another_mayor(self) -> None:
        """Let another hold the mandate of an organization."""
        side, rank = self.chance.choice(self.sides), sum(self.done.values())
        mandate(side, f"maire{rank}@{side.id}.example", f"Élue {rank}")

    def framework_act(self) -> None:
        """Record a framework of before, or end it."""
        taken = Taken(ActKind.FRAMEWORK, "CC-1", "Cadre", LONG_AGO, LONG_AGO)
        made = acts.add(self.scene.secretary, self.scene.querenaing.id, taken)
        if self.chance.randrange(2):  # one time out of two
            acts.end(self.scene.secretary, made, self.now.date())

    def step(self) -> None:
        """Do one thing, some hours later; all is still true after it."""
        often = (self.approve, self.edit, self.issue, self.prepare, self.sign, self.sign)
        seldom = (self.amend, self.cancel, self.choose, self.deposit, self.deposit)
        rarely = (self.another_mayor, self.describe, self.forward, self.give_up, self.refuse)
        others = (self.framework_act, self.word)
        deed: Callable[[], None] = self.chance.choice((*often, *often, *seldom, *rarely, *others))
        self.now += timedelta(hours=self.chance.randrange(HOURS))
        with self.attempt(deed.__name__):
            deed()
        db.session.expire_all()
        self.examine()

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Count what was done; what is refused leaves everything as it was."""
        before = self.states()
        try:
            yield
            self.done[name] += 1
        except Refusal as refusal:
            self.done[f"{name}: {refusal.code}"] += 1
            db.session.expire_all()
            assert self.states() == before or name in ("approve", "framework_act")  # two acts

    def states(self) -> list[tuple[object, ...]]:
        """Return where each paper stands."""
        return [
            (each.id, each.state, *(one.state for one in each.signatures)) for each in every_paper()
        ]

    def examine(self) -> None:
        """Check what is true of all papers at any moment."""
        papers = every_paper()
        numbered = defaultdict(list)
        for each in papers:
            if each.rank:
                numbered[each.owner_id, each.year].append(each.rank)
                self.keeps(each)
            else:
                assert each.state in (PaperState.DRAFT, PaperState.CANCELLED)
                assert (each.pdf, each.content, each.signatures) == (None, None, [])
        counters = db.session.scalars(select(ConventionCounter))
        assert {(each.owner_id, each.year): each.rank for each in counters} == {
            owner_year: len(ranks) for owner_year, ranks in numbered.items()
        }
        assert all(sorted(ranks) == [*range(1, len(ranks) + 1)] for ranks in numbered.values())
        grounds = Counter(
            each.reservation_id
            for each in papers
            if each.kind in GROUNDS_A_LOAN and each.state in LIVING
        )
        assert set(grounds.values()) <= {1}

    def keeps(self, paper: Convention) -> None:
        """Check that an issued paper is the one that was issued, signed in its order."""
        assert paper.pdf is not None
        assert paper.sha256 == hashlib.sha256(paper.pdf).hexdigest()
        if paper.signed_pdf:
            assert paper.signed_sha256 == hashlib.sha256(paper.signed_pdf).hexdigest()
        now = (paper.number, paper.pdf, paper.sha256, paper.content, paper.terms, paper.issued_at)
        assert self.frozen.setdefault(paper.id, now) == now
        states = [each.state for each in paper.signatures]
        signed = states.count(SignState.SIGNED)
        assert states[:signed] == [SignState.SIGNED] * signed
        rest = states[signed:]
        assert set(rest[1:]) <= {SignState.WAITING}
        if paper.state is not PaperState.CANCELLED:
            assert (paper.state is PaperState.SIGNED) == (not rest)
            refused = paper.state is PaperState.REFUSED
            assert rest[:1] in ([], [SignState.REFUSED if refused else SignState.ASKED])


def every_paper() -> list[Convention]:
    """Return all papers, oldest first."""
    return list(db.session.scalars(select(Convention).order_by(Convention.id)))
