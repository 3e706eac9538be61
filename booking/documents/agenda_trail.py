"""What the journal says of agendas of elsewhere that take things."""

ACTS: dict[str, str] = {
    "follow_agenda": "a suivi un agenda extérieur",
    "leave_agenda": "a cessé de suivre un agenda extérieur",
    "read_agenda": "a repris les changements d’un agenda extérieur",
}
