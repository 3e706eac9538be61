"""What the journal tells in French of incidents: told, noted, estimated, closed."""

from booking.handling import Charged
from booking.vocabulary import Word

ACTS: dict[str, str] = {
    "close_incident": "a clos l’incident",
    "note_incident": "a noté",
    "report_incident": "a signalé un incident",
}

FIELDS: dict[str, str] = {
    "charged": "imputation proposée",
    "circumstances": "circonstances",
    "complaint": "plainte",
    "estimate_cents": "estimation",
    "injured": "personnes blessées",
    "measures": "mesures prises",
    "on_return": "hors service à son retour",
    "others": "tiers en cause",
    "witnesses": "témoins",
}

CHOICES: dict[str, type[Word]] = {"charged": Charged}

THINGS: dict[str, str] = {"incident": "un incident"}
