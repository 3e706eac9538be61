"""A bucket of an S3 service, where files may be kept instead of in a folder.

The address says where: `s3://bucket/prefix?endpoint=https://…&region=…`. The keys never stand in
it; they are read, as other programs do, in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or given
by the machine. AWS_ENDPOINT_URL and AWS_REGION serve where the address does not say.
"""

import logging
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from booking.errors import Unavailable

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
FOLDER = re.compile(r"(?!\.+$)[A-Za-z0-9._-]+")
ELSEWHERE = "AWS_ENDPOINT_URL"
REGION = re.compile(r"[a-z0-9-]{1,40}")
FAILURES = (BaseError, OSError)
"""What the library raises; its "not found" is the one of the language."""
ATTEMPTS: dict[str, Any] = {"max_retries": 2, "retry_timeout": timedelta(seconds=15)}
PATIENCE: dict[str, Any] = {"connect_timeout": "3s", "timeout": "15s"}
ONCE: dict[str, Any] = {"max_retries": 0, "retry_timeout": timedelta(seconds=3)}
HURRY: dict[str, Any] = {"connect_timeout": "1s", "timeout": "5s"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bucket:
    """A place in a bucket; nothing is asked of the service before the first file."""

    store: S3Store
    name: str

    def holds(self, name: str) -> bool:
        """Tell whether a file is known to be there; a service that does not say is asked later."""
        try:
            obstore.head(self.store, name)
        except FAILURES:
            return False
        return True

    def put(self, name: str, content: bytes) -> None:
        """Keep a file: the service shows it whole, or not at all; raises Unavailable."""
        try:
            obstore.put(self.store, name, content, use_multipart=False)
        except FAILURES as error:
            raise self._away(error) from None

    def get(self, name: str) -> bytes:
        """Return a file; raises FileNotFoundError, or Unavailable."""
        try:
            return bytes(obstore.get(self.store, name).bytes())
        except FAILURES as error:
            if isinstance(error, FileNotFoundError) and "NoSuchBucket" not in str(error):
                raise FileNotFoundError(name) from None
            raise self._away(error) from None

    def get_apart(self, name: str) -> tuple[bytes, bytes]:
        """Return the first line of a file, without its end, and the rest; as `get`."""
        head, _, rest = self.get(name).partition(b"\n")
        return head, rest

    def remove(self, name: str) -> None:
        """Keep a file no longer, if it is there; raises Unavailable."""
        try:
            obstore.delete(self.store, name)
        except FileNotFoundError:
            return
        except FAILURES as error:
            raise self._away(error) from None

    def _away(self, error: Exception) -> Unavailable:
        """Return the refusal; what the service answered may name keys: the log has its head."""
        head = str(error).partition("\n")[0].partition("<")[0][:300]
        log.error("bucket %s: %s: %s", self.name, type(error).__name__, head)
        return Unavailable("files_away")


def at(url: str, *, at_once: bool = False) -> Bucket:
    """Return the place that an address names; raises ValueError with a French sentence.

    `at_once`: what does not answer soon is not asked again.
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise ValueError(
            "FILES_URL ne doit contenir ni clé ni mot de passe : donnez-les par "
            "AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY."
        )
    folders = [each for each in parts.path.strip("/").split("/") if parts.path.strip("/")]
    named = BUCKET.fullmatch(parts.netloc) and all(map(FOLDER.fullmatch, folders))
    if not named or parts.fragment:
        raise ValueError("FILES_URL doit nommer un seau, comme s3://seau/dossier.")
    options = _options(parts)
    where = options.get("endpoint") or os.environ.get(ELSEWHERE, "")
    in_clear = where.lower().startswith("http:")
    if in_clear and not _is_here(where):
        setting = "FILES_URL" if "endpoint" in options else ELSEWHERE
        raise ValueError(
            f"{setting} enverrait fichiers et clés en clair sur le réseau : donnez un endpoint en "
            "https. Seul un service de la machine elle-même peut être en http."
        )
    store = S3Store(
        parts.netloc,
        prefix="/".join(folders) or None,
        client_options=(HURRY if at_once else PATIENCE) | {"allow_http": in_clear},  # type: ignore[arg-type] # for checkers
        retry_config=ONCE if at_once else ATTEMPTS,  # type: ignore[arg-type]
        **options,
    )
    return Bucket(store, parts.netloc)


def _options(parts: SplitResult) -> dict[str, Any]:
    """Return what stands after the question mark: where the service is, and its region."""
    given = parse_qsl(parts.query, keep_blank_values=True)
    options = dict(given)
    if len(options) < len(given) or options.keys() - {"endpoint", "region"}:
        raise ValueError("FILES_URL n’admet après « ? » que endpoint et region, une fois chacun.")
    if not REGION.fullmatch(options.get("region", "fr")):
        raise ValueError("FILES_URL nomme une région qui n’en est pas une, comme eu-west-3.")
    if "endpoint" in options and not _is_address(options["endpoint"]):
        raise ValueError("FILES_URL doit donner un endpoint complet, comme https://s3.exemple.")
    return options


def _is_address(endpoint: str) -> bool:
    """Tell whether a service may be reached at an address, which holds no key."""
    try:
        parts = urlsplit(endpoint)
        reached = parts.hostname and parts.port != 0
    except ValueError:  # its port is no number
        return False
    return bool(reached) and parts.scheme in ("https", "http") and "@" not in parts.netloc


def _is_here(endpoint: str) -> bool:
    """Tell whether a service is on this machine; a name that only looks so is not."""
    try:
        host = urlsplit(endpoint).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
