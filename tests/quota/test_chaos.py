"""Processes that are killed and stopped at any moment, while the others go on."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.quota.harness import ROOT, environment, observe, server
from benchmarks.quota.server import Settings
from benchmarks.quota.worker import Job

from .waiting import until

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = Settings("sliding", 120, 1.5, 0.0125)


def test_whoever_dies_or_stands_still_the_others_use_the_quota_and_never_exceed_it(tmp_path: Path) -> None:
    pick = random.Random(1)
    processes: list[subprocess.Popen[bytes]] = []
    started = 0

    def start(port: int) -> None:
        nonlocal started
        started += 1
        job = Job(f"p{started}", port, "shared", 120, 1.5, 1, 8, bool(started % 2), None, 60.0, spread=3.0)
        command = [sys.executable, "-m", "benchmarks.quota.worker", json.dumps(job._asdict())]
        worker = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment(str(tmp_path))
        )
        assert worker.stdin
        worker.stdin.write(b"go\n")
        worker.stdin.flush()
        processes.append(worker)

    with server(SETTINGS) as port:
        try:
            for _ in range(4):
                start(port)
            for _ in range(24):
                time.sleep(pick.uniform(0.05, 0.35))
                victim = pick.choice(processes)
                if pick.random() < 0.3:
                    victim.send_signal(signal.SIGSTOP)
                    time.sleep(pick.uniform(0.05, 0.3))
                    victim.send_signal(signal.SIGCONT)
                else:
                    victim.kill()
                    victim.communicate()
                    processes.remove(victim)
                    start(port)
            before = len(observe(SETTINGS, port, []).seen)
            until(lambda: len(observe(SETTINGS, port, []).seen) > before + 120)
            observed = observe(SETTINGS, port, [])
        finally:
            for process in processes:
                process.kill()
                process.communicate()
    assert [one for one in observed.seen if not one.accepted] == []
