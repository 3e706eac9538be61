"""What others publish is read as a stranger would, and never from inside."""

import gzip
from collections.abc import Iterator
from ipaddress import ip_address
from threading import Event

import pytest

from booking import fetching
from booking.dealings import Unread
from booking.fetching import Fetched, Known, NotRead, fetch, is_public
from tests.outside import HERE, HOST, World, serving

NEW = Known()
CONTENT = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LONG = CONTENT * 20
HERE_IT_IS = (200, {"ETag": '"1"', "Last-Modified": "Mon, 04 Jan 2027 08:00:00 GMT"}, CONTENT)


@pytest.fixture
def world() -> Iterator[World]:
    """Give a world to read from."""
    with serving() as made:
        made.answer = lambda path: HERE_IT_IS
        yield made


def failure(world: World, address: str = f"https://{HOST}/bus.ics") -> Unread:
    """Return why an address is not read."""
    with pytest.raises(NotRead) as refusal:
        fetch(address, NEW, world.outside)
    assert HOST not in str(refusal.value)
    return refusal.value.failure


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104 # refused
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001:0:1::1"),
    ],
)
def test_an_address_that_is_not_of_the_open_internet_is_inside(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_the_open_internet_is_outside(address: str) -> None:
    assert is_public(ip_address(address))


def test_the_real_world_is_guarded() -> None:
    assert fetching.INTERNET.admits is is_public
    assert fetching.INTERNET.port == 443
    for host in ("localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1"):
        with pytest.raises(NotRead) as refusal:
            fetch(f"https://{host}/x", NEW)
        assert refusal.value.failure in (Unread.INSIDE, Unread.UNKNOWN)


def test_what_is_published_is_read_without_a_word_about_us(world: World) -> None:
    read = fetch(f"https://{HOST}/mes%20bus/é.ics?cl%C3%A9=1&b=ç#bas", NEW, world.outside)

    assert read == Fetched(CONTENT, Known('"1"', "Mon, 04 Jan 2027 08:00:00 GMT"))
    ((path, headers),) = world.asked
    assert path == "/mes%20bus/%C3%A9.ics?cl%C3%A9=1&b=%C3%A7"
    assert headers["Host"] == HOST
    assert not {"Cookie", "Authorization", "Referer", "If-None-Match"} & headers.keys()


def test_the_same_is_not_sent_again(world: World) -> None:
    known = fetch(f"https://{HOST}/bus.ics", NEW, world.outside).known
    world.answer = lambda path: (304, {}, b"")

    assert fetch(f"https://{HOST}/bus.ics", known, world.outside) == Fetched(None, known)
    assert world.asked[1][1]["If-None-Match"] == '"1"'
    assert world.asked[1][1]["If-Modified-Since"].startswith("Mon, 04 Jan")
    assert failure(world) is Unread.REFUSED  # 304, when nothing was known


@pytest.mark.parametrize(
    "address",
    [
        *(f"http://{HOST}/x", f"ftp://{HOST}/x", "file:///etc/passwd", "/bus.ics", "", "https://"),
        *(f"https://moi:secret@{HOST}/x", f"https://moi@{HOST}/x", f"https://{HOST}:8443/x"),
        *(f"https://{HOST}:25/x", "https://[fe80::1%25eth0]/x", f"https://{HOST}:x/", "https://[/"),
        *(f"https://{HOST}/a b", "https://a..b/x", f"gopher://{HOST}/x"),
    ],
)
def test_only_plain_https_is_read(world: World, address: str) -> None:
    assert failure(world, address) is Unread.ADDRESS
    assert (world.looked, world.asked) == ([], [])


def test_a_host_that_leads_inside_even_in_part_is_not_read(world: World) -> None:
    world.found = {HOST: [HERE, "10.0.0.1"], "lien.example": ["fe80::1%eth0"]}
    world.inside = frozenset({"10.0.0.1", "fe80::1%eth0"})

    assert failure(world) is Unread.INSIDE
    assert failure(world, "https://lien.example/") is Unread.INSIDE
    assert world.asked == []


def test_a_host_is_looked_up_once_and_nowhere_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the connection a name may come to mean another place."""

    def again(*_: object, **__: object) -> None:
        pytest.fail("the name was looked up again")

    monkeypatch.setattr(fetching, "resolve", again)
    fetch(f"https://{HOST}/bus.ics", NEW, world.outside)

    assert world.looked == [HOST]


def test_the_next_address_of_a_host_serves_when_the_first_does_not(world: World) -> None:
    world.found = {HOST: ["127.0.0.2", HERE]}

    assert fetch(f"https://{HOST}/bus.ics", NEW, world.outside).content == CONTENT


def test_a_host_that_nobody_knows_is_said_to_be_so(world: World) -> None:
    world.found = {HOST: []}

    assert failure(world) is Unread.UNKNOWN


def test_a_certificate_must_be_the_hosts_and_vouched_for(world: World) -> None:
    assert failure(world, "https://intrus.example/") is Unread.UNTRUSTED
    with pytest.raises(NotRead) as refusal:
        fetch(f"https://{HOST}/", NEW, world.doubted)
    assert refusal.value.failure is Unread.UNTRUSTED
    assert world.asked == []


def test_each_place_that_an_address_leads_to_is_looked_at(world: World) -> None:
    places = {"/a": "/b", "/b": "https://autre.bus.example/c", "/c": "d"}
    world.answer = lambda path: (
        (302, {"Location": places[path]}, b"") if path in places else HERE_IT_IS
    )
    assert fetch(f"https://{HOST}/a", NEW, world.outside).content == CONTENT
    assert world.looked == [HOST, HOST, "autre.bus.example", "autre.bus.example"]

    places["/d"] = "/e"
    assert failure(world, f"https://{HOST}/a") is Unread.ASTRAY


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (f"http://{HOST}/b", Unread.ADDRESS),
        ("https://dedans.example/b", Unread.INSIDE),
        ("https://x:y@autre.bus.example/", Unread.ADDRESS),
        (f"https://{HOST}:22/", Unread.ADDRESS),
        ("https://[", Unread.GARBLED),
    ],
)
def test_an_address_that_leads_astray_is_not_followed(
    world: World, place: str, expected: Unread
) -> None:
    world.found, world.inside = {"dedans.example": ["10.0.0.1"]}, frozenset({"10.0.0.1"})
    world.answer = lambda path: (301, {"Location": place}, b"")

    assert failure(world) is expected
    assert len(world.asked) == 1


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((code, Unread.REFUSED) for code in (400, 401, 403, 404, 410, 429, 204)),
        *((code, Unread.BROKEN) for code in (500, 502, 503)),
    ],
)
def test_another_answer_is_a_failure(world: World, status: int, expected: Unread) -> None:
    world.answer = lambda path: (status, {}, b"")

    assert failure(world) is expected


def test_what_is_packed_is_unpacked(world: World) -> None:
    world.answer = lambda path: (200, {"Content-Encoding": "gzip"}, gzip.compress(CONTENT))

    assert fetch(f"https://{HOST}/", NEW, world.outside).content == CONTENT


@pytest.mark.parametrize(
    ("headers", "content", "expected"),
    [
        ({}, b"x" * (fetching.MOST_BYTES + 1), Unread.HEAVY),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"0" * 200_000_000), Unread.HEAVY),
        ({"Content-Encoding": "gzip"}, gzip.compress(CONTENT * 99)[:-9], Unread.GARBLED),
        ({"Content-Encoding": "gzip"}, CONTENT, Unread.GARBLED),
        ({"Content-Encoding": "br"}, CONTENT, Unread.GARBLED),
        ({"Content-Length": "99"}, CONTENT, Unread.GARBLED),
    ],
    ids=["heavy", "bomb", "cut", "not packed", "another way", "short"],
)
def test_what_is_too_heavy_or_not_whole_is_not_taken(
    world: World, headers: dict[str, str], content: bytes, expected: Unread
) -> None:
    world.answer = lambda path: (200, headers | {"Connection": "close"}, content)

    assert failure(world) is expected


def test_headers_that_could_not_be_said_again_are_not_kept(world: World) -> None:
    world.answer = lambda path: (200, {"ETag": "x" * 201, "Last-Modified": "hier\t"}, CONTENT)

    assert fetch(f"https://{HOST}/", NEW, world.outside).known == NEW


def test_who_does_not_answer_in_time_is_not_waited_for(world: World) -> None:
    world.seconds = 0.5
    enough = Event()
    world.answer = lambda path: HERE_IT_IS if enough.wait(60) else (500, {}, b"")

    assert failure(world) is Unread.SILENT
    enough.set()


def test_nobody_listening_is_said_to_be_away(world: World) -> None:
    world.found = {HOST: ["127.0.0.2"]}

    assert failure(world) is Unread.AWAY


@pytest.mark.parametrize("says_length", [True, False])
def test_who_answers_drop_by_drop_is_not_waited_for(world: World, *, says_length: bool) -> None:
    world.seconds, world.drop, world.says_length = 0.6, 0.1, says_length
    world.answer = lambda path: (200, {}, LONG)

    assert failure(world) is Unread.SILENT
    assert 0 < world.sent < len(LONG)
