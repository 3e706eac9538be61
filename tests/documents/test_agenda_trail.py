"""The journal says what became of agendas of elsewhere."""

import pytest

from booking.documents import agenda_trail, history


@pytest.mark.parametrize("act", sorted(agenda_trail.ACTS))
def test_each_act_on_an_agenda_has_its_words_in_the_history(act: str) -> None:
    assert history.ACTS[act] == agenda_trail.ACTS[act]
