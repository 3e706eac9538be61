"""Papers come with a request, for its parties alone, and go until somebody saw them."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.queries import files, papers
from booking.usecases import files as kept
from booking.usecases import fitness, reservations
from booking.usecases import papers as acts
from booking.vocabulary import Role
from tests.factories import keep, make_commune, make_user, row
from tests.pages.place import Place, as_actor, make_place
from tests.papers import make_document, make_picture
from tests.wishes import paper_of, require_key


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


def join(place: Place) -> tuple[int, str, int]:
    """Ask for chairs and join the paper they want; return reservation, requirement and file."""
    control = require_key(place)
    mine = place.requested(1).id
    return mine, control, acts.attach(as_actor(place.secretary), mine, control, make_document())


def test_a_paper_that_is_asked_is_joined_and_read_by_the_parties(place: Place) -> None:
    mine, control, joined = join(place)

    paper = paper_of(place.manager, mine, control)
    assert [each.id for each in paper.files] == [joined]
    for who in (place.secretary, place.manager, place.technician):
        assert files.content(as_actor(who), joined) == b"%PDF-1.7 notice"


def test_a_photograph_of_a_paper_is_joined_too(place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1).id

    joined = acts.attach(as_actor(place.manager), mine, control, make_picture())

    assert files.show(as_actor(place.secretary), joined).name == "photo.jpg"


def test_the_file_of_a_loan_does_not_exist_for_others(place: Place) -> None:
    mine, _, joined = join(place)
    office = make_user(place.lender, Role.ELECTED, Role.OBSERVER)

    for who in (place.neighbour, place.stranger, office):
        with pytest.raises(NotFound):
            files.show(as_actor(who), joined)
    assert papers.of_reservation(as_actor(office), mine).papers == ()


def test_the_owner_reads_a_paper_only_once_it_answers(place: Place) -> None:
    mine, _, joined = join(place)
    owner = make_commune(place.lender.territory, "Propriétaire")
    boss = make_user(owner, Role.MANAGER)
    loan = row(mine)
    loan.owner_id = owner.id
    keep(loan)
    with pytest.raises(NotFound):
        files.show(as_actor(boss), joined)

    loan.owner_told_at = clock.now()
    keep(loan)

    assert files.show(as_actor(boss), joined).id == joined


def test_a_paper_that_nothing_asks_for_is_refused(place: Place) -> None:
    mine, _, _ = join(place)

    for control in ("tent_check", "people"):
        with pytest.raises(WrongMoment) as refusal:
            acts.attach(as_actor(place.secretary), mine, control, make_document())
        assert refusal.value.code == "not_asked"


def test_a_loan_that_is_over_takes_no_more_papers(place: Place) -> None:
    mine, control, joined = join(place)
    reservations.cancel(as_actor(place.secretary), mine)

    with pytest.raises(WrongMoment):
        acts.attach(as_actor(place.secretary), mine, control, make_document())
    with pytest.raises(WrongMoment):
        acts.detach(as_actor(place.secretary), joined)
    paper = paper_of(place.secretary, mine, control)
    assert not paper.may_attach


def test_a_paper_is_taken_back_by_those_who_joined_it(place: Place) -> None:
    mine, control, joined = join(place)
    with pytest.raises(NotAllowed):
        acts.detach(as_actor(place.manager), joined)

    acts.detach(as_actor(place.secretary), joined)

    assert paper_of(place.secretary, mine, control).files == ()
    with pytest.raises(NotFound):
        files.content(as_actor(place.secretary), joined)


def test_what_was_seen_stays_with_the_request(place: Place) -> None:
    mine, control, joined = join(place)
    fitness.see(as_actor(place.technician), mine, control)

    with pytest.raises(WrongMoment) as refusal:
        acts.detach(as_actor(place.secretary), joined)

    assert refusal.value.code == "paper_already_seen"
    paper = paper_of(place.secretary, mine, control)
    assert paper.seen_by == "Luc Wattiez"
    assert not paper.files[0].may_remove


def test_the_acts_on_other_files_leave_the_papers_of_a_loan_alone(place: Place) -> None:
    _, _, joined = join(place)

    for act in (kept.remove, kept.restore):
        with pytest.raises(NotFound):
            act(as_actor(place.secretary), joined)


def test_a_request_carries_so_many_files_and_no_more(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, control, _ = join(place)
    monkeypatch.setattr(acts, "MOST", 1)

    with pytest.raises(Invalid):
        acts.attach(as_actor(place.secretary), mine, control, make_document("Autre.pdf"))


def test_a_technician_reads_but_does_not_join(place: Place) -> None:
    mine, control, _ = join(place)

    with pytest.raises(NotAllowed):
        acts.attach(as_actor(place.technician), mine, control, make_document())
