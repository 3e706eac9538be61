"""Who may act for an organization, as what and until when."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates

from booking.rules.asking import Granted
from booking.schemas import LAST_YEAR
from booking.schemas.accounts import Invite
from booking.schemas.reservations import Act
from booking.vocabulary import Role

UNREADABLE = "Cette date ne se lit pas."
ROLES = [role.value for role in Role]


class Grant(Act):
    """Roles, the last day they are held, and whether several people open the mailbox."""

    roles = fields.List(fields.String(), required=True)
    ends_on = fields.Date(load_default=None, error_messages={"invalid": UNREADABLE})
    shared = fields.Boolean(load_default=False)

    @validates("roles")
    def check_roles(self, value: list[str], data_key: str) -> None:
        """Refuse no role at all, and what is none."""
        if not value or not set(value) <= set(ROLES):
            raise ValidationError("Choisissez au moins un rôle de la liste.")

    @validates("ends_on")
    def check_day(self, value: Any, data_key: str) -> None:
        """Refuse a day too far to be one."""
        if value and value.year > LAST_YEAR:
            raise ValidationError(UNREADABLE)

    @post_load
    def as_granted(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is granted, beside whom it is for and the key."""
        roles = tuple(role for role in Role if role.value in data["roles"])
        granted = Granted(roles, data["ends_on"], data["shared"])
        person = {name: data[name] for name in data.keys() & {"email", "name"}}
        return person | {"granted": granted, "key": data["request_key"]}


class InviteTo(Grant, Invite):
    """Who is invited, as what and until when."""
