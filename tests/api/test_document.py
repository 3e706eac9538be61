"""What the API says of itself: an OpenAPI document that tells the truth."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.api.program import Program

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(program: Program) -> dict[str, Any]:
    """Give the document, as anybody may read it."""
    found: dict[str, Any] = program.get("/openapi.json")
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }


def test_the_document_has_the_shape_of_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Parc commun"
    assert document["info"]["version"]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["security"] == [{"token": []}]


def test_every_route_is_in_the_document_and_nothing_else(
    app: Flask, document: dict[str, Any]
) -> None:
    routes = {
        f"{method} " + re.sub(r"<[a-z]+:([a-z_]+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.endpoint.startswith("api-docs")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert operations(document).keys() == routes


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = re.findall(r"'\$ref': '#/([^']+)'", str(document))
    for path in found:
        node: Any = document
        for step in path.split("/"):
            assert step in node, path
            node = node[step]
    assert found


def test_every_operation_says_what_it_does_and_answers(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert operation["summary"].endswith("."), name
        assert any(status.startswith("2") for status in operation["responses"]), name
        for parameter in operation.get("parameters", []):
            assert parameter["in"] in ("query", "path"), name
            assert parameter["schema"], name
    ids = [each.get("operationId") for each in operations(document).values()]
    assert len(set(filter(None, ids))) == len(list(filter(None, ids)))


def test_every_parameter_of_a_path_is_described(document: dict[str, Any]) -> None:
    for path, described in document["paths"].items():
        named = set(re.findall(r"{([a-z_]+)}", path))
        for method in described.keys() & METHODS:
            given = described.get("parameters", []) + described[method].get("parameters", [])
            assert named == {each["name"] for each in given if each["in"] == "path"}, path
