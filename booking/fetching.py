"""What somebody else publishes, read from the outside as a stranger would.

An address given by a user must never lead inside: every host is resolved here, once; all that it
resolves to must be public; and the connection goes to the very address that was looked at. Only
https, whose certificate must be the host's; no cookie, no password; little time, few bytes.
"""

import socket
import ssl
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread, Timer
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from booking.dealings import Unread

PORT = 443
CONNECT_SECONDS = 5.0
SECONDS = 15.0
MOST_BYTES = 2_000_000
"""Once unpacked."""
MOST_REDIRECTS = 3
MOVED = frozenset({301, 302, 303, 307, 308})
CHUNK = 64_000
GZIP = 16 + zlib.MAX_WBITS
INNER = frozenset({"local", "localhost", "internal"})
"""What ends the names of inner networks."""
NAT64 = ip_network("64:ff9b::/96")
READER = "Parc-commun/1 (lecture d'un agenda)"

Address = IPv4Address | IPv6Address


class NotRead(Exception):  # noqa: N818 # an answer about somebody else's server
    """The address could not be read; `failure` says why."""

    def __init__(self, failure: Unread) -> None:
        super().__init__(failure)
        self.failure = failure


@dataclass(frozen=True)
class Known:
    """What was told of the last reading, so that the same is not sent again."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What was read, None when nothing changed, and what to tell the next time."""

    content: bytes | None
    known: Known


def is_public(address: Address) -> bool:
    """Tell whether an address is of the open internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour or address.teredo or address.is_site_local:
            return False
    apart = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not apart


def is_inner(host: str) -> bool:
    """Tell whether a host is plainly of an inner network, without asking anybody."""
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host.rpartition(".")[2].lower() in INNER


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Outside:
    """The world out there: how a host is found, where one may go, whose word is believed."""

    resolve: Callable[[str, int], list[str]] = resolve
    admits: Callable[[Address], bool] = is_public
    proved: Callable[[], ssl.SSLContext] = ssl.create_default_context
    port: int = PORT
    seconds: float = SECONDS


INTERNET = Outside()


@dataclass
class Patience:
    """How long one may still wait, for the reading as a whole."""

    ends_at: float
    sockets: list[socket.socket] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Tell whether there is no time left."""
        return monotonic() >= self.ends_at

    def require(self) -> float:
        """Return how many seconds are left; raises NotRead when there are none."""
        if self.is_over:
            raise NotRead(Unread.SILENT)
        return max(self.ends_at - monotonic(), 0.001)

    def over(self) -> None:
        """Break off what is under way: who answers drop by drop is not waited for."""
        for each in self.sockets:
            with suppress(OSError):  # not the closing of TLS, which would wait for an answer
                socket.socket.shutdown(each, socket.SHUT_RDWR)


def fetch(address: str, known: Known, outside: Outside | None = None) -> Fetched:
    """Return what stands at an address, or that it is as it was; raises NotRead."""
    out = outside or INTERNET
    patience = Patience(monotonic() + out.seconds)
    alarm = Timer(out.seconds, patience.over)
    alarm.daemon = True
    alarm.start()
    try:
        found = _followed(address, known, out, patience)
        patience.require()  # what was broken off must not pass for the whole
    except (NotRead, OSError, HTTPException, ValueError, zlib.error) as error:
        raise NotRead(_why(error, patience)) from None  # its words may hold the address
    else:
        return found
    finally:
        alarm.cancel()


def _why(error: Exception, patience: Patience) -> Unread:
    if patience.is_over or isinstance(error, TimeoutError):
        return Unread.SILENT
    if isinstance(error, NotRead):
        return error.failure
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unread.UNTRUSTED
    return Unread.AWAY if isinstance(error, OSError) else Unread.GARBLED


def _followed(address: str, known: Known, out: Outside, patience: Patience) -> Fetched:
    """Read an address, and those it leads to, each looked at as the first."""
    for _ in range(MOST_REDIRECTS + 1):
        place = split(address)
        line = Line(place, _reached(place, out, patience), out, patience)
        with closing(line), closing(_asked(line, place, known)) as answer:
            if answer.status not in MOVED:
                return _read(answer, known)
            address = urljoin(place.geturl(), answer.getheader("Location") or "")
    raise NotRead(Unread.ASTRAY)


def split(address: str) -> SplitResult:
    """Return the parts of an address that may be read; raises NotRead."""
    try:
        place = urlsplit(address.strip())
        host, port = place.hostname or "", place.port
        host.encode("idna")
    except ValueError:
        raise NotRead(Unread.ADDRESS) from None
    named = bool(host) and "%" not in host and not any(each.isspace() for each in address.strip())
    if place.scheme != "https" or not named or port not in (None, PORT) or "@" in place.netloc:
        raise NotRead(Unread.ADDRESS)
    return place


