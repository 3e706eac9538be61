"""What the journal says of the counter: what left, came back, was contested and closed."""

ACTS: dict[str, str] = {
    "hand_over": "a remis le matériel",
    "hand_over_more": "a remis la suite du matériel",
    "take_back": "a repris le matériel",
    "take_back_part": "a repris une partie du matériel",
    "contest": "a contesté le constat du retour",
    "answer_contest": "a répondu à la contestation",
    "close_loan": "a clôturé le prêt",
    "lend": "a prêté au comptoir, sans délai de demande",
    "remind_return": "a rappelé le retour à",
}
