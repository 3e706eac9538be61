"""Signed links: they serve one act, one person, until a date, and carry no other secret."""

from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

INVITATION = "invitation"
DAYS = 7


@dataclass(frozen=True)
class Signer:
    """Makes and reads links with the installation's secret."""

    secret: str

    def sign(self, purpose: str, user_id: int, stamp: str) -> str:
        """Return the token of a link; it dies with the user's stamp, so it serves once."""
        return self._serializer(purpose).dumps([user_id, stamp])

    def read(self, purpose: str, token: str) -> tuple[int, str] | None:
        """Return (user id, stamp), or None when the link is false or too old."""
        try:
            user_id, stamp = self._serializer(purpose).loads(token, max_age=DAYS * 86400)
        except BadData:
            return None
        return user_id, stamp

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt=purpose)
