"""What is typed for each kind of paper beyond its facts; each is a variable of its wording."""

from dataclasses import dataclass

from booking.paperwork import PaperKind


@dataclass(frozen=True)
class Option:
    """One thing to type: its variable, its label, the help before the field."""

    name: str
    label: str
    help: str = ""
    needed: bool = False
    lines: bool = False  # several lines


OPTIONS: dict[PaperKind, tuple[Option, ...]] = {
    PaperKind.STORAGE: (
        Option("local", "Local mis à disposition", "Bâtiment, surface, accès.", needed=True),
        Option("clés", "Clés et accès", "Qui les détient, en combien d’exemplaires."),
    ),
}


def options(kind: PaperKind) -> tuple[Option, ...]:
    """Return what may be typed for a kind of paper."""
    return OPTIONS.get(kind, ())
