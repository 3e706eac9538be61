"""The sentence of each refusal and verdict."""

from datetime import date

from booking.documents import messages
from booking.documents.refusals import REFUSALS
from booking.intake import FigureChange
from booking.rules.figures import Crossing, Difference
from booking.rules.terms import Verdict


def test_a_refusal_says_its_facts() -> None:
    facts = {"pool": "Parc communautaire", "days": 2, "earliest": date(2026, 12, 4)}
    said = messages.refusal("notice_too_short", facts)
    assert "Parc communautaire" in said
    assert "4 décembre 2026" in said


def test_an_unknown_code_still_has_a_sentence() -> None:
    assert messages.refusal("no_such_code", {}) == REFUSALS["http"]


def test_missing_facts_never_fail() -> None:
    assert messages.refusal("notice_too_short", {})


def test_a_verdict_says_whether_it_is_satisfied() -> None:
    facts = {"population": 13511, "below": 5000}
    assert "réservé" in messages.verdict(Verdict("population", "block", facts))
    assert "peut emprunter" in messages.verdict(Verdict("population", "ok", facts))
    assert "réservé" in messages.reason({"code": "population", **facts})


def test_what_is_owed_reads_whatever_its_gender_and_whether_its_end_has_come() -> None:
    facts = {"name": "Coffret", "until": date(2026, 12, 4), "by": date(2026, 12, 9)}

    def said(code: str, label: str) -> str:
        return messages.verdict(Verdict(code, "owed", facts | {"label": label}))

    for label in ("contrôle annuel", "vérification générale"):
        begun = f"Coffret, {label} : "
        redone = ", à refaire avant le départ"
        until = "valable jusqu’au 4 décembre 2026 seulement"
        assert said("control_lapsed", label) == begun + until + redone
        never = "rien n’est enregistré, à faire avant le départ"
        assert said("control_never", label) == begun + never
        assert said("control_failed", label) == begun + "dernier résultat non conforme" + redone
        booked = "rendez-vous pris le 9 décembre 2026, avant le départ"
        assert said("control_planned", label) == begun + booked
    assert said("people_missing", "formation") == "Formation : aucune déclaration en cours"


def test_a_shortage_says_how_many_are_left() -> None:
    assert messages.shortage("Chaise", 40, 0) == "Chaise : 40 demandés, aucun n’est libre."
    assert messages.shortage("Chaise", 40, 24) == "Chaise : 40 demandés, 24 sont libres."


def test_what_figures_change_is_one_line() -> None:
    closed = (Crossing("Parc communautaire", 5_000, opens=False),)
    grown = Difference(FigureChange.POPULATION, "Artres", 1, 4_900, 5_100, closed)
    left = Difference(FigureChange.LEAVING, "Artres", 1)

    assert messages.difference(grown) == (
        "Artres : Population 4\u202f900 → 5\u202f100 "
        "(ne pourra plus emprunter à « Parc communautaire »)"
    )
    assert messages.difference(left) == "Artres : Quitte l’EPCI"
