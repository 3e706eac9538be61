"""Which family of agendas reads a calendar, by how it names itself; nothing finer is kept."""

from booking.dealings import Agenda

NAMES: tuple[tuple[str, Agenda], ...] = (
    ("icsx5", Agenda.ANDROID),
    ("google", Agenda.GOOGLE),
    ("thunderbird", Agenda.THUNDERBIRD),
    ("nextcloud", Agenda.NEXTCLOUD),
    ("bluemind", Agenda.BLUEMIND),
    ("zimbra", Agenda.ZIMBRA),
    ("outlook", Agenda.OUTLOOK),
    ("microsoft", Agenda.OUTLOOK),
    ("exchange", Agenda.OUTLOOK),
    ("dataaccessd", Agenda.APPLE),
    ("calendaragent", Agenda.APPLE),
    ("ios/", Agenda.APPLE),
    ("macos/", Agenda.APPLE),
    ("mac_os_x", Agenda.APPLE),
)
"""The first word found tells the family: Outlook for Mac also names the system it runs on."""


def family(user_agent: str) -> Agenda:
    """Return the family of agendas that names itself so."""
    said = user_agent.lower()
    return next((agenda for word, agenda in NAMES if word in said), Agenda.OTHER)


OPENING = ("iphone", "ipad", "macintosh", "android")
"""Whose agendas open a `webcal` link by themselves."""


def opens(user_agent: str) -> bool:
    """Tell whether who browses from there subscribes by a link, and need not copy an address."""
    said = user_agent.lower()
    return any(word in said for word in OPENING)
