"""Opening a pool, its conditions, what goes in; and a pool as others read it."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from marshmallow import validates_schema as checks

from booking.handling import CONTEST_DAYS
from booking.rules.asking import AskedPool
from booking.rules.asking import Conditions as Kept
from booking.schemas import Count, text
from booking.schemas.reservations import Act
from booking.vocabulary import LegalBasis, OrganizationKind, SchoolRule

MANY = 500
UNREAD = "Donnez des nombres de jours séparés par des virgules : « -2, 0, 1, 3 »."
ID = validate.Range(1, 2**31 - 1)


def _ids(most: int, **more: Any) -> fields.List[Any]:
    few = validate.Length(max=most, error=f"{most} au plus.")
    return fields.List(Count(validate=ID), validate=[few], **more)


def _number(least: int, most: int, **more: Any) -> Count:
    return Count(validate=validate.Range(least, most), **more)


class Days(fields.Field[list[int]]):
    """Days counted from that of a return: a list, or typed as "-2, 0, 1, 3"; none asks nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> list[int]:
        parts = value if isinstance(value, list) else str(value).replace(";", ",").split(",")
        try:
            days = sorted({_day(str(part)) for part in parts if str(part).strip()})
        except ValueError as error:
            raise ValidationError(UNREAD) from error
        if len(days) > 8 or any(abs(day) > 30 for day in days):
            raise ValidationError("De 30 jours avant à 30 jours après, huit au plus.")
        return days


def _day(typed: str) -> int:
    """Return a day as people write it: "-2", "J-2", "+1", "J"; raises ValueError."""
    said = typed.strip().upper().replace(" ", "").replace("\N{MINUS SIGN}", "-").removeprefix("J")
    return int(said or "0")


class OpenPool(Act):
    """A name, the neighbours chosen, what goes in."""

    name = text(120, required=True)
    neighbours = _ids(MANY, load_default=list)
    items = _ids(MANY, load_default=list)

    @checks
    def check_neighbours(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a pool for nobody."""
        if not data["neighbours"]:
            raise ValidationError({"neighbours": ["Choisissez au moins une commune."]})

    @post_load
    def as_pool(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the pool wanted and its key."""
        asked = AskedPool(
            data["name"],
            tuple(sorted(set(data["neighbours"]))),
            tuple(sorted(set(data["items"]))),
        )
        return {"pool": asked, "key": data["request_key"]}


class Fill(Act):
    """What an owner puts into a pool."""

    items = _ids(MANY, load_default=list)

    @checks
    def check_items(self, data: dict[str, Any], **_: object) -> None:
        """Refuse nothing at all."""
        if not data["items"]:
            raise ValidationError({"items": ["Choisissez au moins un matériel."]})


class Conditions(Act):
    """Every term of a pool; a number left empty is no limit where none is needed."""

    name = text(120, required=True)
    kinds = fields.List(
        fields.Enum(OrganizationKind, by_value=True),
        load_default=list,
        validate=validate.Length(1, error="Choisissez au moins un type d’organisme."),
    )
    by_list = fields.Boolean(load_default=False)
    for_associations = fields.Boolean(load_default=False)
    below_population = _number(1, 10_000_000, load_default=None)
    notice_days = _number(0, 60, required=True)
    answer_days = _number(1, 60, required=True)
    horizon_months = _number(1, 60, required=True)
    longest_days = _number(1, 366, required=True)
    late_grace_hours = _number(0, 720, required=True)
    others_horizon_days = _number(1, 1_800, load_default=None)
    reply_days = _number(1, 60, required=True)
    confirm_days = _number(1, 60, required=True)
    cancel_days = _number(0, 60, required=True)
    quota_loans = _number(1, 1_000, load_default=None)
    quota_months = _number(1, 60, load_default=12)
    legal_basis = fields.Enum(LegalBasis, by_value=True, required=True)
    slots_block = fields.Boolean(load_default=False)
    open_on_holidays = fields.Boolean(load_default=False)
    school_rule = fields.Enum(SchoolRule, by_value=True, load_default=SchoolRule.ANY)
    needs_signed = fields.Boolean(load_default=False)
    remind_days = Days(load_default=list)
    contest_days = _number(1, 30, load_default=CONTEST_DAYS)
    hidden = fields.Boolean(load_default=False)
    slug = fields.String(
        load_default=None,
        validate=[
            validate.Length(3, 80, error="De 3 à 80 caractères."),
            validate.Regexp(
                r"[a-z0-9]+(-[a-z0-9]+)*\Z",
                error="Des lettres minuscules sans accent, des chiffres et des tirets.",
            ),
        ],
    )

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse terms that contradict one another."""
        errors: dict[str, list[str]] = {}
        reach = data["horizon_months"] * 28
        if data["notice_days"] * 2 > reach:
            errors["notice_days"] = ["Ce délai ne laisse aucune date avant l’horizon."]
        others = data["others_horizon_days"]
        if others is not None and others < data["notice_days"] * 2:
            errors["others_horizon_days"] = ["Ce délai ne laisse aucune date aux autres."]
        if data["hidden"] and not data["by_list"]:
            errors["hidden"] = ["Un parc connu de son cercle se prête à une liste de membres."]
        if data["hidden"] and data["slug"]:
            errors["slug"] = ["Un parc connu de son cercle n’a pas de page publique."]
        if errors:
            raise ValidationError(errors)

    @post_load
    def as_conditions(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the conditions and the key."""
        key, kinds = data.pop("request_key"), data.pop("kinds")
        known = tuple(kind.value for kind in OrganizationKind if kind in kinds)
        return {"conditions": Kept(kinds=known, **data), "key": key}


class Terms(Schema):
    """Who may borrow, how early, how long, how often; null is no limit."""

    kinds = fields.List(fields.String())
    below_population = fields.Integer(allow_none=True)
    by_list = fields.Boolean()
    for_associations = fields.Boolean()
    notice_days = fields.Integer()
    answer_days = fields.Integer()
    horizon_months = fields.Integer()
    others_horizon_days = fields.Integer(allow_none=True)
    longest_days = fields.Integer()
    quota_loans = fields.Integer(allow_none=True)
    quota_months = fields.Integer()


class Pool(Schema):
    """A pool; `eligible` is for whom the token acts for, today."""

    id = fields.Integer()
    name = fields.String()
    manager = fields.String()
    legal_basis = fields.String()
    hidden = fields.Boolean()
    public = fields.String(attribute="slug", allow_none=True)
    items = fields.Integer(attribute="things")
    members = fields.List(fields.String(), attribute="adherents")
    terms = fields.Nested(Terms)
    remind_days = fields.List(fields.Integer())
    contest_days = fields.Integer()
    eligible = fields.Function(lambda pool: not pool.refused, metadata={"type": "boolean"})


class Pools(Schema):
    """The pools one may know of."""

    pools = fields.List(fields.Nested(Pool))
