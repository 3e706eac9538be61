"""Signing in and passwords."""

from marshmallow import Schema, ValidationError, validates

from booking.rules import passwords
from booking.schemas import Text


class SignIn(Schema):
    """An address and a password."""

    email = Text(required=True)
    password = Text(required=True)


class NewPassword(Schema):
    """A password long enough."""

    new = Text(required=True)

    @validates("new")
    def check_length(self, value: str, data_key: str) -> None:
        """Refuse what is easy to guess (CNIL 2022-100)."""
        if not passwords.long_enough(value):
            raise ValidationError(
                "Choisissez 14 caractères, ou 12 avec majuscule, minuscule, chiffre et signe."
            )


class ChangePassword(NewPassword):
    """The present password and the one to come."""

    current = Text(required=True)
