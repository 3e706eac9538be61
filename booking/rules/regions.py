"""Which school holidays and which public holidays a department has."""

SCHOOL_ZONES = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87"
    " 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60"
    " 61 62 67 68 72 76 80 83 84 85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
"""Departments of the académies of each zone. Source: the national school calendar (ministère de
l'Éducation nationale), by académie; Corsica and the overseas departments set their own."""
_ZONE_OF = {
    department: zone for zone, named in SCHOOL_ZONES.items() for department in named.split()
}
MOSELLE, ALSACE = "57", "6AE"
_REGION_OF = {"57": MOSELLE, "67": ALSACE, "68": ALSACE} | {
    overseas: overseas for overseas in ("971", "972", "973", "974", "976")
}


def school_zone(department: str) -> str:
    """Return the zone of school holidays, A, B or C; empty in Corsica and overseas."""
    return _ZONE_OF.get(department, "")


def holiday_region(department: str) -> str:
    """Return the region of public holidays, as the holidays library names it; mostly none.

    Good Friday and 26 December are holidays in Moselle, Bas-Rhin and Haut-Rhin (code du travail,
    L. 3134-13); overseas departments keep the abolition of slavery (L. 3422-2).
    """
    return _REGION_OF.get(department, "")
