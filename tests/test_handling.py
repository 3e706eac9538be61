"""The closed lists of the counter."""

import pytest

from booking import handling
from booking.handling import REMIND_DAYS
from booking.vocabulary import Word

LISTS = [each for each in vars(handling).values() if isinstance(each, type) and each is not Word]


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_each_word_has_a_label_of_its_own(words: type[Word]) -> None:
    labels = [word.label for word in words]

    assert len(set(labels)) == len(labels)
    assert all(labels)


def test_a_return_is_asked_for_before_its_day_on_it_and_after_it() -> None:
    assert list(REMIND_DAYS) == sorted(set(REMIND_DAYS))
    assert REMIND_DAYS[0] < 0 < REMIND_DAYS[-1]
    assert 0 in REMIND_DAYS
