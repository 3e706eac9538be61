"""How far a reservation is, in the words of the screen."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from booking.dealings import Awaited
from booking.pages import progress
from booking.pages.progress import REACHED, STOPPED
from booking.rules.access import SERVICE
from booking.usecases import loans, replies
from booking.usecases import reservations as acts
from booking.vocabulary import Status
from tests.pages.place import Place, as_actor

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 6, 1, 12, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("state", "states"),
    [
        ("requested", ["done", "now", "todo", "todo", "todo"]),
        ("approved", ["done", "done", "now", "todo", "todo"]),
        ("out", ["done", "done", "done", "done", "now"]),
    ],
)
def test_the_present_step_is_marked(place: Place, state: str, states: list[str]) -> None:
    mine = getattr(place, state)()

    steps = progress.steps(mine, PARIS)

    assert [step.state for step in steps] == states
    assert [step.label.split()[0] for step in steps] == [
        "Déposée",
        "Validée",
        "Convention",
        "Sortie",
        "Rendue",
    ]


def test_at_the_end_every_step_is_behind(place: Place) -> None:
    mine = place.out()
    loans.take_back(as_actor(place.manager), mine.id)

    steps = progress.steps(place.seen(mine.id), PARIS)

    assert {step.state for step in steps} == {"done"}


def test_what_is_refused_stops_there(place: Place) -> None:
    mine = place.requested()
    acts.refuse(as_actor(place.manager), mine.id, "Déjà promis.")
    refused = place.seen(mine.id)

    steps = progress.steps(refused, PARIS)

    assert [(step.label, step.state) for step in steps[1:]] == [("Refusée", "stopped")]
    assert progress.next_act(refused, PARIS) == "Motif : Déjà promis."


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("requested", "Maing répond avant le"),
        ("approved", "Quérénaing fait signer la convention et retire le matériel le"),
        ("out", "Quérénaing rend le matériel le"),
    ],
)
def test_who_must_act_is_named(place: Place, state: str, words: str) -> None:
    assert progress.next_act(getattr(place, state)(), PARIS).startswith(words)


def test_silence_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = place.requested()
    monkeypatch.setattr("booking.clock.now", lambda: mine.ends_at)
    acts.lapse(SERVICE, mine.id)

    lapsed = place.seen(mine.id)

    assert progress.steps(lapsed, PARIS)[-1].label == "Sans réponse"
    assert "n’a pas répondu" in progress.next_act(lapsed, PARIS)


def test_every_status_that_is_shown_has_its_step() -> None:
    assert set(Status) - {Status.DRAFT} == STOPPED | REACHED.keys()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Maing répond avant le"),
        ({"substitute": "Luc"}, "Maing ou Luc en suppléance répond avant le"),
        (
            {"substitute": "Luc", "substitute_told_at": NOW},
            "Luc en suppléance de Maing répond avant le",
        ),
        ({"substitute_told_at": NOW}, "La personne en suppléance de Maing répond avant le"),
        ({"owner_told_at": NOW}, "Maing, propriétaire du matériel, répond avant le"),
        (
            {"status": Status.NEEDS_INFO, "awaited": Awaited.PLACE, "reply_due_at": NOW},
            "Quérénaing confirme la place offerte, ou annule, avant le lundi 1er juin 2026, 12",
        ),
        (
            {"status": Status.NEEDS_INFO, "awaited": Awaited.PROPOSAL, "reply_due_at": NOW},
            "Quérénaing accepte ou décline la proposition avant le lundi 1er juin 2026, 12",
        ),
        ({"status": Status.WAITLISTED}, "Quérénaing attend qu’une place se libère avant le"),
        ({"status": Status.EXPIRED, "reason": "no_place"}, "Aucune place ne s’est libérée"),
        ({"status": Status.EXPIRED, "reason": "no_reply"}, "Quérénaing n’a pas répondu à temps"),
        ({"status": Status.EXPIRED, "reason": "no_answer"}, "Maing n’a pas répondu avant le"),
    ],
)
def test_who_must_act_and_by_when_is_said(
    place: Place, facts: dict[str, object], said: str
) -> None:
    mine = replace(place.requested(), **facts)  # type: ignore[arg-type]

    assert progress.next_act(mine, PARIS).startswith(said)
    assert progress.steps(mine, PARIS)


def test_the_borrower_is_told_by_when_to_reply(place: Place) -> None:
    mine = place.requested()
    replies.ask_details(as_actor(place.manager), mine.id, "Combien ?")
    seen = place.seen(mine.id)

    assert progress.next_act(seen, PARIS).startswith("Quérénaing répond à la question avant le")
    answered = progress.steps(seen, PARIS)[1]
    assert answered.note.startswith("Quérénaing répond avant ")
