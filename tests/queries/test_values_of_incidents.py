"""What the report of an incident is filled with."""

from datetime import UTC, datetime

import pytest

from booking import clock
from booking.handling import Charged
from booking.models.files import StoredFile
from booking.paperwork import PaperKind
from booking.queries import values_of_incidents
from booking.rules.incidents import Followed
from booking.rules.options import options
from booking.usecases import incidents
from booking.vocabulary import FileKind
from tests.factories import Scene, keep, make_scene
from tests.usecases.wrecking import WHAT, incident, wreck

pytestmark = pytest.mark.usefixtures("base")
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


def said(scene: Scene, made: int) -> dict[str, str]:
    return values_of_incidents.options(incident(made), scene.manager.zone)


def test_all_that_is_known_is_said_in_words() -> None:
    scene = make_scene(10)
    people = {"witnesses": "Luc", "others": "Un livreur", "injured": "Aucun"}
    made = wreck(scene, occurred_at=NOON, place="Salle", measures="Balisage", **people)
    incidents.follow(scene.manager, made, Followed(4_550, Charged.INSURER, "PV 12", "MAIF 7"))

    found = said(scene, made)

    assert found == {
        "matériel_touché": f"{scene.chairs.reference}, 2\xa0×\xa0Chaise pliante",
        "survenu": "lundi 2 novembre 2026, 12\xa0h",
        "lieu_du_sinistre": "Salle",
        "circonstances": WHAT,
        "témoins": "Luc",
        "tiers": "Un livreur",
        "blessés": "Aucun",
        "mesures": "Balisage",
        "plainte": "PV 12",
        "dossier_assurance": "MAIF 7",
        "estimation": "45,50\xa0€",
        "imputation": "un assureur",
    }
    assert found.keys() <= {each.name for each in options(PaperKind.INCIDENT)}


def test_what_is_not_known_is_left_to_be_typed_and_photos_are_counted() -> None:
    scene = make_scene(10)
    made = wreck(scene)
    assert said(scene, made).keys() == {"matériel_touché", "circonstances"}
    own = {"territory_id": scene.territory.id, "organization_id": scene.maing.id}
    file = {"name": "p.jpg", "media_type": "image/jpeg", "size": 9, "sha256": "0" * 64}
    when = {"created_at": clock.now()}
    keep(StoredFile(**own, **file, **when, incident_id=made, kind=FileKind.CONDITION))

    assert said(scene, made)["photographies"] == "1\xa0×\xa0photographie"
