"""For whom a request is: what must be named, and what makes no sense together."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from booking import clock
from booking.vocabulary import BeneficiaryKind

WHO = {
    BeneficiaryKind.ASSOCIATION: "Quelle association ?",
    BeneficiaryKind.CANDIDATE: "Quel candidat, ou quel parti ?",
    BeneficiaryKind.WORSHIP: "Quel culte, ou quelle association cultuelle ?",
}
NAMED = "Un bénéficiaire est nommé : dites de qui il s’agit, ou effacez son nom."
OF_ASSOCIATIONS = "Cette date ne concerne qu’une association."
TO_COME = "Cette date est à venir."
A_DAY = timedelta(days=1)


def wrong_beneficiary(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with the beneficiary of a request, by field."""
    errors: dict[str, list[str]] = {}
    kind, name, committed = (
        data[each] for each in ("beneficiary_kind", "beneficiary_name", "engagement_on")
    )
    if kind in WHO and not name:
        errors["beneficiary_name"] = [WHO[kind]]
    if kind is BeneficiaryKind.COMMUNE and name:
        errors["beneficiary_kind"] = [NAMED]
    if committed and kind is not BeneficiaryKind.ASSOCIATION:
        errors["engagement_on"] = [OF_ASSOCIATIONS]
    elif committed and committed > (clock.now() + A_DAY).date():  # it is tomorrow overseas
        errors["engagement_on"] = [TO_COME]
    return errors
