"""A program that calls the API and checks the shape of every refusal."""

from dataclasses import dataclass, replace
from typing import Any

from werkzeug.test import TestResponse

from booking.models.accounts import User
from booking.period import Period
from booking.rules.access import SERVICE
from booking.usecases import accounts
from tests.client import Browser
from tests.factories import next_weekend

API = "/api/v1"


@dataclass(frozen=True)
class Program:
    """Calls under /api/v1 with somebody's token, or with none."""

    client: Browser
    token: str = ""

    def of(self, user: User) -> "Program":
        """Return the same program with a new token of a person."""
        secret = accounts.new_secret()
        accounts.issue_token(SERVICE, user.email, secret, None)
        return replace(self, token=secret)

    def call(self, method: str, path: str, **given: Any) -> TestResponse:
        """Call, with the token in its header; nothing is checked."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= given.pop("headers", {})
        return self.client.open(API + path, method=method, headers=headers, **given)

    def get(self, path: str, status: int = 200, **given: Any) -> Any:
        """Read; return the body."""
        return read(self.call("GET", path, **given), status)

    def post(self, path: str, body: Any = None, status: int = 200, **given: Any) -> Any:
        """Write, with a JSON body if there is one; return the body of the answer."""
        content = given if body is None else given | {"json": body}
        return read(self.call("POST", path, **content), status)


def read(response: TestResponse, status: int) -> Any:
    """Return the body of an answer; a refusal must have the shape that programs rely on."""
    assert response.status_code == status, f"{response.status_code}: {response.text[:2000]}"
    if status < 400:
        return response.get_json()
    assert response.content_type == "application/problem+json"
    problem = response.get_json()
    assert problem["status"] == status, f"the body says {problem['status']}"
    assert problem["code"].replace("_", "").isalpha()
    assert problem["code"].islower()
    assert "{" not in problem["detail"], "a fact is missing from the sentence"
    assert problem["detail"].strip()
    assert problem["title"]
    return problem


def wish(*lines: tuple[str | int, object], period: Period | None = None, **facts: Any) -> Any:
    """Return the body of a request for some items over a weekend."""
    period = period or next_weekend()
    return {
        "starts_at": period.starts_at.isoformat(),
        "ends_at": period.ends_at.isoformat(),
        "purpose": "Fête de la Saint-Jean",
        "lines": [{"item": item, "quantity": quantity} for item, quantity in lines],
        **facts,
    }
