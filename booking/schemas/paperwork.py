"""What the EPCI settles of papers, as its form sends it."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.paperwork import WAYS, Means
from booking.rules.paper_settings import SIGNED, Settled
from booking.schemas.reservations import Act


def _ways() -> fields.List[Means]:
    way = fields.Enum(Means, by_value=True, validate=validate.OneOf(WAYS))
    return fields.List(way, load_default=list)


class _Settle(Act):
    """Whether an act is required, whether owners word their papers, and how each is signed."""

    needs_act = fields.Boolean(load_default=False)
    owners_word = fields.Boolean(load_default=False)

    @post_load
    def as_facts(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is settled, and the key."""
        admitted = tuple((kind, tuple(data[f"admitted_{kind}"])) for kind in SIGNED)
        settled = Settled(data["needs_act"], data["owners_word"], admitted)
        return {"key": data["request_key"], "facts": settled}


Settle: type[Schema] = type("Settle", (_Settle,), {f"admitted_{kind}": _ways() for kind in SIGNED})
"""The same, with the ways to sign each kind of paper."""
