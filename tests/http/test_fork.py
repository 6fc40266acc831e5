"""A child process begins with locks that are free, whatever a thread of its parent was doing at the fork."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import conviso_client
from conviso_client.http.fork import ForkSafeLock

SOURCE = Path(conviso_client.__file__).parent
LOCKS = frozenset({"Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier"})
ONE_PROCESS = {
    "cli/": "a command does not fork",
    "sandbox/": "a server is of the process that started it",
    "testing/": "fixtures are of the process that runs the test",
}
"""Where a lock need not be renewed, and why."""


def locks_of(tree: ast.Module) -> Iterator[str]:
    """Give the locks of `threading` that are kept, and that no method `after_fork` makes anew."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "threading"
        for alias in node.names
    }
    renewed = {attribute for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for attribute in renewed_by(node)}
    for node in kept(tree):
        if not isinstance(node.value, ast.Call):
            continue
        name = ast.unparse(node.value.func)
        if name.removeprefix("threading.") in LOCKS and (name in imported or name.startswith("threading.")):
            target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            if target not in renewed:
                yield f"line {node.lineno}: {target}"


def kept(tree: ast.AST, *, in_function: bool = False) -> Iterator[ast.Assign | ast.AnnAssign]:
    """Give the assignments but those to local variables, which live no longer than a call."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if not (in_function and isinstance(target, ast.Name)):
                yield node
        yield from kept(node, in_function=in_function or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def renewed_by(class_: ast.ClassDef) -> set[str]:
    """Return what a class's `after_fork` sets, by itself or through its other methods."""
    methods = {each.name: each for each in class_.body if isinstance(each, ast.FunctionDef)}
    names, found = ["after_fork"], set[str]()
    for name in names:
        for node in ast.walk(methods[name]) if name in methods else ():
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(ast.unparse(node))
            if isinstance(node, ast.Call) and (called := ast.unparse(node.func).removeprefix("self.")) not in names:
                names.append(called)
    return found


def test_every_lock_is_renewed_in_a_child() -> None:
    """By `after_fork`, which `renew_after_fork` has called; or it is a `ForkSafeLock`."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith("generated/") or any(name.startswith(each) for each in ONE_PROCESS):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        places = list(locks_of(tree))
        if places:
            found[name] = places
    assert not found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import threading\nlock = threading.Lock()", 1),
        ("from threading import RLock\nclass A:\n def __init__(self):\n  self.lock = RLock()", 1),
        ("import threading\ndef f():\n lock = threading.Lock()", 0),
        ("from anyio import Lock\nlock = Lock()", 0),
        ("import threading\nclass A:\n def after_fork(self):\n  self.lock = threading.Lock()", 0),
        (
            "import threading\nclass A:\n def after_fork(self):\n  self.begin()\n"
            " def begin(self):\n  self.lock = threading.Lock()",
            0,
        ),
    ],
)
def test_the_check_finds_a_lock(source: str, found: int) -> None:
    assert len(list(locks_of(ast.parse(source)))) == found


def test_nobody_else_asks_to_be_called_after_a_fork() -> None:
    asking = [path for path in SOURCE.rglob("*.py") if "register_at_fork" in path.read_text(encoding="utf-8")]
    assert [path.name for path in asking] == ["fork.py"]


forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


@forks
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # newer Pythons warn of threads
def test_a_lock_that_another_thread_holds() -> None:
    lock, held, done = ForkSafeLock(), threading.Event(), threading.Event()

    def hold() -> None:
        with lock.lock:
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold, daemon=True)
    thread.start()
    assert held.wait(20)
    child = os.fork()
    if child == 0:  # pragma: no cover  # another process
        os._exit(0 if lock.lock.acquire(timeout=60) else 1)
    done.set()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    thread.join(20)


@forks
def test_a_fork_while_a_decoder_is_built(tmp_path: Path) -> None:
    """The thread that builds it holds the lock that the child's first call needs."""
    program = """
import os, sys, threading, warnings
warnings.simplefilter("ignore")
from conviso_client import Conviso, Quota
from conviso_client.call import codec
from conviso_client.sandbox import Sandbox
held, done = threading.Event(), threading.Event()
def hold():
    with codec._building.lock:
        held.set()
        done.wait(20)
with Sandbox() as sandbox, Conviso(sandbox.api_key, url=sandbox.url, company_id=443, quota=Quota.local()) as conviso:
    threading.Thread(target=hold, daemon=True).start()
    held.wait(20)
    child = os.fork()
    if child == 0:
        import faulthandler
        faulthandler.dump_traceback_later(15, exit=True)
        os._exit(0 if conviso.companies().collection else 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    done.set()
sys.exit(code)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
