"""Signing in and passwords."""

from marshmallow import Schema, ValidationError, fields, validate, validates

from booking.dealings import Hint
from booking.rules import passwords
from booking.schemas import Text, text


class Invite(Schema):
    """Who is invited."""

    email = fields.Email(
        required=True,
        validate=validate.Length(max=254),
        error_messages={"invalid": "Ce n’est pas une adresse électronique."},
    )
    name = text(120, required=True)


class SignIn(Schema):
    """An address and a password."""

    email = Text(required=True, validate=validate.Length(max=254))
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


class AskReset(Schema):
    """The address of an account whose password is forgotten."""

    email = fields.Email(
        required=True,
        validate=validate.Length(max=254),
        error_messages={"invalid": "Ce n’est pas une adresse électronique."},
    )


class Function(Schema):
    """What somebody does, who opens the mailbox of an office."""

    function = text(80, required=True)


class Dismiss(Schema):
    """A hint that one has read."""

    hint = fields.Enum(Hint, by_value=True, required=True)
