"""Models of papers are written, version after version, and taken back."""

from typing import Any

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.documents.articles import Worded
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.conventions import Convention, Wording
from booking.paperwork import PaperKind
from booking.queries import conventions, wordings
from booking.rules.access import Actor
from booking.usecases import reservations
from booking.usecases.wordings import give_up, go_back, write
from booking.vocabulary import OrganizationKind, Role
from tests.factories import Scene, ask, count_rows, keep, make_actor, make_commune, make_scene

pytestmark = pytest.mark.usefixtures("base")
ONE = (Worded("Objet", "Pour {objet}."),)
TWO = (*ONE, Worded("Prix", "Le prix est de {prix}.", "price"))
KIND = PaperKind.LOAN


def make_office(scene: Scene, *roles: Role) -> Actor:
    """Make somebody of the EPCI."""
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, *(roles or (Role.MANAGER,)))


def open_to_owners(scene: Scene) -> Scene:
    """Let owners word their own papers."""
    scene.territory.owners_word = True
    keep(scene.territory)
    return scene


def word(who: Actor, articles: tuple[Worded, ...], **facts: Any) -> Wording:
    """Write a model of the actor's own organization."""
    made = write(who, who.organization_id, KIND, articles, **facts)
    return db.session.get_one(Wording, made)


def test_each_writing_is_a_version_with_its_author_and_its_reason() -> None:
    office = make_office(make_scene())

    first = word(office, ONE, seen=0)
    second = word(office, TWO, seen=1, note="Le prix")

    assert [first.version, second.version] == [1, 2]
    assert (second.by_id, second.note) == (office.user_id, "Le prix")
    assert wordings.articles(second) == TWO
    assert wordings.articles(first) == ONE
    (line,) = journal.entries("wording", second.id)
    assert (line.act, line.facts) == ("reword", {"name": "convention de prêt", "version": 2})


def test_the_same_words_again_are_no_version() -> None:
    office = make_office(make_scene())
    first = word(office, ONE, seen=0)

    assert word(office, ONE, seen=1) is first
    assert count_rows(Wording) == 1


def test_the_same_form_sent_twice_is_one_version() -> None:
    office = make_office(make_scene())

    made = [word(office, ONE, seen=0, note="Une fois", key="clé") for _ in range(2)]

    assert made[0] is made[1]
    assert count_rows(Wording) == 1


def test_what_was_changed_meanwhile_is_not_written_over() -> None:
    office = make_office(make_scene())
    word(office, ONE, seen=0)
    acts = (
        lambda: word(office, TWO, seen=0),
        lambda: go_back(office, office.organization_id, KIND, 1, seen=0),
        lambda: give_up(office, office.organization_id, KIND, seen=7),
    )

    for act in acts:
        with pytest.raises(WrongMoment) as refusal:
            act()
        assert (refusal.value.code, refusal.value.facts) == ("wording_changed", {"version": 1})
    assert count_rows(Wording) == 1


def test_of_two_who_write_at_once_the_later_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    office = make_office(make_scene())
    word(office, ONE, seen=0)
    read, blind = wordings.last, [True] * 3

    def last(organization_id: int, kind: PaperKind) -> Wording | None:
        return None if blind and blind.pop() else read(organization_id, kind)

    monkeypatch.setattr(wordings, "last", last)
    with pytest.raises(WrongMoment) as refusal:
        word(office, TWO, seen=0)

    assert (refusal.value.code, blind) == ("wording_changed", [])
    assert count_rows(Wording) == 1


