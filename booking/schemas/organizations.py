"""Organizations, their people and their dates: what is typed, and what others read."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates
from marshmallow import validates_schema as checks

from booking.rules.organizations import (
    ADDED_BY_HAND,
    Described,
    Insured,
    Joined,
    Left,
    Mandated,
    Reached,
    rna_fits,
    siren_fits,
)
from booking.schemas import Count, Day, Text, text
from booking.schemas.reservations import Act
from booking.vocabulary import ContactFunction, OrganizationKind

MOST = 500
"""So many organizations at once: an EPCI has fewer communes than that."""


def _email() -> fields.Email:
    return fields.Email(
        load_default="",
        validate=validate.Length(max=254),
        error_messages={"invalid": "Ce n’est pas une adresse électronique."},
    )


def _phone() -> fields.String:
    return Text(
        load_default="",
        validate=validate.Regexp(
            r"[+0-9][0-9 .()/-]{2,28}\Z", error="Donnez un numéro, comme 03 27 00 00 00."
        ),
    )


class Packed(Text):
    """A number in which people leave blanks."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return re.sub(r"\s", "", super()._deserialize(value, attr, data, **kwargs)).upper()


class Keyed(Act):
    """An act whose facts become one value, beside its key."""

    made: type[Any]

    @post_load
    def as_facts(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what the act takes, and the key."""
        key = data.pop("request_key")
        return {"key": key, "facts": self.made(**data)}


class DescribeOfficial(Keyed):
    """What a commune or the EPCI says of itself: the rest are official figures."""

    made = Described

    address = text(300)
    postal_code = Text(
        load_default="",
        validate=validate.Regexp(r"[0-9]{5}\Z", error="Un code postal a cinq chiffres."),
    )
    phone = _phone()
    email = _email()
    mention = text(500, lines=True)


class Describe(DescribeOfficial):
    """What is known of any other organization."""

    name = text(200, required=True)
    siren = Packed(load_default="")
    rna = Packed(load_default="")
    answerable_id = Count(load_default=None, validate=validate.Range(min=1, max=2**31 - 1))

    @validates("siren")
    def check_siren(self, value: str, data_key: str) -> None:
        """Refuse a number that is no SIREN: a digit is missing, or wrong."""
        if value and not re.fullmatch(r"[0-9]{9}", value):
            raise ValidationError("Un SIREN a neuf chiffres.")
        if value and not siren_fits(value):
            raise ValidationError(
                "La clé de ce SIREN ne convient pas : un chiffre est faux ou déplacé."
            )

    @validates("rna")
    def check_rna(self, value: str, data_key: str) -> None:
        """Refuse a number that is none of the national register."""
        if value and not rna_fits(value):
            raise ValidationError("Un numéro RNA est un W suivi de neuf chiffres.")


class Add(Describe):
    """A new organization, and of which kind."""

    kind = fields.Enum(
        OrganizationKind,
        by_value=True,
        required=True,
        validate=validate.OneOf(ADDED_BY_HAND, error="Choisissez une nature de la liste."),
    )

    @post_load
    def as_facts(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the kind, what the act takes, and the key."""
        key, kind = data.pop("request_key"), data.pop("kind")
        return {"key": key, "kind": kind, "facts": Described(**data)}


class Contact(Keyed):
    """Whom to call for a function, by telephone or by mail."""

    made = Reached

    function = fields.Enum(ContactFunction, by_value=True, required=True)
    name = text(120, required=True)
    phone = _phone()
    email = _email()
    substitute = fields.Boolean(load_default=False)

    @checks
    def check_reach(self, data: dict[str, Any], **_: object) -> None:
        """Refuse somebody whom nobody could reach."""
        if not data["phone"] and not data["email"]:
            raise ValidationError({"phone": ["Donnez un téléphone ou un courriel professionnel."]})


class Mandate(Keyed):
    """Who may sign, as what, from when to when."""

    made = Mandated

    holder = text(120, required=True)
    title = text(80, required=True)
    starts_on = Day(required=True)
    ends_on = Day(load_default=None)
    act = text(120)
    email = _email()
    delegated_by = text(120)


class Certificate(Keyed):
    """By whom one is insured, for what, from when to when."""

    made = Insured

    insurer = text(120, required=True)
    number = text(60, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    guarantees = text(300)


class End(Act):
    """The last day of something."""

    ends_on = Day(required=True)


class Join(Act):
    """Organizations that adhere from a day on."""

    organizations = fields.List(
        Count(validate=validate.Range(min=1, max=2**31 - 1)),
        load_default=list,
        validate=validate.Length(max=MOST),
    )
    starts_on = Day(required=True)
    ends_on = Day(load_default=None)
    act = text(120)


def joined(asked: dict[str, Any], pool_id: int | None) -> Joined:
    """Return who adheres, as the use-case takes it."""
    return Joined(
        organization_ids=tuple(asked["organizations"]),
        starts_on=asked["starts_on"],
        ends_on=asked["ends_on"],
        act=asked["act"],
        pool_id=pool_id,
    )


class Leave(Keyed):
    """The last day of an adhesion, by which act, although loans come after it perhaps."""

    made = Left

    ends_on = Day(required=True)
    act = text(120)
    confirmed = fields.Boolean(load_default=False)


class Apply(Act):
    """What was read of the official figures, by its mark."""

    seen = Text(load_default="", validate=validate.Length(max=16))


class ReadContact(Schema):
    """Whom to call for a function."""

    function = fields.String()
    label = fields.String(attribute="function.label")
    name = fields.String()
    phone = fields.String()
    email = fields.String()
    substitute = fields.Boolean()


class ReadDepot(Schema):
    """A place that an organization keeps."""

    name = fields.String()
    address = fields.String()
    hours = fields.String()


class ReadOrganization(Schema):
    """An organization of the territory; the population is the official total."""

    id = fields.Integer()
    kind = fields.String()
    name = fields.String()
    siren = fields.String()
    insee_code = fields.String()
    population = fields.Integer(allow_none=True)
    figures_year = fields.Integer(allow_none=True)
    answerable_id = fields.Integer(allow_none=True)
    address = fields.String()
    postal_code = fields.String()
    phone = fields.String()
    email = fields.String()


class ReadOrganizations(Schema):
    """The organizations of the territory."""

    organizations = fields.List(fields.Nested(ReadOrganization))


class ReadWhole(ReadOrganization):
    """One organization with its contacts and its depots."""

    contacts = fields.List(fields.Nested(ReadContact))
    depots = fields.List(fields.Nested(ReadDepot))


class Find(Schema):
    """Which organizations."""

    q = Text(load_default="", validate=validate.Length(max=200))
    kind = fields.Enum(OrganizationKind, by_value=True, load_default=None)
