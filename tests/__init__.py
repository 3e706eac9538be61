"""Tests, floor by floor: the same names as in `booking`."""
