"""The day at a glance: four figures, each of which leads to its list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from booking.queries.work import Task
from booking.rules.glance import NEAR, Glance

DAYS = dict(zip(NEAR, ("aujourd’hui", "demain", "ensuite"), strict=True))
NONE = "rien n’attend votre réponse"
LATE = {"hand_over": "départ", "take_back": "retour"}


@dataclass(frozen=True)
class Waiting:
    """How many things wait for an answer, or for a signature."""

    answers: int
    contested: int
    to_sign: int


@dataclass(frozen=True)
class Figure:
    """How many, of what, said in part, and where they are listed; nowhere when there are none."""

    glance: Glance
    count: int
    said: str
    to: str

    @property
    def label(self) -> str:
        """Return of what there are so many: "2 départs", "1 départ"."""
        said = self.glance.label
        return said if self.count > 1 else said.removesuffix("s")


def figures(tasks: Sequence[Task], waiting: Waiting) -> list[Figure]:
    """Return the four figures of what somebody looks after, over the seven days to come."""
    mine = {each: [task for task in tasks if each in task.glances] for each in Glance}
    coming = [_coming(each, mine[each]) for each in (Glance.LEAVING, Glance.RETURNING)]
    return [_waiting(mine[Glance.WAITING], waiting), *coming, _late(mine[Glance.LATE])]


def chosen(said: str) -> Glance | None:
    """Return the list that an address asks for, if it names one."""
    return next((each for each in Glance if each == said), None)


def _waiting(tasks: Sequence[Task], waiting: Waiting) -> Figure:
    counts = {
        "demande": waiting.answers,
        "retour contesté": waiting.contested,
        "réponse à donner": len(tasks),
        "document à signer": waiting.to_sign,
    }
    to = _list(Glance.WAITING) if tasks else "#signer" if waiting.to_sign else ""
    asked, here = waiting.answers + waiting.contested, len(tasks) + waiting.to_sign
    if asked and asked >= here:  # where most of them are
        to = url_for("queue.index")
    return Figure(Glance.WAITING, sum(counts.values()), _parts(counts) or NONE, to)


def _coming(glance: Glance, tasks: Sequence[Task]) -> Figure:
    near = Counter(task.when for task in tasks)
    said = [f"{day} {near[when]}" for when, day in DAYS.items() if near[when]]
    to = _list(glance) if tasks else ""
    return Figure(glance, len(tasks), ", ".join(said) or "aucun dans les sept jours", to)


def _late(tasks: Sequence[Task]) -> Figure:
    counts = Counter(LATE.get(task.act, "réponse") for task in tasks)
    return Figure(
        Glance.LATE, len(tasks), _parts(counts) or "rien", _list(Glance.LATE) if tasks else ""
    )


def _list(glance: Glance) -> str:
    return url_for("home.index", voir=glance.value, _anchor="cours")


def _parts(counts: dict[str, int]) -> str:
    """Say so many of each: "2 demandes, 1 retour contesté"."""
    found = [(name, count) for name, count in counts.items() if count]
    return ", ".join(f"{count} {_several(name) if count > 1 else name}" for name, count in found)


def _several(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first}s {rest}s" if rest == "contesté" else f"{first}s {rest}".strip()