def _reached(place: SplitResult, out: Outside, patience: Patience) -> Sequence[str]:
    """Return the addresses to connect to; raises NotRead when any of the host's is inside."""
    found = _resolved(place.hostname or "", out, min(CONNECT_SECONDS, patience.require()))
    if not found:
        raise NotRead(Unread.UNKNOWN)
    try:
        admitted = all(out.admits(ip_address(each)) for each in found)
    except ValueError:  # with a zone, as only inner addresses have
        admitted = False
    if not admitted:
        raise NotRead(Unread.INSIDE)
    return found


def _resolved(host: str, out: Outside, seconds: float) -> Sequence[str]:
    """Return the addresses of a host; none when it is unknown, or not found in time.

    The system's resolver knows no deadline: a thread of its own waits for it.
    """
    found: list[str] = []

    def look() -> None:
        with suppress(OSError, UnicodeError):
            found.extend(out.resolve(host, out.port))

    looking = Thread(target=look, daemon=True)
    looking.start()
    looking.join(seconds)
    return tuple(found)


class Line(HTTPSConnection):
    """A connection to addresses already looked at; the certificate must be the host's."""

    def __init__(
        self, place: SplitResult, addresses: Sequence[str], out: Outside, patience: Patience
    ) -> None:
        self._proved = out.proved()
        self._proved.set_alpn_protocols(["http/1.1"])
        host = (place.hostname or "").encode("idna").decode()
        super().__init__(host, PORT, context=self._proved)
        self._places = [(each, out.port) for each in addresses]
        self._patience = patience

    def connect(self) -> None:
        """Connect to the first of them that answers, within what time is left."""
        raw = self._connected()
        raw.settimeout(self._patience.require())
        self.sock = self._proved.wrap_socket(
            raw, server_hostname=self.host, do_handshake_on_connect=False
        )
        self._patience.sockets.append(self.sock)
        self.sock.do_handshake()

    def _connected(self) -> socket.socket:
        for place in self._places[:-1]:
            with suppress(OSError):
                return socket.create_connection(
                    place, min(CONNECT_SECONDS, self._patience.require())
                )
        return socket.create_connection(
            self._places[-1], min(CONNECT_SECONDS, self._patience.require())
        )


def _asked(line: Line, place: SplitResult, known: Known) -> HTTPResponse:
    """Ask for a place, as it was last known; nothing is told of who asks but the service."""
    target = quote(place.path or "/", safe="/%:@!$&'()*+,;=~")
    if place.query:
        target += "?" + quote(place.query, safe="/%:@!$&'()*+,;=~?[]")
    asked = {
        "User-Agent": READER,
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "If-None-Match": known.etag,
        "If-Modified-Since": known.last_modified,
    }
    line.request("GET", target, headers={name: value for name, value in asked.items() if value})
    return line.getresponse()


def _read(answer: HTTPResponse, known: Known) -> Fetched:
    """Return what an answer brings; raises NotRead."""
    if answer.status == 304 and known != Known():
        return Fetched(None, known)
    if answer.status != 200:
        raise NotRead(Unread.BROKEN if answer.status >= 500 else Unread.REFUSED)
    told = Known(_short(answer, "ETag"), _short(answer, "Last-Modified"))
    return Fetched(_content(answer), told)


def _short(answer: HTTPResponse, name: str) -> str:
    """Return what a header says, if it is of a sensible length and can be said again."""
    value = answer.getheader(name) or ""
    return value if len(value) <= 200 and value.isascii() and value.isprintable() else ""


def _content(answer: HTTPResponse) -> bytes:
    """Return the whole of an answer, unpacked; raises NotRead when it is not whole, or too much."""
    packed = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise NotRead(Unread.GARBLED)
    unpack = None if packed == "identity" else zlib.decompressobj(GZIP)
    content = bytearray()
    while chunk := answer.read(CHUNK):
        content += unpack.decompress(chunk, MOST_BYTES + 1 - len(content)) if unpack else chunk
        if len(content) > MOST_BYTES:
            raise NotRead(Unread.HEAVY)
    if answer.length or (unpack and not unpack.eof):
        raise NotRead(Unread.GARBLED)
    return bytes(content)


def host(address: str) -> str:
    """Return the host of an address that may be read; raises NotRead."""
    return split(address).hostname or ""
