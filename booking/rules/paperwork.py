"""Which paper a loan takes (E14, E33): a slip under a framework, else a convention of its own."""

from collections.abc import Iterable

from booking.paperwork import PaperKind
from booking.vocabulary import Formality


def kind_for(formalities: Iterable[Formality], *, framework: bool) -> PaperKind | None:
    """Return the paper a loan takes; None while neither a framework nor a choice gives one.

    What asks for a convention with its papers never goes by a mere slip.
    """
    if Formality.FULL in formalities:
        return PaperKind.LOAN
    return PaperKind.SLIP if framework else None
