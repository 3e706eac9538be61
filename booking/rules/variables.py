"""The variables that the articles of a paper may hold, each with its meaning.

One name may serve several kinds of paper. `block`: it stands alone in its paragraph and brings a
table, a list or fields. A text one always says something, or is missing: a hole, which must be
filled before the paper is issued.
"""

from dataclasses import dataclass

from booking.rules.options import OPTIONS


@dataclass(frozen=True)
class Variable:
    """What may be written between braces, and what it brings."""

    name: str
    meaning: str
    block: bool = False


def _party(role: str, said: str) -> tuple[Variable, ...]:
    return (
        Variable(f"{role}.nom", f"nom {said}"),
        Variable(f"{role}.nature", f"nature {said} (commune, communauté…)"),
        Variable(f"{role}.siren", f"SIREN {said}"),
        Variable(f"{role}.adresse", f"adresse {said}"),
        Variable(f"{role}.représentant", f"nom de qui signe pour le compte {said}"),
        Variable(f"{role}.qualité", f"qualité de qui signe pour le compte {said}"),
        Variable(f"{role}.acte", f"acte qui fonde la signature {said}"),
    )


ALL = (
    *_party("prêteur", "du prêteur"),
    *_party("emprunteur", "de l’emprunteur"),
    *_party("gestionnaire", "du gestionnaire"),
    Variable("numéro", "numéro du papier"),
    Variable("date", "date du papier"),
    Variable("territoire", "nom du territoire"),
    Variable("parc", "nom du parc"),
    Variable("base", "base juridique du prêt"),
    Variable("actes", "liste des actes visés", block=True),
    Variable("cadre", "convention-cadre, avec son numéro"),
    Variable("gestion.acte", "acte qui habilite le gestionnaire"),
    Variable("objet", "objet du prêt"),
    Variable("lieu", "lieu d’utilisation"),
    Variable("bénéficiaire", "bénéficiaire final, avec sa nature"),
    Variable("engagement", "date du contrat d’engagement républicain"),
    Variable("désignation", "tableau du matériel, avec les valeurs de remplacement", block=True),
    Variable("quantité", "nombre d’objets prêtés"),
    Variable("période", "dates du prêt, en toutes lettres"),
    Variable("retrait", "jour et heure du retrait"),
    Variable("retour", "jour et heure du retour"),
    Variable("dépôts", "liste des dépôts, adresses et horaires", block=True),
    Variable("transport", "qui transporte"),
    Variable("conditions", "liste des conditions d’usage et habilitations", block=True),
    Variable("opérateurs", "personnes qui accompagnent le matériel"),
    Variable("assurance", "assureur, contrat et échéance de l’emprunteur", block=True),
    Variable("prix", "prix du prêt"),
    Variable("valeur", "valeur déclarée du matériel prêté"),
    Variable("caution", "montant et moyen de la caution"),
    Variable("contestation", "délai pour contester un constat"),
    Variable("tribunal", "juridiction compétente"),
    Variable("données.contact", "contact pour les données personnelles"),
    Variable("copropriété", "liste des copropriétaires et de leurs quotes-parts", block=True),
    Variable("début", "premier jour de la convention"),
    Variable("fin", "dernier jour de la convention"),
    Variable("reconduction", "reconduction tacite ou non, en toutes lettres"),
    Variable("papier", "papier modifié ou constaté, avec son numéro"),
    Variable("rang", "rang de l’avenant"),
    Variable("modifications", "tableau de ce qui change, avant et après", block=True),
    *_party("propriétaire", "du propriétaire"),
    *_party("dépositaire", "du dépositaire"),
    Variable("annulation", "jusqu’à quand annuler librement"),
    Variable("attestation", "ce qui est connu de l’attestation d’assurance"),
    Variable("contact", "personne à joindre chez l’emprunteur"),
    Variable("gestionnaire.contact", "courriel ou téléphone du gestionnaire"),
    Variable("dépôt", "dépôt de la convention de stockage, avec son adresse"),
    Variable("inventaire", "tableau du matériel déposé, avec les valeurs", block=True),
    Variable("parcs", "tableau des parcs gérés", block=True),
    Variable("gestion.base", "base juridique de la gestion"),
    Variable("biens", "tableau du matériel en copropriété", block=True),
    Variable("actes.requis", "de qui les actes sont requis pour prêter"),
    Variable("relevé", "tableau des quantités, états et propreté", block=True),
    Variable("accessoires", "tableau des accessoires à compter", block=True),
    Variable("préparation", "tableaux à préparer, dépôt par dépôt", block=True),
    Variable("livraison", "tableaux à livrer, dépôt par dépôt", block=True),
)
TYPED = tuple(
    Variable(each.name, each.label, each.block) for several in OPTIONS.values() for each in several
)
VARIABLES = {each.name: each for each in (*ALL, *TYPED)}
