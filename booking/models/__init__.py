"""The tables, one module per room; facts, no stories. Importing this fills the metadata."""

from booking.models import (
    accounts,
    calendars,
    catalogue,
    conventions,
    dealings,
    depots,
    files,
    imports,
    incidents,
    inspections,
    journal,
    loans,
    mail,
    organizations,
    requirements,
    reservations,
)

__all__ = [
    "accounts",
    "calendars",
    "catalogue",
    "conventions",
    "dealings",
    "depots",
    "files",
    "imports",
    "incidents",
    "inspections",
    "journal",
    "loans",
    "mail",
    "organizations",
    "requirements",
    "reservations",
]
