"""The ask page, filled in as a secretary would."""

from datetime import datetime
from urllib.parse import quote

from tests.client import Browser, Form
from tests.factories import next_weekend
from tests.pages.place import Place, as_actor

ASK = "/demandes/nouvelle"


def local(place: Place, at: datetime) -> str:
    """Return an instant as a field holds it."""
    return f"{at.astimezone(as_actor(place.secretary).zone):%Y-%m-%dT%H:%M}"


def filled(client: Browser, place: Place, *chosen: tuple[str, int]) -> Form:
    """Choose some things for a far weekend and fill the form in, without sending it."""
    dates = [local(place, at) for at in (next_weekend().starts_at, next_weekend().ends_at)]
    client.visit(f"/materiel?du={quote(dates[0])}&au={quote(dates[1])}")
    fields: dict[str, str] = {"then": "ask"}
    for rank, (reference, quantity) in enumerate(chosen or (("TEN-3X3", 2),)):
        fields |= {f"lines-{rank}-item": reference, f"lines-{rank}-quantity": str(quantity)}
    form = client.send("/materiel", **fields).form(ASK)
    form.fields.update(purpose="Ducasse", place="Salle des fêtes", note="Merci !")
    return form


def offered(form: Form, button: str) -> list[str]:
    """Return the values of the buttons of a name."""
    return [value for name, value, _ in form.buttons if name == button]
