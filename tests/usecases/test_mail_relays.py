"""A relay that refuses, stalls or dies keeps a message waiting, and holds up no other."""

import logging
import ssl
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import select

from booking import clock, mail
from booking.config import Settings
from booking.db import db
from booking.models.mail import Message
from booking.queries.mail import MOST_TRIES, outbox, unsent
from booking.rules.access import SERVICE
from booking.usecases.mail import retry, send
from booking.vocabulary import MailKind, OrganizationKind, Role
from tests.factories import make_actor, make_commune, make_territory, set_clock
from tests.relays import PostOffice, open_office

pytestmark = pytest.mark.usefixtures("base")

BAD, GOOD = "mauvaise@mairie.example", "bonne@mairie.example"


def write(*addresses: str) -> list[int]:
    """Put a message for each address into the outbox."""
    facts = {"lines": ["permis BE"], "path": "/habilitations"}
    mail.queue(make_territory().id, MailKind.FALLING_DUE, addresses, **facts)
    db.session.commit()
    return unsent(clock.now())


def send_all(settings: Settings) -> None:
    """Send what waits, as the command does."""
    for message_id in unsent(clock.now()):
        send(SERVICE, message_id, settings)


def sent() -> dict[str, bool]:
    """Return which addresses were served."""
    return {each.to: each.sent_at is not None for each in db.session.scalars(select(Message))}


TROUBLES = {
    "refused for now": lambda office: office.refused.update({BAD: "450 plus tard"}),
    "refused for good": lambda office: office.refused.update({BAD: "550 inconnue"}),
    "silent": lambda office: office.stalls.add(BAD),
    "dead": lambda office: office.dies.add(BAD),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_one_bad_address_waits_and_the_others_are_served(
    office: PostOffice, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("avant@mairie.example", BAD, GOOD)
    TROUBLES[trouble](office)

    send_all(office.settings)

    assert sent() == {"avant@mairie.example": True, BAD: False, GOOD: True}
    for trouble_of in (office.refused, office.stalls, office.dies):
        trouble_of.clear()
    set_clock(monkeypatch, clock.now() + timedelta(minutes=3))
    send_all(office.settings)
    assert sent()[BAD]
    assert [letter["To"] for letter in office.letters].count(BAD) == 1


@pytest.mark.parametrize("answer", ["421 fermé", "451 plus tard", "552 trop gros", "554 refusé"])
def test_a_relay_that_takes_nothing_leaves_all_to_be_tried_again(
    office: PostOffice, answer: str
) -> None:
    write(BAD, GOOD)
    office.answer = answer

    send_all(office.settings)

    assert sent() == {BAD: False, GOOD: False}
    assert unsent(clock.now() + timedelta(minutes=3))


def test_a_message_that_cannot_be_drawn_stops_no_other(office: PostOffice) -> None:
    broken, _ = write(BAD, GOOD)
    db.session.get_one(Message, broken).facts = {"lines": 3}
    db.session.commit()

    send_all(office.settings)

    assert sent() == {BAD: False, GOOD: True}


def test_the_log_names_neither_the_address_nor_what_the_relay_said(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    (message_id,) = write(BAD)
    office.refused[BAD] = "550 boîte de Nadia pleine"

    with caplog.at_level(logging.DEBUG):
        send_all(office.settings)

    (line,) = [each.getMessage() for each in caplog.records if each.name.startswith("booking")]
    assert line == f"message {message_id} not sent: SMTPRecipientsRefused"


def test_a_message_is_given_up_after_days_until_an_administrator_has_it_tried_again(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    (message_id,) = write(BAD)
    message = db.session.get_one(Message, message_id)
    office.refused[BAD] = "550 inconnue"
    began = clock.now()
    while unsent(message.next_try_at):
        set_clock(monkeypatch, message.next_try_at)
        send_all(office.settings)

    assert (message.attempts, message.sent_at) == (MOST_TRIES, None)
    assert timedelta(days=4) < clock.now() - began < timedelta(days=5)
    territory = make_commune(
        db.session.get_one(type(make_territory()), message.territory_id),
        kind=OrganizationKind.EPCI,
    )
    administrator = make_actor(territory, Role.ADMINISTRATOR)
    assert [each.state.label for each in outbox(administrator)] == ["Abandonné"]

    office.refused.clear()
    retry(administrator, message_id)
    send_all(office.settings)
    assert sent() == {BAD: True}
    assert [each.state.label for each in outbox(administrator)] == ["Envoyé"]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for this machine that nobody signed."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = [*asked, *named, "-keyout", str(path), "-out", str(path) + ".crt"]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603 # our own words
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


def tls(path: Path) -> ssl.SSLContext:
    """Return what a relay closes its line with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def admits(*heard: object) -> AuthResult:
    """Admit the one who knows the password."""
    known = LoginPassword(b"parc", b"m@teo")
    return AuthResult(success=heard[-1] == known, handled=True)


def test_the_line_is_closed_before_a_password_is_said(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    write(GOOD)
    options = {"tls_context": tls(certificate), "require_starttls": True, "authenticator": admits}
    with open_office(**options) as office:
        url = f"smtp://parc:m%40teo@localhost:{office.port}"
        send_all(Settings("", "tests only", smtp_url=url, smtp_seconds=5))

    assert sent() == {GOOD: True}


def test_no_password_is_said_to_a_relay_that_does_not_prove_its_name(certificate: Path) -> None:
    heard: list[object] = []

    def hears(*said: object) -> AuthResult:
        heard.append(said)
        return AuthResult(success=True)

    write(GOOD)
    options = {"tls_context": tls(certificate), "require_starttls": True, "authenticator": hears}
    with open_office(**options) as office:
        url = f"smtp://parc:secret@localhost:{office.port}"
        send_all(Settings("", "tests only", smtp_url=url, smtp_seconds=5))

    assert (sent(), heard) == ({GOOD: False}, [])


def test_a_wrong_password_leaves_all_to_be_tried_again() -> None:
    write(GOOD)
    options = {"auth_require_tls": False, "authenticator": admits}
    with open_office(**options) as office:
        url = f"smtp://parc:faux@127.0.0.1:{office.port}"
        send_all(Settings("", "tests only", smtp_url=url, smtp_seconds=5))

    assert (sent(), office.letters) == ({GOOD: False}, [])
