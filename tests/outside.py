"""The world out there, on this machine: https servers with certificates that tests believe."""

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from booking.fetching import Address, Outside

HOST = "agenda.bus.example"
HERE = "127.0.0.1"
Answer = tuple[int, Mapping[str, str], bytes]
"""Status, headers, content."""


@cache
def _certified() -> tuple[bytes, bytes]:
    """Return a key and the certificate, of its own making, of the hosts of the tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime(2020, 1, 1, tzinfo=UTC)
    names = [x509.DNSName(HOST), x509.DNSName("autre.bus.example")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today)
        .not_valid_after(today + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret, made.public_bytes(pem)


@dataclass
class World:
    """What is out there: who answers what, what was asked, and who is found where."""

    answer: Callable[[str], Answer] = lambda path: (200, {}, b"")
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    looked: list[str] = field(default_factory=list)
    port: int = 0
    seconds: float = 5.0
    drop: float = 0.0  # how long each byte of a content takes
    says_length: bool = True
    sent: int = 0  # bytes, where they go one by one

    @property
    def outside(self) -> Outside:
        """Return this world, as what reads the real one takes it."""
        return Outside(self._resolve, self._admits, self._proved, self.port, self.seconds)

    @property
    def doubted(self) -> Outside:
        """Return this world, whose certificates nobody vouches for."""
        return Outside(self._resolve, self._admits, ssl.create_default_context, self.port)

    def send(self, content: bytes, out: BufferedIOBase) -> None:
        """Send a content, at once or byte by byte."""
        if not self.drop:
            out.write(content)
            return
        for each in content:
            out.write(bytes([each]))
            self.sent += 1
            time.sleep(self.drop)

    def _resolve(self, host: str, _port: int) -> list[str]:
        self.looked.append(host)
        return self.found.get(host, [HERE])

    def _admits(self, address: Address) -> bool:
        return str(address) not in self.inside

    def _proved(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=_certified()[1].decode())


@contextmanager
def serving() -> Iterator[World]:
    """Serve a world over https for as long as a test lasts."""
    world = World()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            world.asked.append((self.path, dict(self.headers)))
            status, headers, content = world.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers and world.says_length:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            world.send(content, self.wfile)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: who reads may leave."""

    server = Server((HERE, 0), Handler)
    server.socket = _closed().wrap_socket(server.socket, server_side=True)
    world.port = server.server_address[1]
    running = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    running.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


def _closed() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        both = Path(folder) / "both.pem"
        both.write_bytes(b"".join(_certified()))
        context.load_cert_chain(both)
    return context
