"""Which returns are to be asked for, in one statement, whatever is out."""

import pytest

from booking import clock
from booking.queries import lateness
from tests.factories import make_scene, next_weekend, row, set_clock
from tests.usecases.tending import DAY, hand_over
from tests.watch import statements

pytestmark = pytest.mark.usefixtures("base")
