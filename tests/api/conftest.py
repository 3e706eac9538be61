"""A program with a token, and the same small territory as the pages have."""

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.api.program import Program
from tests.client import browser
from tests.pages.place import Place, make_place


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows, one that lends, and a stranger."""
    return make_place()


@pytest.fixture
def program(app: Flask, base: Connection) -> Program:
    """Give a program without a token."""
    return Program(browser(app))
