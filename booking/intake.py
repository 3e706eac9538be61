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
    APPLIED = "applied", "Enregistré"
    DROPPED = "dropped", "Abandonné"


class Outcome(Word):
    """What becomes of a line of an inventory."""

    CREATE = "create", "créé"
    CHANGE = "change", "modifié"
    SAME = "same", "déjà en place"
    WRONG = "wrong", "à corriger"


class FigureChange(Word):
    """What the official figures of a year change (E66)."""

    POPULATION = "population", "Population"
    NAME = "name", "Nom"
    SIREN = "siren", "SIREN"
    JOINING = "joining", "Rejoint l’EPCI"
    LEAVING = "leaving", "Quitte l’EPCI"
    MERGED = "merged", "Disparaît : fusion de communes"
    ELSEWHERE = "elsewhere", "Déjà connue d’un autre territoire"
