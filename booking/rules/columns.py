"""Which column of a sheet says what, whatever it is called and wherever it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from booking.rules.cells import Cell, fold, text

Cells = Sequence[Cell]
FARTHEST = 40
"""A header is looked for in the first rows: titles, dates and notes stand before it."""


@dataclass(frozen=True)
class Column:
    """A column: its field, the title exports give it, other names it is known under."""

    field: str
    title: str
    others: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name, as names are compared, the surest first."""
        return tuple(dict.fromkeys(fold(each) for each in (self.title, *self.others.split("|"))))


COLUMNS = (
    Column(
        "reference",
        "Référence",
        "réf | n° inventaire | numéro d'inventaire | code | code article | "
        "référence interne | n° | numéro | identifiant | n° d'inventaire | "
        "réf article | code matériel",
    ),
    Column(
        "name",
        "Désignation",
        "libellé | nom | intitulé | article | matériel | désignation du matériel | "
        "nature | objet | équipement | désignation article | nom du matériel",
    ),
    Column(
        "family",
        "Famille",
        "catégorie | type | groupe | rubrique | type de matériel",
    ),
    Column(
        "pool",
        "Parc",
        "parc de prêt | parc de matériel",
    ),
    Column(
        "owner",
        "Propriétaire",
        "propriétaires | appartient à | commune propriétaire | collectivité | détenteur",
    ),
    Column(
        "depot",
        "Dépôt",
        "lieu de stockage | lieu | stockage | emplacement | localisation | site | "
        "magasin | lieu de dépôt | stocké à | local",
    ),
    Column(
        "tracking",
        "Suivi",
        "mode de suivi | gestion | suivi par | suivi à l'unité | numéroté | lot ou unité",
    ),
    Column(
        "quantity",
        "Quantité",
        "qté | qte | nombre | nb | nbre | stock | quantités | effectif | qté totale | "
        "quantité totale | quantité en stock | total",
    ),
    Column(
        "replacement_cents",
        "Valeur unitaire",
        "valeur de remplacement | valeur à neuf | valeur | prix unitaire | prix | pu | "
        "p u | valeur assurée | prix unitaire ttc | pu ttc | valeur unitaire ttc",
    ),
    Column(
        "preparation_before_hours",
        "Préparation (heures)",
        "preparation_h | temps de préparation",
    ),
    Column(
        "preparation_after_hours",
        "Remise en état (heures)",
        "remise_en_etat_h | remise en état | séchage | temps de remise en état",
    ),
    Column(
        "requirements",
        "Exigences",
        "exigence | conditions | habilitation | contrôles",
    ),
    Column(
        "equipment",
        "Genre",
        "genre de matériel | nature réglementaire | genre d'équipement | type d'équipement",
    ),
    Column(
        "companion",
        "Accompagnateur",
        "opérateur | agent | accompagnateurs",
    ),
    Column(
        "transport",
        "Transport",
        "moyen de transport | véhicule",
    ),
    Column(
        "description",
        "Description",
        "observations | observation | remarques | remarque | commentaire | "
        "commentaires | détail | caractéristiques | notes",
    ),
    Column(
        "purchase_cents",
        "Prix d’achat",
        "prix d'achat unitaire | coût d'achat | montant d'achat | prix d'acquisition | "
        "valeur d'achat | prix achat | valeur d'acquisition | prix d'achat ttc",
    ),
    Column(
        "purchased_on",
        "Date d’achat",
        "acheté le | date d'acquisition | année d'achat | date achat | acquis le | "
        "année d'acquisition | date de mise en service",
    ),
    Column(
        "renew_on",
        "Renouvellement prévu",
        "renouvellement | à renouveler en | date de renouvellement | fin de vie",
    ),
    Column(
        "stage",
        "Étape",
        "cycle de vie | étape de vie",
    ),
    Column(
        "formality",
        "Formalité",
        "formalités | papier | type de convention",
    ),
    Column(
        "contact",
        "Contact",
        "référent | responsable | personne à contacter",
    ),
    Column(
        "instructions",
        "Consignes",
        "consigne | consignes d'utilisation | mode d'emploi | précautions",
    ),
    Column(
        "pack_quantity",
        "Conditionné par",
        "conditionnement | quantité par lot | quantité par rack | nombre par chariot",
    ),
    Column(
        "pack_name",
        "Type de conditionnement",
        "contenant | type de contenant",
    ),
)
TITLES = {column.field: column.title for column in COLUMNS}


@dataclass(frozen=True)
class Layout:
    """What the columns of a kind of file may be, and of which fields it names at least one each."""

    columns: Sequence[Column]
    needed: Sequence[frozenset[str]]

    @cached_property
    def ranks(self) -> dict[str, tuple[str, int]]:
        """Return, by name of column, its field and how surely it is meant (0 is best)."""
        return {
            name: (column.field, rank)
            for column in reversed(self.columns)
            for rank, name in enumerate(column.names)
        }


INVENTORY = Layout(COLUMNS, (frozenset({"name"}),))


@dataclass(frozen=True)
class Header:
    """Where the header stands, which column holds each field, and the titles not taken up."""

    row: int  # from 0
    places: Mapping[str, int]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


def find(rows: Sequence[Cells], layout: Layout = INVENTORY) -> Header | None:
    """Return the header of a table: of its first rows, that which names most columns."""
    found = [_read(rank, row, layout) for rank, row in enumerate(rows[:FARTHEST])]
    best = max(found, key=lambda header: (len(header.places), -header.row), default=None)
    if best is None or len(best.places) < 2:
        return None
    return best if all(each & best.places.keys() for each in layout.needed) else None


def _read(rank: int, row: Cells, layout: Layout) -> Header:
    named: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(row):
        field, surety = _field(text(cell), layout)
        if field and (field not in named or surety < named[field][0]):
            named[field] = (surety, place)
    places = {field: place for field, (_, place) in named.items()}
    rest = [text(cell) for place, cell in enumerate(row) if place not in places.values()]
    titles = {field: text(row[place]) for field, place in places.items()}
    return Header(rank, places, titles, tuple(each for each in rest if each))


def _field(title: str, layout: Layout) -> tuple[str, int]:
    """Return which field a title names, and how surely (0 is best); nothing when it is unknown."""
    bare = re.sub(r"\([^)]*\)|\*", " ", title)
    for said in (title, bare, re.sub(r"\ben\s+(?:€|euros?)|€", " ", bare)):
        if found := layout.ranks.get(fold(said)):
            return found
    return "", 0
