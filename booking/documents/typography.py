"""The blanks at which a French line never breaks, put into a page on its way out."""

import re

from booking.documents.words import NO_BREAK

KEPT = "(?:script|style|textarea|pre|code)"
ASIDE = re.compile(
    rf"""(<!--.*?-->|<{KEPT}\b.*?</{KEPT}>|<(?:[^<>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL,
)
"""Tags with their attributes, and what is typed over, copied or run as it stands."""
UNITS = "h|min|mm|cm|m|m²|m³|km|g|kg|t|l|L|W|kW|V|kVA|A|dB|ko|Mo|Go"
BLANK = re.compile(
    r" (?:(?=[:;!?»%€×–])"
    r"|(?<=[«×] )"
    rf"|(?<=\d )(?=(?:{UNITS})(?!\w))"
    r"|(?<=\d[ \xa0]h )(?=\d)"
    r"|(?<=n° )(?=\d))"
)
"""Before ":", after «, within "400 W", "3 × 3 m", "14 h 37", "n° 7", and before a dash."""


def unbroken(html: str) -> str:
    """Return a page with blanks that do not break where French wants them, in what is read only."""
    parts = ASIDE.split(html)
    parts[::2] = [BLANK.sub(NO_BREAK, each) for each in parts[::2]]
    return "".join(parts)
