"""Every refusal says itself to a secretary: one sentence, none of our own words."""

import pytest

from booking.documents.refusals import REFUSALS


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_one_french_sentence_without_our_words(code: str) -> None:
    sentence = REFUSALS[code]

    assert sentence[0].isupper() or sentence.startswith(("{", "«"))
    assert "'" not in sentence
    assert not {"item", "pool", "workflow", "token"} & set(sentence.lower().split())
