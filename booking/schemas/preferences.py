"""Which messages a person wants, and how."""

from marshmallow import Schema, fields, validate

from booking.rules.preferences import OPTIONAL


class Choose(Schema):
    """At once or together, which kinds, with calendar invitations or not."""

    pace = fields.String(
        required=True,
        validate=validate.OneOf(
            ("at_once", "daily"), error="Choisissez entre les deux façons de recevoir."
        ),
    )
    wanted = fields.List(
        fields.String(
            validate=validate.OneOf(
                [kind.value for kind in OPTIONAL], error="Ce courriel n’est pas dans la liste."
            )
        ),
        load_default=list,
    )
    invitations = fields.Boolean(load_default=False)
