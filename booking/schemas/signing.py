"""Signing, refusing to, passing on, bringing what was signed on paper."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from marshmallow import validates_schema as checks

from booking.documents.attachments import Sent
from booking.paperwork import Means
from booking.rules.signatures import ON_PAPER, Scanned, Written
from booking.schemas import Count, Day, Text, text
from booking.schemas.files import DocumentFile
from booking.schemas.reservations import Act

NO_SCAN = "Ce document ne se lit pas. L’exemplaire signé est un fichier PDF."
ID = validate.Range(1, 2**31 - 1)
MANY = 200
LONGEST = 20_000
STROKES = r"(M\d{1,3} \d{1,3}( L\d{1,3} \d{1,3})+( (?=M)|\Z))*\Z"
"""Strokes as the script writes them: nothing else goes into a picture."""


def strokes() -> Text:
    """Return the field of a signature that may be drawn."""
    return Text(
        load_default="",
        validate=[
            validate.Length(max=LONGEST, error="Ce tracé est trop long : effacez-le."),
            validate.Regexp(STROKES, error="Ce tracé ne se lit pas : effacez-le."),
        ],
        metadata={"description": "Tracés d’un chemin SVG, sur un cadre de 300 par 100"},
    )


class Sign(Act):
    """Which papers were shown, who signs them as what, perhaps drawn, and that they agree."""

    papers = fields.List(
        Count(validate=ID),
        load_default=list,
        validate=validate.Length(1, MANY, error="Choisissez au moins un document."),
    )
    name = text(120, required=True)
    title = text(80, required=True)
    drawn = strokes()
    consent = fields.Boolean(load_default=False)

    @checks
    def check_consent(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a signature that nobody agreed to."""
        if not data["consent"]:
            raise ValidationError({"consent": ["Cochez cette case pour signer."]})


class RefuseToSign(Act):
    """Why somebody does not sign."""

    reason = text(1000, required=True, lines=True)


class Forward(Act):
    """To whom a signature is passed on, by their mandate."""

    mandate = Count(required=True, validate=ID)


class Line(Schema):
    """One signature of a scan; a row that is not ticked is left out."""

    rank = Count(load_default=None, validate=validate.Range(1, 100))
    name = text(120)
    title = text(80)

    @checks
    def check_name(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a signature of nobody."""
        if data["rank"] and not data["name"]:
            raise ValidationError({"name": ["Ce champ est obligatoire."]})


class ScanFile(DocumentFile):
    """The scan of a paper; of what cannot be read, only a PDF is named."""

    def understood(self, sent: Sent) -> object:
        """Return the document as it may be kept; raises ValidationError."""
        try:
            return super().understood(sent)
        except ValidationError as error:
            raise ValidationError(NO_SCAN) from error


class Deposit(Act):
    """The scan, how and when it was signed, and by whom."""

    file = ScanFile()
    means = fields.Enum(
        Means,
        by_value=True,
        required=True,
        validate=validate.OneOf(sorted(ON_PAPER), error="Choisissez papier ou parapheur."),
    )
    signed_on = Day(required=True)
    signed = fields.List(fields.Nested(Line), load_default=list, validate=validate.Length(max=100))

    @post_load
    def as_scanned(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the scan, what it shows and the key."""
        ticked = tuple(Written(**each) for each in data["signed"] if each["rank"])
        scanned = Scanned(data["means"], data["signed_on"], ticked)
        return {"file": data["file"], "scanned": scanned, "key": data["request_key"]}
