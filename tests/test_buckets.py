"""Files in a bucket: the address, the keys, and a service that fails without saying too much."""

import logging
import socket
from contextlib import suppress
from threading import Thread

import pytest

from booking import buckets
from booking.documents import messages
from booking.errors import Unavailable
from tests.buckets import KEYS, Service, cut_after


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the keys as an operator does."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("folder", "name"),
    [("", "1/ab/x"), ("/parc", "parc/1/ab/x"), ("/parc/commun/", "parc/commun/1/ab/x")],
)
def test_files_go_under_the_folder_of_the_address(buckets: Service, folder: str, name: str) -> None:
    bucket = buckets.new_bucket()
    place = open_at(buckets.url(bucket, folder))
    assert not place.holds("1/ab/x")

    place.put("1/ab/x", b"notice")

    assert buckets.names(bucket) == [name]
    assert place.holds("1/ab/x")
    assert place.get("1/ab/x") == b"notice"


def open_at(url: str) -> buckets.Bucket:
    return buckets.at(url)


def test_the_environment_says_where_when_the_address_does_not(
    buckets: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{buckets.host}:{buckets.port}")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    bucket = buckets.new_bucket()

    open_at(f"s3://{bucket}").put("x", b"notice")

    assert buckets.names(bucket) == ["x"]


def test_what_the_service_lost_is_said_to_be_lost(buckets: Service) -> None:
    bucket = buckets.new_bucket()
    place = open_at(buckets.url(bucket))
    place.put("x", b"notice")
    buckets.forget(bucket, "x")

    with pytest.raises(FileNotFoundError):
        place.get("x")


def test_a_write_cut_short_leaves_nothing(buckets: Service) -> None:
    bucket = buckets.new_bucket()
    with cut_after(buckets, 20_000) as port:
        place = open_at(buckets.url(bucket, port=port))
        with pytest.raises(Unavailable):
            place.put("x", b"n" * 200_000)
    assert buckets.names(bucket) == []

    place = open_at(buckets.url(bucket))
    place.put("x", b"notice")
    assert place.get("x") == b"notice"


@pytest.mark.parametrize("port", [None, 9], ids=["no such bucket", "nobody listens"])
def test_a_service_that_fails_is_a_refusal_that_tells_no_secret(
    buckets: Service, port: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    place = open_at(buckets.url("nulle-part", port=port))

    for attempt in (lambda: place.put("x", b"notice"), lambda: place.get("x")):
        with caplog.at_level(logging.ERROR), pytest.raises(Unavailable) as refusal:
            attempt()
        assert (refusal.value.code, refusal.value.facts) == ("files_away", {})
        assert refusal.value.__cause__ is None
    assert not place.holds("x")
    assert "nulle-part" in caplog.text, "the operator reads where"
    assert not any(each in caplog.text for each in KEYS.values() if each != "cle")
    assert "stockage" in messages.refusal("files_away", {})


@pytest.mark.parametrize(("at_once", "times"), [(True, 1), (False, 3)])
def test_what_is_wanted_at_once_is_asked_once(at_once: bool, times: int) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            with suppress(OSError):
                while True:
                    with server.accept()[0] as line:
                        asked.append(line.recv(4_000))
                        line.sendall(b"HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n")

        Thread(target=refuse, daemon=True).start()
        where = f"s3://seau?endpoint=http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(Unavailable):
            buckets.at(where, at_once=at_once).get("x")

    assert len(asked) == times


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://cle:secret@seau/dossier", "AWS_SECRET_ACCESS_KEY"),
        ("s3://", "seau"),
        ("s3:seau", "seau"),
        ("s3://Seau", "seau"),
        ("s3://se", "seau"),
        ("s3://seau/../autre", "seau"),
        ("s3://seau/a//b", "seau"),
        ("s3://seau/é", "seau"),
        ("s3://seau#dossier", "seau"),
        ("s3://seau?secret=x", "endpoint et region"),
        ("s3://seau?region=fr&region=de", "endpoint et region"),
        ("s3://seau?region=", "région"),
        ("s3://seau?region=Paris 8", "région"),
        ("s3://seau?endpoint=", "endpoint complet"),
        ("s3://seau?endpoint=s3.exemple", "endpoint complet"),
        ("s3://seau?endpoint=ftp://s3.exemple", "endpoint complet"),
        ("s3://seau?endpoint=https://cle:secret@s3.exemple", "endpoint complet"),
        ("s3://seau?endpoint=http://s3.exemple:secret", "endpoint complet"),
        ("s3://seau?endpoint=http://s3.exemple", "en clair"),
        ("s3://seau?endpoint=http://192.168.1.20:9000", "en clair"),
        ("s3://seau?endpoint=http://localhost.exemple:9000", "en clair"),
        ("s3://seau?endpoint=http://127.0.0.1.exemple", "en clair"),
        ("s3://seau?endpoint=HTTP://[2001:db8::1]:9000", "en clair"),
    ],
)
def test_an_address_we_cannot_use_says_so_in_french(url: str, said: str) -> None:
    with pytest.raises(ValueError, match="FILES_URL") as refusal:
        buckets.at(url)

    assert said in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_the_environment_may_not_lead_elsewhere_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://s3.exemple:9000")

    with pytest.raises(ValueError, match=r"AWS_ENDPOINT_URL.*en clair"):
        buckets.at("s3://seau")

    assert buckets.at("s3://seau?endpoint=https://s3.exemple").name == "seau"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost:9000",
        "http://127.0.0.1:9000",
        "http://127.8.8.8",
        "http://[::1]:9000",
        "https://s3.exemple",
    ],
)
def test_in_clear_is_for_the_machine_itself(endpoint: str) -> None:
    assert buckets.at(f"s3://seau?endpoint={endpoint}").name == "seau"
