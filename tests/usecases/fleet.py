"""Two platforms and those who tend them, as tests of their controls want them."""

from dataclasses import dataclass
from typing import Any

from booking.fitness import Finding
from booking.models.catalogue import Item
from booking.rules.access import Actor
from booking.rules.inspections import Planned, Recorded
from booking.usecases import inspections, reservations
from tests.factories import Scene, ask
from tests.fitness import CHECK, day, loan


@dataclass(frozen=True)
class Fleet:
    """Two platforms, with who tends them."""

    scene: Scene
    item: Item

    @property
    def manager(self) -> Actor:
        """Return who manages the pool."""
        return self.scene.manager

    @property
    def depot(self) -> str:
        """Return the name of their depot."""
        return self.item.stocks[0].depot.name

    def plan(self, on: int = 10, rank: int = 1, *, actor: Actor | None = None, **facts: Any) -> int:
        """Plan the control of a copy, so many days ahead."""
        told = {"unit": f"{self.item.reference}-{rank:02d}", "provider": "Apave"} | facts
        planned = Planned(self.item.reference, self.depot, CHECK, day(on), **told)
        return inspections.plan(actor or self.manager, planned)

    def record(self, on: int = 0, rank: int = 1, **facts: Any) -> int:
        """Record the control of a copy, passed unless told otherwise."""
        thing = {"item": self.item.reference, "depot": self.depot, "control": CHECK}
        told = thing | {"unit": f"{self.item.reference}-{rank:02d}", "finding": Finding.PASSED}
        report = facts.pop("report", None)
        return inspections.record(self.manager, Recorded(day=day(on), **told | facts), report)

    def ask(self, first: int, last: int, quantity: int = 1) -> int:
        """Borrow some for whole days; return the reservation."""
        who = self.scene.secretary
        (asked,) = ask(who, (self.item, quantity), period=loan(who, first, last))
        reservations.approve(self.manager, asked)
        return asked