@pytest.mark.parametrize(
    ("articles", "errors"),
    [
        ((), ["Un modèle compte de 1 à 40 articles."]),
        (ONE * 41, ["Un modèle compte de 1 à 40 articles."]),
        (
            (*ONE, Worded(" ", "x")),
            {1: {"title": ["Donnez un titre, de 160 caractères au plus."]}},
        ),
        (
            (Worded("Prêt à {emprunteur.nom}", "x"),),
            {0: {"title": ["Un titre ne contient ni variable ni accolade."]}},
        ),
        (
            (Worded("T" * 161, "x"),),
            {0: {"title": ["Donnez un titre, de 160 caractères au plus."]}},
        ),
        (
            (Worded("T", " \n"),),
            {0: {"text": ["Écrivez le texte de l’article, en 20\u202f000 caractères au plus."]}},
        ),
        (
            (Worded("T", "x" * 20_001),),
            {0: {"text": ["Écrivez le texte de l’article, en 20\u202f000 caractères au plus."]}},
        ),
        (
            (Worded("T", "x", "raining"),),
            {0: {"when": ["Choisissez quand l’article est imprimé."]}},
        ),
        (
            (Worded("T", "{rang}"),),
            {0: {"text": ["« {rang} » n’a rien à dire dans ce document (convention de prêt)."]}},
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_at_entry(
    articles: tuple[Worded, ...], errors: object
) -> None:
    office = make_office(make_scene())

    with pytest.raises(Invalid) as refusal:
        word(office, articles, seen=0)

    assert refusal.value.facts["errors"] == {"articles": errors}
    assert count_rows(Wording) == 0


def test_going_back_writes_the_old_words_as_a_new_version() -> None:
    office = make_office(make_scene())
    word(office, ONE, seen=0)
    word(office, TWO, seen=1)

    made = db.session.get_one(Wording, go_back(office, office.organization_id, KIND, 1, seen=2))

    assert (made.version, made.note) == (3, "Retour à la version 1")
    assert wordings.articles(made) == ONE
    assert [each.act for each in journal.entries("wording", made.id)] == ["word_again"]


def test_one_goes_back_to_words_that_exist_and_can_still_be_printed() -> None:
    office = make_office(make_scene())
    old = word(office, ONE, seen=0)
    give_up(office, office.organization_id, KIND, seen=1)

    for missing in (2, 9):
        with pytest.raises(NotFound):
            go_back(office, office.organization_id, KIND, missing, seen=2)
    old.articles = [{"title": "Objet", "text": "{variable.disparue}", "when": ""}]
    keep(old)
    with pytest.raises(Invalid):
        go_back(office, office.organization_id, KIND, 1, seen=2)


def test_who_gives_its_words_up_follows_the_others_again() -> None:
    scene = open_to_owners(make_scene())
    office, owner = make_office(scene), scene.manager
    word(office, TWO, seen=0)
    word(owner, ONE, seen=0)
    assert wordings.in_force(scene.maing, KIND) == ONE

    made = give_up(owner, owner.organization_id, KIND, seen=1)

    assert wordings.in_force(scene.maing, KIND) == TWO
    assert [each.act for each in journal.entries("wording", made)] == ["unword"]
    assert give_up(owner, owner.organization_id, KIND, seen=2) == 0
    assert count_rows(Wording) == 3


def test_owners_word_their_papers_only_where_the_epci_lets_them() -> None:
    scene = make_scene()
    owner, office = scene.manager, make_office(scene)

    with pytest.raises(NotAllowed) as refusal:
        word(owner, ONE, seen=0)
    assert refusal.value.code == "owners_word_closed"

    open_to_owners(scene)
    assert word(owner, ONE, seen=0).version == 1
    with pytest.raises(NotAllowed):
        write(office, owner.organization_id, KIND, TWO, seen=1)
    with pytest.raises(NotFound):
        word(make_actor(scene.maing), TWO, seen=1)


def test_a_paper_already_issued_keeps_its_words() -> None:
    scene = make_scene()
    office = make_office(scene)
    (mine,) = ask(scene.secretary, (scene.chairs, 2))
    reservations.approve(scene.manager, mine)
    kind, *before = issued()

    write(office, office.organization_id, kind, (Worded("Autre", "Autre."),), seen=0)

    db.session.expire_all()
    assert issued() == [kind, *before]
    draft = conventions.draft(scene.manager, mine, clock.now())
    assert [each.title for each in draft.paper.articles] == ["Autre"]


def issued() -> list[Any]:
    """Return the kind, the words, the digest and the bytes of the only paper."""
    found = db.session.scalars(select(Convention)).one()
    return [found.kind, found.content, found.sha256, found.pdf]
