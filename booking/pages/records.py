"""The rows of an organization: its representatives, its certificates, its contacts."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.errors import Invalid
from booking.pages import organizations
from booking.queries import administered, directory
from booking.rules.access import Actor
from booking.schemas.organizations import Certificate, Contact, End, Mandate
from booking.schemas.reservations import Act
from booking.usecases import contacts, insurance, mandates
from booking.web import actor, in_view

blueprint = Blueprint("records", __name__, url_prefix="/administration")

Page = str | tuple[str, int] | Response
SAVED = "C’est enregistré."


def _of(thing: str) -> Callable[[Actor, int], int]:
    """Return what finds the organization of a row."""
    return lambda who, row_id: administered.organization_of(who, thing, row_id)


of_contact, of_mandate, of_certificate = _of("contact"), _of("mandate"), _of("certificate")


@blueprint.post("/organismes/<int:organization_id>/contacts")
@in_view(directory.show)
def add_contact(organization_id: int) -> Page:
    """Name somebody to call."""

    def act(asked: dict[str, Any]) -> None:
        contacts.add(actor(), organization_id, asked["facts"], key=asked["key"])

    return _try(organization_id, "contact-new", Contact, act)


@blueprint.post("/contacts/<int:contact_id>")
@in_view(of_contact)
def edit_contact(contact_id: int) -> Page:
    """Change whom to call."""

    def act(asked: dict[str, Any]) -> None:
        contacts.edit(actor(), contact_id, asked["facts"], key=asked["key"])

    return _try(of_contact(actor(), contact_id), f"contact-{contact_id}", Contact, act)


@blueprint.post("/contacts/<int:contact_id>/fin")
@in_view(of_contact)
def remove_contact(contact_id: int) -> Page:
    """Take somebody off the contacts."""

    def act(asked: dict[str, Any]) -> None:
        contacts.remove(actor(), contact_id, key=asked["request_key"])

    return _try(of_contact(actor(), contact_id), f"contact-{contact_id}", Act, act)


@blueprint.post("/organismes/<int:organization_id>/representants")
@in_view(directory.show)
def add_mandate(organization_id: int) -> Page:
    """Write a representative."""

    def act(asked: dict[str, Any]) -> None:
        mandates.add(actor(), organization_id, asked["facts"], key=asked["key"])

    return _try(organization_id, "mandate-new", Mandate, act)


@blueprint.post("/representants/<int:mandate_id>")
@in_view(of_mandate)
def edit_mandate(mandate_id: int) -> Page:
    """Correct a representative."""

    def act(asked: dict[str, Any]) -> None:
        mandates.edit(actor(), mandate_id, asked["facts"], key=asked["key"])

    return _try(of_mandate(actor(), mandate_id), f"mandate-{mandate_id}", Mandate, act)


@blueprint.post("/representants/<int:mandate_id>/fin")
@in_view(of_mandate)
def end_mandate(mandate_id: int) -> Page:
    """End a mandate on a day."""

    def act(asked: dict[str, Any]) -> None:
        mandates.end(actor(), mandate_id, asked["ends_on"], key=asked["request_key"])

    return _try(of_mandate(actor(), mandate_id), f"end-mandate-{mandate_id}", End, act)


@blueprint.post("/organismes/<int:organization_id>/attestations")
@in_view(directory.show)
def add_certificate(organization_id: int) -> Page:
    """Write an insurance certificate."""

    def act(asked: dict[str, Any]) -> None:
        insurance.add(actor(), organization_id, asked["facts"], key=asked["key"])

    return _try(organization_id, "certificate-new", Certificate, act)


@blueprint.post("/attestations/<int:certificate_id>")
@in_view(of_certificate)
def edit_certificate(certificate_id: int) -> Page:
    """Correct an insurance certificate."""

    def act(asked: dict[str, Any]) -> None:
        insurance.edit(actor(), certificate_id, asked["facts"], key=asked["key"])

    organization_id = of_certificate(actor(), certificate_id)
    return _try(organization_id, f"certificate-{certificate_id}", Certificate, act)


@blueprint.post("/attestations/<int:certificate_id>/fin")
@in_view(of_certificate)
def end_certificate(certificate_id: int) -> Page:
    """End an insurance before its time."""

    def act(asked: dict[str, Any]) -> None:
        insurance.end(actor(), certificate_id, asked["ends_on"], key=asked["request_key"])

    organization_id = of_certificate(actor(), certificate_id)
    return _try(organization_id, f"end-certificate-{certificate_id}", End, act)


def _try(
    organization_id: int, place: str, schema: type[Schema], act: Callable[[dict[str, Any]], None]
) -> Page:
    """Do an act of a form of the page, or draw the page again with what is wrong and as typed."""
    try:
        act(schema().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE))
    except (ValidationError, Invalid) as refusal:
        typed = {
            **request.form.to_dict(),
            "place": place,
            "errors": organizations.wrong(refusal),
        }
        return organizations.page(organization_id, typed), 422
    flash(SAVED)
    part = place.removeprefix("end-").partition("-")[0]
    return redirect(
        url_for("organizations.show", organization_id=organization_id, _anchor=f"{part}s")
    )
