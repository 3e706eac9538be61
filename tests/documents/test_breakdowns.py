"""What is said of a breakdown."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.dealings import Remedy
from booking.documents import breakdowns, mails
from booking.period import OPEN_ENDED
from booking.vocabulary import MailKind

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize("remedy", list(Remedy))
def test_each_decision_has_its_sentence(remedy: Remedy) -> None:
    facts = {"depot": "Artres", "when": "le 3", "name": "Tente", "pool": "Parc", "hold": 1}

    assert breakdowns.sentence(remedy, facts).endswith(".")


@pytest.mark.parametrize(
    ("remedy", "at"),
    [
        (Remedy.DATES, "/reservations/7/modifier"),
        (Remedy.ITEM, "/demandes/nouvelle?pour=7&materiel=3&quantite=2"),
        (Remedy.WAIT, None),
    ],
)
def test_what_is_only_proposed_is_said_not_to_be_held_and_is_one_click_away(
    remedy: Remedy, at: str | None
) -> None:
    facts = {"when": "le 3", "name": "Tente", "pool": "Parc", "item": 3, "quantity": 2}

    assert breakdowns.instead(remedy, facts, 7).get("at") == at
    assert ("retenu pour vous" in breakdowns.sentence(remedy, facts)) is bool(at)


def test_how_long_it_lasts_is_said() -> None:
    assert breakdowns.lasting(NOW, OPEN_ENDED, PARIS).endswith("jusqu’à réparation")
    assert breakdowns.lasting(NOW, NOW + timedelta(days=3), PARIS).startswith("du jeu. 26 nov.")


def test_the_message_says_what_broke_what_becomes_of_each_and_where_to_read_it() -> None:
    line = {"reference": "R-1", "purpose": "Fête", "when": "le 3", "said": "annulée."}
    line |= {"ask": "Demander ce matériel", "at": "/demandes/nouvelle?pour=1"}
    facts = {
        **{"item": "Tente", "depot": "Maing", "lasting": "depuis le 3", "by": "Maing"},
        **{"message": "Désolés.", "lines": [line | {"path": "/demandes/1"}]},
    }

    text = mails.draw(MailKind.BROKEN, facts=facts, links={"site": "https://parc.example"})

    assert text.subject == "En panne : Tente"
    assert "R-1, Fête, le 3 :\nannulée." in text.body
    assert "Demander ce matériel : https://parc.example/demandes/nouvelle?pour=1\n" in text.body
    assert "https://parc.example/demandes/1" in text.body
    assert "Désolés." in text.body


@pytest.mark.parametrize("owner", [True, False])
def test_what_was_taken_over_is_one_list(owner: bool) -> None:
    facts = {"brought": ["2 tentes"], "borrower": "Artres", "by": "Maing", "owner": owner}

    text = mails.draw(MailKind.ENTERED, facts=facts, links={"site": "https://parc.example"})

    assert "\n- 2 tentes\n" in text.body
    assert text.body.startswith("Bonjour")
    assert "https://parc.example" in text.body
