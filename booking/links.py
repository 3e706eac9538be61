"""Signed links and secrets that only this installation can make."""

import hashlib
import hmac
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

INVITATION, RESET, ERRAND, SIGNATURE = "invitation", "reset", "errand", "signature"
VALID = {INVITATION: timedelta(days=7), RESET: timedelta(days=1)}
"""How long each kind of link may wait to be followed."""


@dataclass(frozen=True)
class Errand:
    """One act that one person may do from a mail, on a reservation as it was when written."""

    act: str
    reservation_id: int
    user_id: int
    revision: int  # once the reservation changed, the link is dead: it serves once


@dataclass(frozen=True)
class Signing:
    """The signatures that one person is asked for, each with its stamp: another one kills it."""

    asked: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Signer:
    """Makes and reads links with the installation's secret."""

    secret: str

    def sign(self, purpose: str, user_id: int, stamp: str, made_at: datetime) -> str:
        """Return the token of a link: it dies with the user's stamp, so it serves once."""
        until = int((made_at + VALID[purpose]).timestamp())
        return self._serializer(purpose).dumps([user_id, stamp, until])

    def read(self, purpose: str, token: str, now: datetime) -> tuple[int, str] | None:
        """Return (user id, stamp), or None when the link is false or too old."""
        try:
            user_id, stamp, until = self._serializer(purpose).loads(token)
        except BadData:
            return None
        return (user_id, stamp) if now.timestamp() <= until else None

    def sign_errand(self, errand: Errand, until: datetime) -> str:
        """Return the token of one act by one person, good until an instant."""
        return self._serializer(ERRAND).dumps([*astuple(errand), int(until.timestamp())])

    def read_errand(self, token: str, now: datetime) -> Errand | None:
        """Return what a link asks for, or None when it is false or too old."""
        try:
            *errand, until = self._serializer(ERRAND).loads(token)
        except BadData:
            return None
        return Errand(*errand) if now.timestamp() < until else None

    def sign_signing(self, signing: Signing, until: datetime) -> str:
        """Return the token by which one person signs some papers, good until an instant."""
        asked = [list(each) for each in signing.asked]
        return self._serializer(SIGNATURE).dumps([asked, int(until.timestamp())])

    def read_signing(self, token: str, now: datetime) -> Signing | None:
        """Return which signatures a link is for, or None when it is false or too old."""
        try:
            asked, until = self._serializer(SIGNATURE).loads(token)
        except BadData:
            return None
        known = tuple((number, stamp) for number, stamp in asked)
        return Signing(known) if now.timestamp() < until else None

    def derive(self, *parts: object) -> str:
        """Return 256 secret bits, the same for the same parts, safe in an address."""
        said = repr(parts).encode()
        return hmac.new(self.secret.encode(), said, hashlib.sha256).hexdigest()

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        """Return what signs for one purpose: no link serves for another."""
        return URLSafeSerializer(self.secret, salt=purpose)
