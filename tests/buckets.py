"""Storages of files: a real S3 service on loopback, and a line to it that may be cut."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from xml.etree import ElementTree

import obstore

from booking.buckets import at

KEYS = {"AWS_ACCESS_KEY_ID": "cle", "AWS_SECRET_ACCESS_KEY": "tres-secret"}
_names = count(1)


@dataclass(frozen=True)
class Storage:
    """A storage in use, of either kind, and the names of what it keeps."""

    names: Callable[[], list[str]]


@dataclass(frozen=True)
class Service:
    """Where it listens."""

    host: str
    port: int

    def new_bucket(self) -> str:
        """Return the name of a bucket that nobody used."""
        name = f"seau-{next(_names)}"
        self._ask("PUT", f"/{name}")
        return name

    def url(self, bucket: str, folder: str = "", port: int | None = None) -> str:
        """Return the address of a bucket as our settings have it."""
        where = f"http://{self.host}:{port or self.port}"
        return f"s3://{bucket}{folder}?endpoint={where}&region=eu-west-3"

    def names(self, bucket: str) -> list[str]:
        """Return the names of all that a bucket keeps."""
        listed = ElementTree.fromstring(self._ask("GET", f"/{bucket}"))  # noqa: S314 # our own server
        return sorted(each.text or "" for each in listed.iter() if each.tag.endswith("Key"))

    def forget(self, bucket: str, name: str) -> None:
        """Lose a file."""
        obstore.delete(at(self.url(bucket)).store, name)

    def _ask(self, method: str, path: str) -> bytes:
        line = HTTPConnection(self.host, self.port)
        try:
            line.request(method, path)
            return line.getresponse().read()
        finally:
            line.close()


@contextmanager
def serving() -> Iterator[Service]:
    """Run the service."""
    from moto.server import ThreadedMotoServer  # slow to load, and few tests want it

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Service(host, port)
    server.stop()


@contextmanager
def cut_after(service: Service, most: int) -> Iterator[int]:
    """Give the port of a line to the service that is cut after so many bytes were sent."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_cut, args=(door, service, most), daemon=True).start()
        yield door.getsockname()[1]


def _cut(door: socket.socket, service: Service, most: int) -> None:
    while True:
        try:
            caller, _ = door.accept()
        except OSError:  # the test is over
            return
        with caller, socket.create_connection((service.host, service.port)) as behind:
            passed = 0
            while passed < most and (some := caller.recv(min(4096, most - passed))):
                behind.sendall(some)
                passed += len(some)
