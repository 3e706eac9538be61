"""The remote control of Mozilla's programs: JSON messages behind their length, over a socket."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

SCRIPT = """
const answer = arguments[arguments.length - 1];
const given = Array.from(arguments).slice(0, -1);
%s
(async () => %s(...given))().then(
  value => answer({ value }),
  error => answer({ error: String(error) }),
);
"""
PATIENCE = 60.0


class ProgramError(RuntimeError):
    """The program could not do what it was told."""


class Marionette:
    """One session with a program that listens, its own scripts run with all its rights."""

    def __init__(self, port: int, library: str) -> None:
        self.library = library
        self._line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE + 10)
        self._received = b""
        self._count = 0
        try:
            self._hear()  # it introduces itself
            told: dict[str, Any] = self.tell("WebDriver:NewSession")
            self.version: str = told["capabilities"]["browserVersion"]
            self.tell("Marionette:SetContext", value="chrome")
            self.tell("WebDriver:SetTimeouts", script=int(PATIENCE * 1000))
        except BaseException:
            self._line.close()
            raise

    def call(self, function: str, *given: Any) -> Any:
        """Call a function of the library inside the program, wait for it, and return its value."""
        script = SCRIPT % (self.library, function)
        told = self.tell(
            "WebDriver:ExecuteAsyncScript", script=script, args=list(given), newSandbox=True
        )["value"]
        if "error" in told:
            raise ProgramError(f"{function}: {told['error']}")
        return told.get("value")

    def tell(self, command: str, **facts: Any) -> Any:
        """Send one command and return what it answers."""
        self._count += 1
        message = json.dumps([0, self._count, command, facts]).encode()
        self._line.sendall(b"%d:%s" % (len(message), message))
        _, number, error, value = self._hear()
        if error or number != self._count:
            raise ProgramError(f"{command}: {error}")
        return value

    def _hear(self) -> Any:
        """Return the next message."""
        while b":" not in self._received:
            self._listen()
        length, _, self._received = self._received.partition(b":")
        while len(self._received) < int(length):
            self._listen()
        message = self._received[: int(length)]
        self._received = self._received[int(length) :]
        return json.loads(message)

    def _listen(self) -> None:
        heard = self._line.recv(65_536)
        if not heard:
            raise ProgramError("the program hung up")
        self._received += heard

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def reach(port: int, library: str, limit: float, ended: Callable[[], object]) -> Marionette:
    """Return a session with a program that is starting.

    Raises OSError when it `ended` before it listened, or does not within so many seconds.
    """
    end = time.monotonic() + limit
    while time.monotonic() < end and ended() is None:
        with suppress(OSError):
            return Marionette(port, library)
        time.sleep(0.25)
    raise TimeoutError("the program does not listen")
