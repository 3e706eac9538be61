"""What the journal tells in French of acts, of how papers are signed, of prices and deposits."""

from booking.paperwork import Means, PaperKind
from booking.vocabulary import ActKind, Word

ACTS: dict[str, str] = {
    "give_back": "a rendu la signature au propriétaire, faute de délégation en vigueur :",
    "give_back_deposit": "a rendu le dépôt de garantie",
    "set_papers": "a réglé les documents et leurs signatures",
    "set_price": "a fixé le prix et le dépôt de garantie",
    "sign_at_counter": "a signé au comptoir",
    "take_deposit": "a reçu le dépôt de garantie",
}

FIELDS: dict[str, str] = {
    "act_kind": "nature",
    "act_title": "objet",
    "delegated_by": "délégation reçue de",
    "file": "fichier",
    "needs_act": "acte exigé avant signature",
    "owners_word": "rédaction par les propriétaires",
    "partner": "donnée à, ou signée avec",
    "taken_on": "date de l’acte",
    "transmitted_on": "transmis le",
} | {f"signed_{kind}": f"signatures admises, {kind.label}" for kind in PaperKind}

CHOICES: dict[str, type[Word]] = {"act_kind": ActKind} | {
    f"signed_{kind}": Means for kind in PaperKind
}

THINGS: dict[str, str] = {"act": "un acte"}

WORDS: dict[str, str] = {
    "price": "prix",
    "deposit": "dépôt de garantie",
    "deposit_means": "moyen du dépôt de garantie",
}
"""What was agreed of the money of a loan, before and after."""
