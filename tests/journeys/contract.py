"""A program of others': it knows an address, a token and openapi.json, and holds us to it."""

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any

from tests.journeys.service import fetch

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


@dataclass
class Program:
    """One client; each answer is compared with what the service promises of it."""

    url: str
    token: str = ""

    def get(self, path: str, expected: int = 200) -> Any:
        """Read something."""
        return self._call("GET", path, None, expected)

    def post(self, path: str, body: Any = None, expected: int = 200) -> Any:
        """Do something; no body at all when none is given."""
        return self._call("POST", path, body, expected)

    def pdf(self, path: str) -> bytes:
        """Read a paper."""
        answer = fetch(f"{self.url}/api/v1{path}", Authorization=f"Bearer {self.token}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
        return answer.body

    def _call(self, method: str, path: str, body: Any, expected: int) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["Content_Type"] = "application/json"
        written = None if body is None else json.dumps(body).encode()
        answer = fetch(f"{self.url}/api/v1{path}", method=method, body=written, **headers)
        assert answer.status == expected, (method, path, answer.status, answer.body.decode())
        said = json.loads(answer.body)
        kind = "application/problem+json" if expected >= 400 else "application/json"
        assert answer.headers["Content-Type"] == kind
        if expected >= 400:
            assert said["status"] == expected
            assert said["detail"]
            assert said["code"]
        else:
            self._check(said, self._promise(method, path.partition("?")[0], expected), path)
        return said

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return openapi.json, which needs no token."""
        answer = fetch(f"{self.url}/api/v1/openapi.json")
        assert answer.status == 200
        read: dict[str, Any] = json.loads(answer.body)
        return read

    def _promise(self, method: str, path: str, status: int) -> dict[str, Any]:
        """Return the schema promised for an answer."""
        for pattern, calls in self.document["paths"].items():
            if _fits(f"/api/v1{path}", pattern) and method.lower() in calls:
                answer = calls[method.lower()]["responses"][str(status)]
                promised: dict[str, Any] = answer["content"]["application/json"]["schema"]
                return promised
        raise AssertionError(f"openapi.json says nothing of {method} {path}")

    def _check(self, said: Any, schema: dict[str, Any], where: str) -> None:
        """Compare: the type, every key promised is there, none that is not, and inside."""
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "type" not in schema:
            return
        named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert isinstance(said, tuple(each for name in named for each in TYPES[name])), where
        if isinstance(said, list):
            for each in said:
                self._check(each, schema.get("items", {}), f"{where}[]")
        if isinstance(said, dict) and "properties" in schema:
            assert set(said) == set(schema["properties"]), where
            for name, inner in schema["properties"].items():
                self._check(said[name], inner, f"{where}.{name}")


def _fits(path: str, pattern: str) -> bool:
    pairs = list(zip_longest(path.split("/"), pattern.split("/"), fillvalue=""))
    return all(given == wanted or (given and wanted.startswith("{")) for given, wanted in pairs)
