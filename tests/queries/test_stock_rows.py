"""How many questions it takes to know what is free, and what was there before."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.models.catalogue import StockMovement
from booking.period import Period
from booking.queries.availability import Reading, supplies
from booking.vocabulary import Movement
from tests.factories import Scene, make_numbered, make_scene, next_weekend, take
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)
