"""The page of a link in a mail; what it does is tested in usecases/test_mailed.py."""

import pytest

from tests.client import Browser


@pytest.mark.parametrize("token", ["faux", "a.b.c", "%00", "é"])
def test_a_false_link_says_that_nothing_was_done(client: Browser, token: str) -> None:
    page = client.visit(f"/courriel/{token}", 404)

    assert page.title == "Ce lien n’a plus d’effet"
    assert "Rien n’a été fait" in page.main
