"""The closed lists of the counter: what leaves, what is back, its state, what went wrong."""

from booking.vocabulary import Word


class Direction(Word):
    """Which way things pass the counter."""

    OUT = "out", "remise"
    BACK = "back", "retour"


class Wear(Word):
    """In which state a thing leaves or comes back (domain § 2.4)."""

    NEW = "new", "neuf"
    GOOD = "good", "bon"
    WORN = "worn", "usagé"
    TO_REPAIR = "to_repair", "à réparer"
    OUT_OF_SERVICE = "out_of_service", "hors service"


class Meter(Word):
    """What is read on a thing when it leaves and when it is back (E27, E75)."""

    HOURS = "hours", "compteur d’heures"
    KM = "km", "compteur kilométrique"
    ENERGY = "energy", "carburant ou charge (%)"


class Rating(Word):
    """How a borrower found a loan, asked at the return (E42)."""

    WELL = "well", "bien"
    FAIR = "fair", "moyen"
    BADLY = "badly", "mal"


class IncidentKind(Word):
    """What went wrong with a thing."""

    DAMAGE = "damage", "dégradation"
    MISSING = "missing", "manquant"
    THEFT = "theft", "vol"
    ACCIDENT = "accident", "accident"
    BREAKDOWN = "breakdown", "panne"


class IncidentState(Word):
    """Where an incident stands."""

    OPEN = "open", "Ouvert"
    ESTIMATED = "estimated", "Estimé"
    CLOSED = "closed", "Clos"


class Charged(Word):
    """Who is proposed to bear the cost of an incident."""

    BORROWER = "borrower", "l’emprunteur"
    LENDER = "lender", "le prêteur"
    INSURER = "insurer", "un assureur"
    OTHER = "other", "un tiers"
    NOBODY = "nobody", "personne"


class Outcome(Word):
    """What became of the things of an incident that is closed."""

    REPAIRED = "repaired", "réparé, de nouveau prêté"
    FOUND = "found", "retrouvé, de nouveau prêté"
    LOST = "lost", "perdu ou réformé"
    UNTOUCHED = "untouched", "sans suite"


REMIND_DAYS = (-2, 0, 1, 3)
"""When a return is asked for, in days from its day, unless a pool says otherwise."""
MOST_SHOTS = 12
"""So many photos of state one passage, or one incident, keeps."""
CONTEST_DAYS = 3
"""Working days to contest a report that one did not sign, unless a pool says otherwise."""
