"""Every setting: name, default, meaning, one line each."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"


@dataclass(frozen=True)
class Settings:
    """What the environment may change."""

    database_url: str  # SQLAlchemy address; PostgreSQL in production, SQLite on one machine
    secret_key: str  # signs sessions and links; generated once when absent
    public_url: str = "http://127.0.0.1:5000"  # address in mails and feeds; https: secure cookies
    smtp_url: str = ""  # smtp://user:password@host:587; without it mail waits in the outbox
    mail_from: str = "ne-pas-repondre@parc-commun.example"  # address that messages come from
    files_url: str = (INSTANCE / "files").as_uri()  # where photos and papers are kept

    lock_seconds: int = 5  # how long an act waits for another's lock before it answers 503
    smtp_seconds: int = 20  # how long the mail relay may stay silent before we try again later
    former_hosts: frozenset[str] = frozenset()  # names it had: calendars there lead to this one
    proxies: int = 0  # how many reverse proxies of ours stand in front, whose headers are believed

    @property
    def secure(self) -> bool:
        """Tell whether cookies may only travel over https."""
        return self.public_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings, creating what a first start needs in `instance/`.

    Raises ValueError when secrets would travel in the clear.
    """
    optional = {
        "public_url": "PUBLIC_URL",
        "smtp_url": "SMTP_URL",
        "mail_from": "MAIL_FROM",
        "files_url": "FILES_URL",
    }
    given = {name: environ[key].rstrip("/") for name, key in optional.items() if environ.get(key)}
    _require_secrecy(given.get("public_url", Settings.public_url))
    return Settings(
        lock_seconds=int(environ.get("LOCK_SECONDS", "5")),
        smtp_seconds=int(environ.get("SMTP_SECONDS", "20")),
        proxies=int(environ.get("PROXIES", "0")),
        former_hosts=frozenset(environ.get("FORMER_HOSTS", "").lower().replace(",", " ").split()),
        database_url=_driver(environ.get("DATABASE_URL") or _default_database()),
        secret_key=environ.get("SECRET_KEY") or _kept_secret(),
        **given,
    )


def _require_secrecy(public_url: str) -> None:
    """Refuse an address at which links, passwords and calendars would be read on the way."""
    if not public_url.startswith("https://") and not _is_here(public_url):
        raise ValueError(
            "PUBLIC_URL doit commencer par https://, sauf si son hôte est cette machine même "
            "(localhost, 127.0.0.1, [::1])."
        )


def _is_here(public_url: str) -> bool:
    """Tell whether an address never leaves the machine."""
    try:
        host = urlsplit(public_url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _default_database() -> str:
    INSTANCE.mkdir(exist_ok=True)
    return f"sqlite:///{INSTANCE / 'parc-commun.sqlite'}"


def _driver(url: str) -> str:
    """Name psycopg 3, which plain PostgreSQL addresses leave unsaid."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _kept_secret() -> str:
    """Return the secret of this installation, made at the first start, readable by us alone."""
    path = INSTANCE / "secret_key"
    INSTANCE.mkdir(exist_ok=True)
    if path.exists() and not path.read_text():  # left by a start that was cut short
        path.unlink()
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=INSTANCE)  # 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another worker was first: its secret is the one
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text()
