"""Signed links and secrets that only this installation can make."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

INVITATION, RESET = "invitation", "reset"
VALID = {INVITATION: timedelta(days=7), RESET: timedelta(days=1)}
"""How long each kind of link may wait to be followed."""


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

    def derive(self, *parts: object) -> str:
        """Return 256 secret bits, the same for the same parts, safe in an address."""
        said = repr(parts).encode()
        return hmac.new(self.secret.encode(), said, hashlib.sha256).hexdigest()

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=purpose)
