"""Many processes struck on one service at the same moment, watched while they ask."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.journeys import hammer
from tests.journeys.anvil import Anvil, port
from tests.journeys.hammer import Answer
from tests.journeys.service import Service

LIMIT = 300.0


class Blows:
    """The processes, and what they were answered so far."""

    def __init__(self, folder: Path, many: int) -> None:
        """Start them; none asks yet."""
        self.outputs = [folder / f"hammer-{rank}" for rank in range(many)]
        self.processes = [_start(output) for output in self.outputs]

    def prepare(self, anvil: Anvil, service: Service, impatient: int) -> None:
        """Tell each what to ask; the last ones leave at their first 503."""
        for rank, process in enumerate(self.processes):
            keys = anvil.keys(rank)
            job = {
                "port": port(service),
                "token": anvil.token(keys[0]),
                "asks": [anvil.asked(key) for key in keys],
                "patient": rank < len(self.processes) - impatient,
            }
            _input(process).write(json.dumps(job).encode() + b"\n")
            _input(process).flush()
        until(lambda: all(output.stat().st_size for output in self.outputs))

    def fall(self) -> None:
        """Let all of them go."""
        for process in self.processes:
            _input(process).close()

    def gone(self) -> int:
        """Return how many have left."""
        return sum(process.poll() is not None for process in self.processes)

    def answers(self) -> list[Answer]:
        """Return the answers so far, in order for each process."""
        lines = [
            line for output in self.outputs for line in output.read_text().splitlines(True)[1:]
        ]
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, enough: float) -> None:
        """Wait until so many asks were acknowledged."""
        until(lambda: len(told(self.answers())) > enough)

    def finish(self) -> list[Answer]:
        """Wait until all have left; return every answer."""
        until(lambda: self.gone() == len(self.processes), LIMIT)
        failed = [process for process in self.processes if process.returncode]
        if failed:
            raise RuntimeError(f"{len(failed)} processes failed")
        return self.answers()

    def stop(self) -> None:
        """Leave no process behind."""
        for process in self.processes:
            process.kill()
            process.wait()
            _input(process).close()


def _start(output: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-S", hammer.__file__]
    with output.open("wb") as file:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file)  # noqa: S603


def _input(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    assert process.stdin
    return process.stdin


@contextmanager
def blows(
    anvil: Anvil, service: Service, folder: Path, many: int, impatient: int = 0
) -> Iterator[Blows]:
    """Start many processes and let them all ask at the same moment."""
    struck = Blows(folder, many)
    try:
        struck.prepare(anvil, service, impatient)
        struck.fall()
        yield struck
    finally:
        struck.stop()


def until(is_so: Callable[[], bool], limit: float = 30.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + limit
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"not so after {limit} s")
        time.sleep(0.02)


def told(answers: Sequence[Answer]) -> dict[str, list[int]]:
    """Return the reservations that were acknowledged under each key."""
    return {
        each["key"]: [part["id"] for part in each["body"]["reservations"]]
        for each in answers
        if each["status"] == 201
    }
