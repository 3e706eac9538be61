"""Whose words apply to the papers of an owner, and each version of them."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.documents.articles import Worded
from booking.documents.wordings import shipped
from booking.errors import NotFound
from booking.paperwork import PaperKind
from booking.queries import wordings
from booking.queries.composing import Composed
from booking.queries.conventions import draft
from booking.rules.access import Actor
from booking.usecases.wordings import give_up, write
from booking.vocabulary import OrganizationKind, Role
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_scene
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")
KIND = PaperKind.SLIP
OURS, THEIRS = (Worded("À nous", "Pour {objet}."),), (Worded("À tous", "Pour {objet}."),)


def make_office(scene: Scene) -> Actor:
    """Make a manager of the EPCI."""
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.MANAGER)


def open_to_owners(scene: Scene, *, opened: bool = True) -> None:
    """Let owners word their own papers, or no more."""
    scene.territory.owners_word = opened
    keep(scene.territory)


def test_the_words_of_an_owner_come_before_the_epcis_and_those_before_the_shipped() -> None:
    scene = make_scene()
    office, owner = make_office(scene), scene.manager
    assert wordings.in_force(scene.maing, KIND) == shipped(KIND).articles
    assert wordings.source(scene.maing, KIND) is None

    write(office, office.organization_id, KIND, THEIRS)
    assert wordings.in_force(scene.maing, KIND) == THEIRS

    open_to_owners(scene)
    write(owner, owner.organization_id, KIND, OURS)
    assert wordings.in_force(scene.maing, KIND) == OURS
    assert wordings.in_force(scene.querenaing, KIND) == THEIRS
    assert wordings.in_force(scene.maing, PaperKind.LOAN) == shipped(PaperKind.LOAN).articles

    open_to_owners(scene, opened=False)
    assert wordings.in_force(scene.maing, KIND) == THEIRS

    give_up(office, office.organization_id, KIND)
    assert wordings.in_force(scene.maing, KIND) == shipped(KIND).articles


def test_a_territory_without_epci_has_the_shipped_words() -> None:
    assert wordings.in_force(make_scene().maing, KIND) == shipped(KIND).articles


def test_a_model_says_whose_words_apply_and_lists_its_own_versions() -> None:
    scene = make_scene()
    open_to_owners(scene)
    office, owner = make_office(scene), scene.manager
    write(office, office.organization_id, KIND, THEIRS)

    model = wordings.model(owner, KIND)
    assert (model.whose, model.articles, model.own, model.seen) == ("CC du Val", THEIRS, False, 0)
    assert (model.versions, model.may_change) == ((), True)

    write(owner, owner.organization_id, KIND, OURS, note="À nous")
    model = wordings.model(owner, KIND)
    assert (model.whose, model.articles, model.own, model.seen) == ("Maing", OURS, True, 1)
    assert model.inherited == THEIRS
    (version,) = model.versions
    assert (version.number, version.by, version.note) == (1, owner.name, "À nous")
    assert wordings.version(model, 1) is version
    with pytest.raises(NotFound):
        wordings.version(model, 2)

    give_up(owner, owner.organization_id, KIND)
    model = wordings.model(owner, KIND)
    assert (model.own, model.seen, model.versions[0].articles) == (False, 2, None)


def test_the_epci_falls_back_on_what_is_shipped() -> None:
    office = make_office(make_scene())
    write(office, office.organization_id, KIND, THEIRS)

    model = wordings.model(office, KIND)

    assert (model.own, model.inherited) == (True, shipped(KIND).articles)


@pytest.mark.parametrize("name", ["ode", "", "LOAN", "convention de prêt"])
def test_a_kind_that_does_not_exist_has_no_model(name: str) -> None:
    with pytest.raises(NotFound) as refusal:
        wordings.model(make_scene().manager, name)
    assert refusal.value.code == "wording_not_found"


def test_who_neither_manages_nor_administers_reads_no_model() -> None:
    with pytest.raises(NotFound):
        wordings.applying(make_scene().secretary)


def test_every_kind_is_listed_by_few_queries(base: Connection) -> None:
    scene = make_scene()
    open_to_owners(scene)
    office, owner = make_office(scene), scene.manager
    for kind in PaperKind:
        write(office, office.organization_id, kind, (Worded("Objet", "Objet."),))
    write(owner, owner.organization_id, KIND, (Worded("À jeter", "À jeter."),))
    write(owner, owner.organization_id, KIND, OURS)
    write(owner, owner.organization_id, PaperKind.LOAN, OURS)
    give_up(owner, owner.organization_id, PaperKind.LOAN)

    with counting(base) as asked:
        found = wordings.applying(owner)

    assert [each.kind for each in found] == list(PaperKind)
    assert {each.kind: each.whose for each in found} == dict.fromkeys(PaperKind, "CC du Val") | {
        KIND: "Maing"
    }
    assert [each.articles for each in found if each.kind is KIND] == [OURS]
    assert len(asked) <= 4
    for each in found:
        assert wordings.model(owner, each.kind).articles == each.articles


def test_a_draft_is_composed_of_the_words_in_force() -> None:
    scene = make_scene()
    office = make_office(scene)
    (mine,) = ask(scene.secretary, (scene.chairs, 2))
    write(office, office.organization_id, KIND, THEIRS)

    composed: Composed = draft(scene.manager, mine, clock.now())

    assert [each.title for each in composed.paper.articles] == ["À tous"]
