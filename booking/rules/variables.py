"""The variables that the articles of a paper may hold, each with its meaning.

One name may serve several kinds of paper. `block`: it stands alone in its paragraph and brings a
table, a list or fields. A text one always says something, or is missing: a hole, which must be
filled before the paper is issued. `kinds`: the papers in which it can say something.
"""

from dataclasses import dataclass, replace

from booking.paperwork import STANDALONE, PaperKind
from booking.rules.options import OPTIONS

EVERY = frozenset(PaperKind)
LONG = frozenset(STANDALONE)
LOANS = EVERY - LONG
"""Papers of one loan; the others bind for years."""
THINGS = LOANS | LONG - {PaperKind.FRAMEWORK}
"""Papers that name equipment."""


@dataclass(frozen=True)
class Variable:
    """What may be written between braces, and what it brings."""

    name: str
    meaning: str
    block: bool = False
    kinds: frozenset[PaperKind] = LOANS


def _party(role: str, said: str) -> tuple[Variable, ...]:
    return (
        Variable(f"{role}.nom", f"nom {said}", kinds=EVERY),
        Variable(f"{role}.nature", f"nature {said} (commune, communauté…)", kinds=EVERY),
        Variable(f"{role}.siren", f"SIREN {said}", kinds=EVERY),
        Variable(f"{role}.adresse", f"adresse {said}", kinds=EVERY),
        Variable(f"{role}.représentant", f"nom de qui signe pour le compte {said}", kinds=EVERY),
        Variable(f"{role}.qualité", f"qualité de qui signe pour le compte {said}", kinds=EVERY),
        Variable(f"{role}.acte", f"acte qui fonde la signature {said}", kinds=EVERY),
    )


ALL = (
    *_party("prêteur", "du prêteur"),
    *_party("emprunteur", "de l’emprunteur"),
    *_party("gestionnaire", "du gestionnaire"),
    Variable("numéro", "numéro du papier", kinds=EVERY),
    Variable("date", "date du papier", kinds=EVERY),
    Variable("territoire", "nom du territoire", kinds=EVERY),
    Variable("parc", "nom du parc", kinds=THINGS),
    Variable("base", "base juridique du prêt", kinds=EVERY),
    Variable("actes", "liste des actes visés", block=True, kinds=EVERY),
    Variable("cadre", "convention-cadre, avec son numéro"),
    Variable("gestion.acte", "acte qui habilite le gestionnaire", kinds=EVERY),
    Variable("objet", "objet du prêt"),
    Variable("lieu", "lieu d’utilisation"),
    Variable("bénéficiaire", "bénéficiaire final, avec sa nature"),
    Variable("engagement", "date du contrat d’engagement républicain"),
    Variable(
        "désignation",
        "tableau du matériel, avec les valeurs de remplacement",
        block=True,
        kinds=THINGS,
    ),
    Variable("quantité", "nombre d’objets prêtés", kinds=THINGS),
    Variable("période", "dates du prêt, en toutes lettres"),
    Variable("retrait", "jour et heure du retrait"),
    Variable("retour", "jour et heure du retour"),
    Variable("dépôts", "liste des dépôts, adresses et horaires", block=True, kinds=THINGS),
    Variable("transport", "qui transporte"),
    Variable("conditions", "liste des conditions d’usage et habilitations", block=True),
    Variable("opérateurs", "personnes qui accompagnent le matériel"),
    Variable("assurance", "assureur, contrat et échéance de l’emprunteur", block=True, kinds=EVERY),
    Variable("prix", "prix du prêt"),
    Variable("valeur", "valeur déclarée du matériel prêté", kinds=THINGS),
    Variable("caution", "montant et moyen de la caution"),
    Variable("contestation", "délai pour contester un constat", kinds=EVERY),
    Variable("tribunal", "juridiction compétente", kinds=EVERY),
    Variable("données.contact", "contact pour les données personnelles", kinds=EVERY),
    Variable(
        "copropriété",
        "liste des copropriétaires et de leurs quotes-parts",
        block=True,
        kinds=THINGS,
    ),
    Variable("début", "premier jour de la convention", kinds=LONG),
    Variable("fin", "dernier jour de la convention", kinds=LONG),
    Variable("reconduction", "reconduction tacite ou non, en toutes lettres", kinds=LONG),
    Variable("papier", "papier modifié ou constaté, avec son numéro"),
    Variable("rang", "rang de l’avenant", kinds=frozenset({PaperKind.AMENDMENT})),
    Variable(
        "modifications",
        "tableau de ce qui change, avant et après",
        block=True,
        kinds=frozenset({PaperKind.AMENDMENT}),
    ),
)
VARIABLES = {each.name: each for each in ALL}


def _add_typed(kind: PaperKind, name: str, label: str) -> None:
    known = VARIABLES.get(name, Variable(name, label, kinds=frozenset()))
    VARIABLES[name] = replace(known, kinds=known.kinds | {kind})


for _kind, _options in OPTIONS.items():
    for _option in _options:
        _add_typed(_kind, _option.name, _option.label)


def serving(kind: PaperKind) -> tuple[Variable, ...]:
    """Return the variables that can say something in a kind of paper."""
    return tuple(each for each in VARIABLES.values() if kind in each.kinds)
