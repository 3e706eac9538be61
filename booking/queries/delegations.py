"""Whether the manager signs in the owner's name, under a written delegation (domain § 2.2)."""

from datetime import date

from booking.documents.words import of
from booking.models.organizations import Organization
from booking.paperwork import Part
from booking.queries import acts


def is_given(owner_id: int, manager_id: int | None, day: date) -> bool:
    """Tell whether an owner let another organization, the manager, sign for it on a day."""
    if manager_id is None or manager_id == owner_id:
        return False
    return acts.delegation(owner_id, manager_id, day) is not None


def beside(part: Part, organization_id: int, owner: Organization, day: date) -> str:
    """Return what is printed beside a signature given in the owner's name, else ""."""
    if part is not Part.OWNER or organization_id == owner.id:
        return ""
    act = acts.delegation(owner.id, organization_id, day)
    return f"par délégation {''.join(of(owner.name))}, {acts.cited(act)}" if act else ""
