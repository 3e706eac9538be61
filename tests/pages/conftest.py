"""The examining client and a small territory, for the tests of pages."""

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.client import Browser, browser
from tests.pages.place import Place, make_place


@pytest.fixture
def client(app: Flask, base: Connection) -> Browser:
    """Give a browser that examines what it fetches."""
    return browser(app)


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows, one that lends, and a stranger."""
    return make_place()
