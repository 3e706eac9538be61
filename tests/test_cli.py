"""The commands of whoever runs the service."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from booking import clock, config, demonstration
from booking.db import Base, db
from booking.fitness import Equipment
from booking.models.accounts import LoginAttempt, User
from booking.models.dealings import Draft
from booking.models.mail import Message
from booking.models.organizations import Organization
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.usecases import drafts
from booking.vocabulary import MailKind, Role
from tests.client import browser
from tests.factories import keep, make_item, make_user, take
from tests.fitness import day, inspect
from tests.pages.place import Place, as_actor, make_place
from tests.staff import qualify
from tests.terminal import count, run

VALENCIENNES = "245901160"


@pytest.fixture
def place(base: object) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


def test_the_demonstration_is_loaded_once(runner: FlaskCliRunner, app: Flask) -> None:
    first = run(runner, "demo")
    before = {table.name: count(table) for table in Base.metadata.sorted_tables}

    second = run(runner, "demo")

    assert "Démonstration chargée." in first.output
    assert "déjà en place" in second.output
    assert demonstration.PASSWORD in second.output
    for email, _, _ in demonstration.accounts():
        assert email in second.output
    assert {table.name: count(table) for table in Base.metadata.sorted_tables} == before
    run(runner, "check")
    token = run(runner, "token", "create", "secretaire@querenaing.example").output.strip()
    headers = {"Authorization": f"Bearer {token}"}
    items = browser(app).get("/api/v1/items", headers=headers).get_json()["items"]
    assert len(items) >= 30


def test_the_demonstration_lies_within_four_months(runner: FlaskCliRunner) -> None:
    run(runner, "demo")

    last = db.session.scalars(select(func.max(Reservation.ends_at))).one()
    assert last < clock.now() + timedelta(days=122)


def test_a_territory_is_imported_with_its_communes(runner: FlaskCliRunner) -> None:
    first = run(runner, "territory", "import", VALENCIENNES)
    communes = count(Organization)

    assert "35 communes" in first.output
    assert run(runner, "territory", "import", VALENCIENNES).output == first.output
    assert count(Organization) == communes == 36


@pytest.mark.parametrize("siren", ["000000000", "x", ""])
def test_a_territory_that_does_not_exist_is_said(runner: FlaskCliRunner, siren: str) -> None:
    done = run(runner, "territory", "import", siren, status=1)

    assert f"Aucun EPCI ne porte le SIREN « {siren} »" in done.output


def test_a_territory_is_compared_then_refreshed(runner: FlaskCliRunner) -> None:
    run(runner, "territory", "import", VALENCIENNES)
    assert "sont ceux de 2026" in run(runner, "territory", "refresh", VALENCIENNES).output
    anzin = db.session.scalars(select(Organization).filter_by(name="Anzin")).one()
    anzin.population, anzin.figures_year = 4_900, 2025
    db.session.commit()

    dry = run(runner, "territory", "refresh", VALENCIENNES).output
    assert "Anzin : Population 4\u202f900 → 13\u202f511" in dry
    assert "Rien n’est enregistré" in dry
    assert anzin.population == 4_900
    assert "appliqués" in run(runner, "territory", "refresh", VALENCIENNES, "--apply").output

    db.session.expire_all()
    assert (anzin.population, anzin.figures_year) == (13_511, 2026)


def test_an_invitation_waits_in_the_outbox(runner: FlaskCliRunner, place: Place) -> None:
    words = ("user", "invite", "N@Mairie.example", "--organization", place.borrower.siren)

    done = run(runner, *words, "--role", "manager", "--name", "Nadia")

    assert "mail send" in done.output
    user = db.session.scalars(select(User).filter_by(email="n@mairie.example")).one()
    assert (user.name, user.password_hash) == ("Nadia", None)
    assert [each.role for each in user.memberships] == [Role.MANAGER]
    assert db.session.scalars(select(Message)).one().to == "n@mairie.example"


def test_an_invitation_to_nowhere_is_refused(runner: FlaskCliRunner, place: Place) -> None:
    words = ("user", "invite", "n@mairie.example")

    unknown = run(runner, *words, "--organization", "000000000", status=1)
    assert "Cet organisme n’existe pas" in unknown.output
    run(runner, *words, status=2)
    run(runner, *words, "--organization", place.borrower.siren, "--role", "roi", status=2)
    assert count(Message) == 0


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@b@c", "x" * 300 + "@mairie.example"])
def test_an_invitation_needs_an_address(runner: FlaskCliRunner, place: Place, email: str) -> None:
    run(runner, "user", "invite", email, "--organization", place.borrower.siren, status=1)

    assert count(Message) == 0


def test_a_token_opens_the_api(runner: FlaskCliRunner, app: Flask, place: Place) -> None:
    secret = run(runner, "token", "create", place.secretary.email).output.strip()

    answer = browser(app).get("/api/v1/items", headers={"Authorization": f"Bearer {secret}"})

    assert len(secret) >= 43
    assert answer.get_json()["count"] == 2


def test_a_token_acts_for_the_organization_named(
    runner: FlaskCliRunner, app: Flask, place: Place
) -> None:
    email = place.secretary.email

    run(runner, "token", "create", email, "--organization", place.borrower.id)
    run(runner, "token", "create", email, "--organization", place.lender.id, status=1)


def test_a_token_for_nobody_is_refused(runner: FlaskCliRunner, place: Place) -> None:
    alone = make_user(place.borrower)

    for email in ("personne@mairie.example", alone.email, ""):
        done = run(runner, "token", "create", email, status=1)
        assert "Ce compte n’existe pas" in done.output


def test_without_a_relay_mail_stays_here_and_says_so(runner: FlaskCliRunner, place: Place) -> None:
    place.request()

    done = run(runner, "mail", "send", status=1)

    assert "SMTP_URL n'est pas réglé" in done.output
    assert not db.session.scalars(select(Message).filter(Message.sent_at.is_not(None))).all()


def test_a_relay_that_is_away_is_tried_again_later(
    runner: FlaskCliRunner, app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = config.Settings("", "tests only", smtp_url="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.extensions, "settings", settings)
    place.request()

    run(runner, "mail", "send")

    waiting = db.session.scalars(select(Message)).all()
    assert {each.attempts for each in waiting} == {1}
    assert all(each.next_try_at > clock.now() for each in waiting)


def test_the_clock_ends_what_nobody_answered(
    runner: FlaskCliRunner, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, coming = place.requested(), place.requested()
    reservation = db.session.get_one(Reservation, old.id)
    reservation.starts_at = clock.now() - timedelta(hours=1)
    keep(LoginAttempt(key="account:x", at=clock.now() - timedelta(days=2)))
    drafts.save(as_actor(place.secretary), {"request_key": "k"})
    draft = db.session.scalars(select(Draft)).one()
    draft.changed_at = clock.now() - timedelta(days=91)
    keep(draft)

    run(runner, "tick")
    run(runner, "tick")

    assert place.seen(old.id).status == "expired"
    assert place.seen(coming.id).status == "requested"
    assert (count(LoginAttempt), count(Draft)) == (0, 0)


def test_the_clock_reminds_once_of_what_falls_due(runner: FlaskCliRunner, place: Place) -> None:
    tent = make_item(place.pool, 2, equipment=Equipment.TENT, people=80)
    inspect(tent, day(10), None, control="tent_check")

    run(runner, "tick")
    run(runner, "tick")

    due = db.session.scalars(select(Message).filter_by(kind=MailKind.FALLING_DUE)).all()
    assert [each.to for each in due] == [place.manager.email]


def test_a_base_that_adds_up_says_nothing(runner: FlaskCliRunner, place: Place) -> None:
    place.out(40)

    assert run(runner, "check").output == ""
    assert run(runner, "check", "--explained").output == ""


def test_what_lateness_explains_is_only_said_on_demand(
    runner: FlaskCliRunner, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = place.out(40)
    place_next(late)
    monkeypatch.setattr(clock, "now", lambda: late.ends_at + timedelta(hours=1))

    assert run(runner, "check").output == ""
    assert "(retard)" in run(runner, "check", "--explained").output


def place_next(late: Any) -> None:
    """Hold, right after, what should be back."""
    hold = db.session.scalars(select(Hold)).first()
    assert hold
    take(hold.stock, 5, Period(late.ends_at, late.ends_at + timedelta(days=1)))


def test_what_nothing_explains_is_written_and_fails(runner: FlaskCliRunner, place: Place) -> None:
    place.request(40)
    hold = db.session.scalars(select(Hold)).one()
    hold.quantity = 43
    db.session.commit()

    done = run(runner, "check", status=1)

    assert f"{place.chairs.reference}" in done.output
    assert ": 3 de trop\n" in done.output
    assert "(" not in done.output


def test_the_commands_speak_french(runner: FlaskCliRunner) -> None:
    listed = run(runner, "--help").output

    for words in ("Charger la démonstration", "Courriels.", "Recalculer tous les stocks"):
        assert words in listed


def test_the_clock_reminds_an_employer_once_of_what_ends(
    runner: FlaskCliRunner, place: Place
) -> None:
    qualify(place.lender, "Luc", ends_on=clock.now().date())

    run(runner, "tick")
    run(runner, "tick")

    told = db.session.scalars(select(Message).filter_by(kind=MailKind.FALLING_DUE)).all()
    assert [each.to for each in told] == [place.manager.email]
