"""How far a reservation is, in the words of the screen."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from booking.dealings import Awaited
from booking.pages import progress
from booking.pages.progress import REACHED, STOPPED
from booking.paperwork import PaperKind
from booking.rules.access import SERVICE
from booking.usecases import loans, replies
from booking.usecases import reservations as acts
from booking.vocabulary import Status
from tests.issued import paper_of, sign
from tests.pages.place import Place, as_actor

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 6, 1, 12, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("state", "states"),
    [
        ("requested", ["done", "now", "todo", "todo", "todo"]),
        ("approved", ["done", "done", "now", "todo", "todo"]),
        ("out", ["done", "done", "missed", "done", "now"]),
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


def test_the_convention_is_signed_when_everybody_signed(place: Place) -> None:
    mine = place.approved()
    sign(paper_of(mine.id), 1, NOW)
    step = progress.steps(place.seen(mine.id), PARIS)[2]
    assert (step.state, step.note) == ("now", f"n° {mine.convention}, Maing signe")
    sign(paper_of(mine.id), at=NOW)

    signed = place.seen(mine.id)

    steps = progress.steps(signed, PARIS)
    assert [step.state for step in steps] == ["done", "done", "done", "now", "todo"]
    assert steps[2].note.startswith(f"n° {mine.convention}, lun. 1er juin, 12")
    assert progress.next_act(signed, PARIS).startswith("Quérénaing retire le matériel le")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Quérénaing signe le bon de prêt n° 2026-0012 et retire le matériel le"),
        (
            {"signer": "Maing", "signer_id": 0, "paper_kind": PaperKind.LOAN},
            "Maing signe la convention de prêt n° 2026-0012 ; Quérénaing retire le matériel le",
        ),
        (
            {"signer": "", "signer_id": None},
            "Il reste à signer le bon de prêt n° 2026-0012 ; Quérénaing retire le matériel le",
        ),
        ({"amended": True}, "Maing établit l’avenant ; Quérénaing retire le matériel le"),
        ({"paper_kind": None}, "Maing établit la convention ; Quérénaing retire le matériel le"),
    ],
)
def test_who_signs_is_named(place: Place, facts: dict[str, object], said: str) -> None:
    mine = replace(place.approved(), convention="2026-0012", **facts)  # type: ignore[arg-type]

    assert progress.next_act(mine, PARIS).startswith(said)


def test_a_loan_that_left_without_paper_says_so(place: Place) -> None:
    facts = {"convention": None, "paper_state": None, "signer": ""}
    mine = replace(place.out(), **facts)  # type: ignore[arg-type]

    step = progress.steps(mine, PARIS)[2]

    assert (step.label, step.note, step.state) == ("Sans convention", "", "missed")


def test_at_the_end_every_step_is_behind(place: Place) -> None:
    mine = place.out()
    sign(paper_of(mine.id))
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
        ("approved", "Quérénaing signe le bon de prêt n° "),
        ("out", "Quérénaing rend le matériel le"),
    ],
)
def test_who_must_act_is_named(place: Place, state: str, words: str) -> None:
    assert progress.next_act(getattr(place, state)(), PARIS).startswith(words)


def test_a_return_by_midnight_is_of_the_day_that_it_ends(place: Place) -> None:
    mine = replace(place.out(), ends_at=datetime(2026, 11, 29, tzinfo=PARIS))

    assert "le samedi 28 novembre 2026, avant minuit" in progress.next_act(mine, PARIS)
    assert progress.steps(mine, PARIS)[-1].note == "sam. 28 nov., avant minuit"


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
