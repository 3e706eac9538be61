"""Measures without pauses of memory: one collection of all lasts as long as what is timed."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_pause() -> Iterator[None]:
    """Collect before, and not meanwhile: in turns, the pause would fall on the same of two."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
