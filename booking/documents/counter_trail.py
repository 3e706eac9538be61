"""What the journal says of the counter: what left, came back, was contested and closed."""

ACTS: dict[str, str] = {
    "hand_over": "a remis",
    "hand_over_more": "a remis la suite de",
    "take_back": "a repris au retour",
    "take_back_part": "a repris une partie",
    "contest": "a contesté le retour de",
    "answer_contest": "a répondu à la contestation de",
    "close_loan": "a clôturé",
    "lend": "a prêté au comptoir, sans délai de demande,",
    "remind_return": "a rappelé le retour à",
}
