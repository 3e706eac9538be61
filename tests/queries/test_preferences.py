"""What a person chose of our messages."""

import pytest

from booking.queries import preferences
from booking.rules.preferences import Wants
from tests.factories import make_scene

pytestmark = pytest.mark.usefixtures("base")


def test_who_chose_nothing_gets_everything_at_once() -> None:
    assert preferences.of(make_scene().secretary) == Wants()
