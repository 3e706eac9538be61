"""Letters as people type them in a hurry: without accents, without capitals."""

import unicodedata


def without_accents(text: str) -> str:
    """Return a text without its accents: "Quérénaing" gives "Querenaing"."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def plain(text: str) -> str:
    """Return a text as it is searched: "Cœur d'Épi" gives "coeur d'epi"."""
    return without_accents(text).casefold().replace("œ", "oe").replace("æ", "ae")
