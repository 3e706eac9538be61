"""The journal says what was done at the counter."""

import pytest

from booking.documents import counter_trail, history


@pytest.mark.parametrize("act", sorted(counter_trail.ACTS))
def test_each_act_of_the_counter_has_its_words_in_the_history(act: str) -> None:
    assert history.ACTS[act] == counter_trail.ACTS[act]
