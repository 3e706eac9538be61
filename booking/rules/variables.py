"""The variables that the articles of a paper may hold, each with its meaning.

One name may serve several kinds of paper. `block`: it stands alone in its paragraph and brings a
table, a list or fields. A text one always says something, or is missing: a hole, which must be
filled before the paper is issued. `kinds`: the papers in which it can say something.
"""

from dataclasses import dataclass, replace

from booking.paperwork import STANDALONE, PaperKind
from booking.rules.options import OPTIONS, Option

EVERY = frozenset(PaperKind)
LONG = frozenset(STANDALONE)
LOANS = EVERY - LONG
"""Papers of one loan; the others bind for years."""
LENDING = LOANS | {PaperKind.FRAMEWORK}
POOLS = LOANS | {PaperKind.MANAGEMENT, PaperKind.CO_OWNERSHIP}
STORED = frozenset({PaperKind.STORAGE})
MANAGED = frozenset({PaperKind.MANAGEMENT})
SHARED = frozenset({PaperKind.CO_OWNERSHIP})
CHANGED = frozenset({PaperKind.AMENDMENT})


@dataclass(frozen=True)
class Variable:
    """What may be written between braces, and what it brings."""

    name: str
    meaning: str
    block: bool = False
    kinds: frozenset[PaperKind] = LOANS


def _party(role: str, said: str, kinds: frozenset[PaperKind] = EVERY) -> tuple[Variable, ...]:
    return tuple(
        Variable(f"{role}.{name}", meaning, kinds=kinds)
        for name, meaning in (
            ("nom", f"nom {said}"),
            ("nature", f"nature {said} (commune, communauté…)"),
            ("siren", f"SIREN {said}"),
            ("adresse", f"adresse {said}"),
            ("représentant", f"nom de qui signe pour le compte {said}"),
            ("qualité", f"qualité de qui signe pour le compte {said}"),
            ("acte", f"acte qui fonde la signature {said}"),
        )
    )


def _block(name: str, meaning: str, kinds: frozenset[PaperKind] = LOANS) -> Variable:
    return Variable(name, meaning, block=True, kinds=kinds)


ALL = (
    *_party("prêteur", "du prêteur"),
    *_party("emprunteur", "de l’emprunteur", LENDING),
    *_party("gestionnaire", "du gestionnaire"),
    *_party("propriétaire", "du propriétaire", LONG),
    *_party("dépositaire", "du dépositaire", STORED),
    Variable("numéro", "numéro du document", kinds=EVERY),
    Variable("date", "date du document", kinds=EVERY),
    Variable("territoire", "nom du territoire", kinds=EVERY),
    Variable("parc", "nom du parc", kinds=POOLS),
    Variable("base", "base juridique du prêt", kinds=POOLS | {PaperKind.FRAMEWORK}),
    _block("actes", "liste des actes visés", EVERY),
    Variable("cadre", "convention-cadre, avec son numéro"),
    Variable("gestion.acte", "acte ou règles selon lesquels le gestionnaire agit"),
    Variable("gestionnaire.contact", "courriel ou téléphone du gestionnaire"),
    Variable("contact", "personne à joindre chez l’emprunteur"),
    Variable("objet", "objet du prêt"),
    Variable("lieu", "lieu d’utilisation"),
    Variable("bénéficiaire", "bénéficiaire final, avec sa nature"),
    Variable("engagement", "date du contrat d’engagement républicain"),
    _block("désignation", "tableau du matériel, avec les valeurs de remplacement"),
    Variable("quantité", "nombre d’objets prêtés"),
    Variable("période", "dates du prêt, en toutes lettres"),
    Variable("retrait", "jour et heure du retrait"),
    Variable("retour", "jour et heure du retour"),
    _block("dépôts", "liste des dépôts, adresses et horaires"),
    Variable("transport", "qui transporte"),
    _block("conditions", "liste des conditions d’usage et habilitations"),
    Variable("opérateurs", "personnes qui accompagnent le matériel"),
    _block("assurance", "assureur, contrat et échéance de l’emprunteur"),
    Variable("attestation", "ce qui est connu de l’attestation d’assurance"),
    Variable("prix", "prix du prêt"),
    Variable("valeur", "valeur déclarée du matériel prêté"),
    Variable("garantie", "montant et moyen du dépôt de garantie"),
    Variable("annulation", "jusqu’à quand annuler librement"),
    Variable("contestation", "délai pour contester un constat", kinds=EVERY),
    Variable("tribunal", "juridiction compétente", kinds=EVERY),
    Variable("données.contact", "contact pour les données personnelles", kinds=EVERY),
    _block("copropriété", "liste des copropriétaires et de leurs quotes-parts", LOANS | SHARED),
    _block("biens", "tableau du matériel en copropriété", SHARED),
    Variable("copropriété.base", "base juridique de la copropriété", kinds=SHARED),
    Variable("actes.requis", "de qui les actes sont requis pour prêter", kinds=SHARED),
    Variable("début", "premier jour de la convention", kinds=LONG),
    Variable("fin", "dernier jour de la convention", kinds=LONG),
    Variable("reconduction", "reconduction tacite ou non, en toutes lettres", kinds=LONG),
    Variable("dépôt", "dépôt de la convention de stockage, avec son adresse", kinds=STORED),
    _block("inventaire", "tableau du matériel déposé, avec les valeurs", STORED),
    _block("parcs", "tableau des parcs gérés", MANAGED),
    Variable("gestion.base", "base juridique de la gestion", kinds=MANAGED),
    Variable("papier", "document modifié ou constaté, avec son numéro"),
    Variable("rang", "rang de l’avenant", kinds=CHANGED),
    _block("modifications", "tableau de ce qui change, avant et après", CHANGED),
    _block("relevé", "tableau des quantités, états et propreté"),
    _block("accessoires", "tableau des accessoires à compter"),
    _block("préparation", "tableaux à préparer, dépôt par dépôt"),
    _block("livraison", "tableaux à livrer, dépôt par dépôt"),
)
VARIABLES = {each.name: each for each in ALL}


def _add_typed(kind: PaperKind, option: Option) -> None:
    fresh = Variable(option.name, option.label, option.block, frozenset())
    known = VARIABLES.get(option.name, fresh)
    VARIABLES[option.name] = replace(known, kinds=known.kinds | {kind})


for _kind, _options in OPTIONS.items():
    for _option in _options:
        _add_typed(_kind, _option)


def serving(kind: PaperKind) -> tuple[Variable, ...]:
    """Return the variables that can say something in a kind of paper."""
    return tuple(each for each in VARIABLES.values() if kind in each.kinds)
