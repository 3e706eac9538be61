"""Every address is closed to strangers, typed and written as the others."""

import re
from collections import Counter
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule

from booking import web
from tests.client import browser

SEGMENT = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*|<(int|string|path):[a-z_]+>)(\.[a-z]+)?|v1")


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def closed(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield the method and address of every route that is not public."""
    address = app.url_map.bind("localhost")
    for rule in rules(app):
        if rule.endpoint not in web.PUBLIC:
            values = {each: 1 for each in rule.arguments}
            path = address.build(rule.endpoint, values)
            yield from ((method, path) for method in sorted(rule.methods or ()))


def test_no_two_doors_have_one_address(app: Flask) -> None:
    asked = [
        (method, re.sub(r"<[^>]*>", "<>", rule.rule))
        for rule in rules(app)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]

    assert [each for each, times in Counter(asked).items() if times > 1] == []


def test_a_page_sends_an_anonymous_visitor_to_the_login(app: Flask, base: Connection) -> None:
    pages = [each for each in closed(app) if not each[1].startswith("/api/")]
    for method, path in pages:
        answer = browser(app).open(path, method=method)
        assert answer.status_code == 302, f"{method} {path} answers {answer.status_code}"
        assert answer.location.startswith("/connexion?suite="), path
    assert pages


def test_the_api_tells_an_anonymous_program_so(app: Flask, base: Connection) -> None:
    calls = [each for each in closed(app) if each[1].startswith("/api/")]
    for method, path in calls:
        answer = browser(app).open(path, method=method)
        assert answer.status_code == 401, f"{method} {path} answers {answer.status_code}"
        assert answer.content_type == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert method == "HEAD" or answer.get_json()["code"] == "not_signed_in"
    assert calls


def test_a_false_token_opens_nothing(app: Flask, base: Connection) -> None:
    for method, path in closed(app):
        if path.startswith("/api/"):
            headers = {"Authorization": "Bearer faux"}
            answer = browser(app).open(path, method=method, headers=headers)
            assert answer.status_code == 401, f"{method} {path}"


def test_the_public_list_names_routes_that_exist(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} >= web.PUBLIC


def test_addresses_are_in_kebab_case_with_typed_parameters(app: Flask) -> None:
    wrong = [
        rule.rule
        for rule in rules(app)
        for segment in rule.rule.strip("/").split("/")
        if segment and not SEGMENT.fullmatch(segment)
    ]

    assert [each for each in wrong if "static" not in each] == []


def test_reading_never_acts(app: Flask) -> None:
    acting = ("approve", "refuse", "cancel", "hand_over", "take_back", "revoke", "logout", "switch")
    for rule in rules(app):
        if rule.endpoint.rpartition(".")[2] in acting:
            assert (rule.methods or set()) <= {"POST", "OPTIONS"}, rule.rule


def test_a_page_answers_to_head_as_to_get(app: Flask, base: Connection) -> None:
    client = browser(app)
    for address in ("/connexion", "/mot-de-passe-oublie"):
        assert client.head(address).status_code == client.get(address).status_code == 200
