"""What the environment may change, and what a first start makes by itself."""

import stat
from pathlib import Path

import pytest

from booking import config


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in which nothing was ever started."""
    folder = tmp_path / "instance"
    monkeypatch.setattr(config, "INSTANCE", folder)
    return folder


def test_a_first_start_makes_its_secret_once_readable_by_us_alone(instance: Path) -> None:
    first = config.from_environment({})
    again = config.from_environment({})

    assert first.secret_key == again.secret_key
    assert len(first.secret_key) >= 48
    assert stat.S_IMODE((instance / "secret_key").stat().st_mode) == 0o600
    assert (instance / "secret_key").read_text() == first.secret_key


def test_two_installations_have_two_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = set()
    for name in ("one", "two"):
        monkeypatch.setattr(config, "INSTANCE", tmp_path / name)
        secrets.add(config.from_environment({}).secret_key)

    assert len(secrets) == 2


def test_a_start_cut_short_is_no_empty_secret(instance: Path) -> None:
    instance.mkdir()
    (instance / "secret_key").touch(0o600)

    assert config.from_environment({}).secret_key


def test_a_secret_given_is_not_written(instance: Path) -> None:
    settings = config.from_environment({"SECRET_KEY": "donné", "DATABASE_URL": "sqlite://"})

    assert settings.secret_key == "donné"
    assert not instance.exists()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/b", "postgresql+psycopg://u:p@h/b"),
        ("postgresql://u:p@h/b", "postgresql+psycopg://u:p@h/b"),
        ("postgresql+psycopg://u:p@h/b", "postgresql+psycopg://u:p@h/b"),
        ("sqlite:///x.sqlite", "sqlite:///x.sqlite"),
    ],
)
def test_the_address_of_the_database_names_its_driver(
    instance: Path, given: str, used: str
) -> None:
    assert config.from_environment({"DATABASE_URL": given}).database_url == used


@pytest.mark.parametrize("given", [{}, {"DATABASE_URL": ""}])
def test_without_an_address_the_database_is_a_file_of_ours(
    instance: Path, given: dict[str, str]
) -> None:
    assert config.from_environment(given).database_url == f"sqlite:///{instance}/parc-commun.sqlite"


def test_everything_else_has_a_default(instance: Path) -> None:
    settings = config.from_environment({"PUBLIC_URL": "", "SMTP_URL": "", "MAIL_FROM": ""})

    assert settings.public_url == "http://127.0.0.1:5000"
    assert settings.smtp_url == ""
    assert settings.mail_from.endswith("@parc-commun.example")
    assert settings.proxies == 0
    assert settings.former_hosts == frozenset()


def test_what_the_environment_says_is_heard(instance: Path) -> None:
    given = {
        "PUBLIC_URL": "https://parc.example",
        "SMTP_URL": "smtp://relais.example:587",
        "SMTP_SECONDS": "7",
        "MAIL_FROM": "parc@parc.example",
        "PROXIES": "1",
        "FORMER_HOSTS": "Parc.example, agenda.example",
    }

    settings = config.from_environment(given)

    assert settings.secure
    assert settings.public_url == "https://parc.example"
    assert settings.smtp_url == "smtp://relais.example:587"
    assert settings.smtp_seconds == 7
    assert settings.mail_from == "parc@parc.example"
    assert settings.proxies == 1
    assert settings.former_hosts == {"parc.example", "agenda.example"}


@pytest.mark.parametrize(
    ("url", "secure"), [("https://parc.example", True), ("http://localhost", False)]
)
def test_cookies_are_kept_to_https_where_there_is_https(url: str, secure: bool) -> None:
    assert config.Settings("", "", public_url=url).secure is secure


@pytest.mark.parametrize(
    "url",
    [
        "http://parc.example",
        "HTTP://parc.example",
        "http://192.168.1.20:5000",
        "http://127.0.0.1.parc.example",
        "http://127.0.0.1@parc.example",
        "http://localhost.parc.example",
        "http://[::1",
        "parc.example",
    ],
)
def test_an_address_without_https_is_refused_at_start(instance: Path, url: str) -> None:
    with pytest.raises(ValueError, match=r"^PUBLIC_URL doit commencer par https://, sauf si son"):
        config.from_environment({"PUBLIC_URL": url})


@pytest.mark.parametrize(
    "url",
    ["http://localhost:5000", "http://LOCALHOST", "http://127.8.9.1", "http://[::1]:5000"],
)
def test_this_machine_itself_needs_no_https(instance: Path, url: str) -> None:
    assert config.from_environment({"PUBLIC_URL": url}).public_url == url


def test_an_address_ending_with_a_slash_makes_no_double_slash(instance: Path) -> None:
    settings = config.from_environment({"PUBLIC_URL": "https://parc.example/"})

    assert settings.public_url == "https://parc.example"
