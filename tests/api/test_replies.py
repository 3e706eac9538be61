"""Questions and answers by program."""

import pytest

from tests.api.program import Program
from tests.pages.place import Place


def test_a_question_and_its_answer(program: Program, place: Place) -> None:
    mine = place.requested()
    manager, secretary = program.of(place.manager), program.of(place.secretary)
    address = f"/reservations/{mine.id}"

    asked = manager.post(f"{address}/ask-details", {"question": "Combien de personnes ?"})
    assert (asked["status"], asked["awaited"]) == ("needs_info", "details")
    assert asked["reply_due_at"]

    answered = secretary.post(f"{address}/answer", {"text": "Deux cents."})
    assert (answered["status"], answered["awaited"]) == ("requested", None)
    manager.post(f"{address}/ask-details", {"question": "Et où ?"})
    assert manager.post(f"{address}/resume")["status"] == "requested"


@pytest.mark.parametrize(("act", "field"), [("ask-details", "question"), ("answer", "text")])
def test_an_empty_text_is_refused(program: Program, place: Place, act: str, field: str) -> None:
    mine = place.requested()

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/{act}", {field: " "}, 422)

    assert problem["errors"][field] == ["Ce champ est obligatoire."]


def test_cancelling_what_one_agreed_to_needs_a_reason(program: Program, place: Place) -> None:
    mine = place.approved()

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/cancel", status=422)

    assert problem["code"] == "reason_needed"
    assert problem["errors"]["reason"]
