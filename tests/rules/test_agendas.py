"""Which family of agendas reads a calendar."""

import pytest

from booking.dealings import Agenda
from booking.rules.agendas import family, opens


@pytest.mark.parametrize(
    ("said", "agenda"),
    [
        ("Google-Calendar-Importer", Agenda.GOOGLE),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko Thunderbird/153.7", Agenda.THUNDERBIRD),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)", Agenda.OUTLOOK),
        ("Microsoft.Exchange/15.20 (Calendar sharing)", Agenda.OUTLOOK),
        ("MacOutlook/16.9 (Intel Mac OS X 14.1)", Agenda.OUTLOOK),
        ("iOS/18.1 (22B83) dataaccessd/1.0", Agenda.APPLE),
        ("macOS/14.1 (23B74) CalendarAgent/1089", Agenda.APPLE),
        ("ICSx5/2.2 (jb.cloud) Android/14", Agenda.ANDROID),
        ("Nextcloud Server Crawler", Agenda.NEXTCLOUD),
        ("Zimbra Calendar Client", Agenda.ZIMBRA),
        ("BlueMind Sync", Agenda.BLUEMIND),
        ("curl/8.5", Agenda.OTHER),
        ("", Agenda.OTHER),
    ],
)
def test_a_reader_is_known_by_how_it_names_itself(said: str, agenda: Agenda) -> None:
    assert family(said) is agenda


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", True),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", True),
        ("Mozilla/5.0 (Linux; Android 14) Mobile", True),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", False),
        ("Mozilla/5.0 (X11; Linux x86_64)", False),
        ("", False),
    ],
)
def test_who_needs_no_address_to_copy(said: str, opened: bool) -> None:
    assert opens(said) is opened
