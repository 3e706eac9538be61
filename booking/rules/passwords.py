"""Which passwords are long enough (CNIL 2022-100) and how many may be tried."""

import re
from datetime import timedelta

MOST_ATTEMPTS = {"account": 10, "reset": 3, "origin": 100}  # a town hall may share one origin
WINDOW = timedelta(minutes=15)
"""After so many wrong passwords within the window, one waits for it to pass."""

KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


def long_enough(password: str) -> bool:
    """Tell whether a password has 14 characters, or 12 of four kinds."""
    varied = all(re.search(kind, password) for kind in KINDS)
    return len(password) >= (12 if varied else 14)
