"""The tables, one module per room; facts, no stories. Importing this fills the metadata."""

from booking.models import (
    accounts,
    calendars,
    catalogue,
    conventions,
    depots,
    files,
    imports,
    journal,
    loans,
    mail,
    organizations,
    reservations,
)

__all__ = [
    "accounts",
    "calendars",
    "catalogue",
    "conventions",
    "depots",
    "files",
    "imports",
    "journal",
    "loans",
    "mail",
    "organizations",
    "reservations",
]
