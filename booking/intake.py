"""The closed lists of what is brought in: files and official figures."""

from booking.vocabulary import Word


class ImportKind(Word):
    """What a file brought in is about."""

    INVENTORY = "inventory", "Inventaire"
    PROMISES = "promises", "Promesses déjà faites"


class ImportState(Word):
    """Where an inventory brought in stands (E15)."""

    READING = "reading", "En cours de lecture"
    READ = "read", "À confirmer"
    APPLYING = "applying", "En cours d’enregistrement"
    APPLIED = "applied", "Enregistré"
    DROPPED = "dropped", "Abandonné"


class Outcome(Word):
    """What becomes of a line of an inventory, or of promises."""

    CREATE = "create", "créé"
    CHANGE = "change", "modifié"
    SAME = "same", "déjà en place"
    WRONG = "wrong", "à corriger"
    SHORT = "short", "en conflit"  # of promises: too few are free
    DONE = "done", "enregistrée"  # of promises, each entered by itself


class FigureChange(Word):
    """What the official figures of a year change (E66)."""

    POPULATION = "population", "Population"
    NAME = "name", "Nom"
    SIREN = "siren", "SIREN"
    JOINING = "joining", "Rejoint l’EPCI"
    LEAVING = "leaving", "Quitte l’EPCI"
    MERGED = "merged", "Disparaît : fusion de communes"
    ELSEWHERE = "elsewhere", "Déjà connue d’un autre territoire"
