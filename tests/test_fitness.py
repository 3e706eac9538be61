"""The closed lists of what is checked."""

import pytest

from booking import fitness
from booking.vocabulary import Word

LISTS = [each for each in vars(fitness).values() if isinstance(each, type) and each is not Word]


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_each_word_has_a_label_of_its_own(words: type[Word]) -> None:
    labels = [word.label for word in words]

    assert len(set(labels)) == len(labels)
    assert all(labels)
