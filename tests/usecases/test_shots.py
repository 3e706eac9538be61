"""Photos of state are kept with what they show, so many, and for good."""

from io import BytesIO

import pytest
from PIL import Image

from booking import files as stored
from booking.db import db
from booking.documents import pictures
from booking.errors import Invalid, NotAllowed, NotFound
from booking.handling import MOST_SHOTS
from booking.models.files import StoredFile
from booking.queries import files as readings
from booking.queries import papers as readings_of_papers
from booking.rules.passages import Counted, Passing, Shot
from booking.usecases import files, loans, papers
from booking.usecases.shots import keep_shots, put
from booking.vocabulary import FileKind
from tests.factories import (
    Scene,
    ask,
    count_rows,
    keep,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.papers import exif, photo
from tests.shots import make_incident, make_passage, shot
from tests.usecases.tending import agree
from tests.usecases.wrecking import wreck

pytestmark = pytest.mark.usefixtures("base")


def asked(scene: Scene) -> int:
    """Ask for some chairs; return the reservation."""
    (mine,) = ask(scene.secretary, (scene.chairs, 2))
    return mine


def test_a_photo_of_a_line_is_kept_with_its_passage_for_the_owner_of_the_thing() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    scene.chairs.owner = owner
    keep(scene.chairs)
    mine = row(asked(scene))
    passage, (line,) = make_passage(scene.manager, mine), mine.lines

    both = keep_shots(scene.manager, mine, [shot(line.id), shot()], passage=passage)

    assert [(each.passage_id, each.line_id, each.incident_id) for each in both] == [
        (passage.id, line.id, None),
        (passage.id, None, None),
    ]
    assert {(each.kind, each.organization_id, each.item_id) for each in both} == {
        (FileKind.CONDITION, owner.id, None)
    }
    assert {each.reservation_id for each in both} == {mine.id}


def test_a_photo_of_an_incident_needs_no_loan() -> None:
    scene = make_scene()
    incident = make_incident(scene.manager, scene.stock)

    (kept,) = keep_shots(scene.manager, None, [shot()], incident=incident)

    assert (kept.incident_id, kept.reservation_id) == (incident.id, None)
    assert kept.organization_id == scene.maing.id


def test_nothing_of_a_telephone_is_kept_but_what_is_seen() -> None:
    scene = make_scene()
    incident = make_incident(scene.manager, scene.stock)
    taken = Shot(pictures.prepare(photo((2000, 1000), exif=exif(6))))
    put(scene.manager, [taken])

    (made,) = keep_shots(scene.manager, None, [taken], incident=incident)

    large = readings.content(scene.manager, made.id)
    small = readings.content(scene.manager, made.id, small=True)
    for content, size in ((large, (800, 1600)), (small, (240, 480))):
        drawn = Image.open(BytesIO(content))
        assert (drawn.size, dict(drawn.getexif())) == (size, {})
        assert b"Exif" not in content
        assert b"TELEPHONE" not in content


def test_a_passage_keeps_twelve_and_says_how_many_are_too_many() -> None:
    scene = make_scene()
    mine = row(asked(scene))
    passage = make_passage(scene.manager, mine)
    keep_shots(scene.manager, mine, [shot()] * (MOST_SHOTS - 1), passage=passage)

    with pytest.raises(Invalid) as refusal:
        keep_shots(scene.manager, mine, [shot()] * 3, passage=passage)

    assert refusal.value.facts["errors"] == {
        "photos": {0: ["12 photos au plus en tout : retirez-en 2."]}
    }
    keep_shots(scene.manager, mine, [shot()], passage=passage)
    other = make_passage(scene.manager, mine, loan=passage.loan)
    assert keep_shots(scene.manager, mine, [shot()], passage=other), "each passage has its own"


def test_a_line_of_another_reservation_is_not_found() -> None:
    scene = make_scene()
    mine, other = row(asked(scene)), row(asked(scene))
    passage = make_passage(scene.manager, mine)

    with pytest.raises(NotFound) as refusal:
        keep_shots(scene.manager, mine, [shot(other.lines[0].id)], passage=passage)

    assert refusal.value.code == "line_not_found"
    assert keep_shots(scene.manager, mine, [], passage=passage) == []
    assert count_rows(StoredFile) == 0


def test_nobody_takes_a_photo_of_state_away() -> None:
    scene = make_scene()
    mine = row(asked(scene))
    of_passage = keep_shots(
        scene.manager, mine, [shot()], passage=make_passage(scene.manager, mine)
    )
    of_incident = keep_shots(
        scene.manager, None, [shot()], incident=make_incident(scene.manager, scene.stock)
    )
    db.session.commit()

    for each in (*of_passage, *of_incident):
        for act in (files.remove, files.restore, papers.detach):
            with pytest.raises(NotFound):
                act(scene.manager, each.id)
        assert each.removed_at is None


def test_photos_of_state_are_no_papers_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = row(asked(scene))
    monkeypatch.setattr(papers, "MOST", 1)
    keep_shots(scene.manager, mine, [shot()], passage=make_passage(scene.manager, mine))

    papers._require_room(mine.id)

    listed = readings_of_papers.of_reservation(scene.manager, mine.id).papers
    assert [each.files for each in listed] == [()] * len(listed)
    assert readings.of_item(scene.manager, scene.chairs.id).photos == ()


def test_bytes_go_to_the_storage_while_nothing_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine = agree(scene, 4, next_weekend())
    set_clock(monkeypatch, next_weekend().starts_at)
    waited: list[bool] = []
    real = stored.keep
    monkeypatch.setattr(
        stored,
        "keep",
        lambda *given: (waited.append(db.session().in_transaction()), real(*given))[1],
    )
    photos = (shot(size=(70, 51)),)

    loans.hand_over(scene.manager, mine, Passing(photos=photos))
    line = row(mine).lines[0].id
    loans.take_back(scene.manager, mine, Passing((Counted(line, 1),), photos=photos))
    wreck(scene, photos=photos)

    assert waited == [False] * 6
    for each in db.session.query(StoredFile).filter_by(kind=FileKind.CONDITION).all():
        assert readings.content(scene.manager, each.id)
        assert readings.content(scene.manager, each.id, small=True)


def test_bytes_of_who_may_not_are_never_put(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine = agree(scene, 4, next_weekend())
    monkeypatch.setattr(stored, "keep", lambda *_: pytest.fail("put"))
    passing = Passing(photos=(shot(),))

    for act in (loans.hand_over, loans.hand_over_more, loans.take_back):
        with pytest.raises(NotAllowed):
            act(scene.secretary, mine, passing)
