"""One of many processes that ask at the same moment: a script that imports little, to start fast.

It reads its job, one line of JSON, says that it is ready, and begins when its input is closed.
Each answer is a line of JSON on its output.
"""

import json
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import Any

PATIENCE = 60.0
"""Seconds for one answer: dozens of others wait for theirs."""
PAUSE = 0.1
"""Seconds before asking again: shorter than what Retry-After says, which is harder to bear."""
CUT = 0
"""Stands for the status where there was no answer."""

Answer = dict[str, Any]


def post(port: int, token: str, asked: dict[str, Any], patience: float = PATIENCE) -> Answer:
    """Ask once; return the answer, or what happened instead of one."""
    door = HTTPConnection("127.0.0.1", port, timeout=patience)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    key = asked["request_key"]
    try:
        door.request("POST", "/api/v1/reservations", json.dumps(asked), headers)
        answer = door.getresponse()
        after, text = answer.headers["Retry-After"], answer.read()
    except (OSError, HTTPException) as failure:
        return {"key": key, "status": CUT, "retry_after": None, "body": {"code": repr(failure)}}
    finally:
        door.close()
    is_json = answer.headers.get_content_subtype().endswith("json")
    body = json.loads(text) if is_json else {"code": text.decode()}
    return {"key": key, "status": answer.status, "retry_after": after, "body": body}


def work(job: dict[str, Any]) -> None:
    """Ask one thing after the other; when the service is away, again under the same key.

    One without patience leaves at the first 503 instead, never to know what became of its ask.
    """
    for asked in job["asks"]:
        while (answer := post(job["port"], job["token"], asked))["status"] == 503:
            say(answer)
            if not job["patient"]:
                return
            time.sleep(PAUSE)
        say(answer)


def say(what: Answer | str) -> None:
    """Write one line, to be read at once by whoever watches."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = json.loads(sys.stdin.readline())
    say("ready")
    sys.stdin.read()  # until everybody is ready
    work(given)
