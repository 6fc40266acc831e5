"""Ctrl-C, SIGTERM and SIGHUP at any moment: a status, at most one line, and files as they were or whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conviso_client.cli import main
from conviso_client.cli.signals import signals_held, stopping
from conviso_client.codegen import files
from conviso_client.codegen.files import replace_file, replace_folder
from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox, Settings

from .conftest import COMMAND, plain_environment
from .test_output import valid


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """A process in the background of a script is started with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def start(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=cwd,
        env={**plain_environment(), "XDG_RUNTIME_DIR": str(cwd), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("arguments", "number", "status", "told"),
    [
        (["schema", "pull"], signal.SIGINT, 130, "conviso-client: interrupted\n"),
        (["schema", "diff", "--live"], signal.SIGTERM, 143, ""),
        (["doctor", "--json"], signal.SIGINT, 130, "conviso-client: interrupted\n"),
        (["generate", "--live", "--package", "a.b"], signal.SIGHUP, 129, ""),
    ],
)
def test_while_a_server_takes_its_time(
    silent: socket.socket, folder: Path, arguments: list[str], number: int, status: int, told: str
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    address = f"http://127.0.0.1:{silent.getsockname()[1]}"
    process = start(*arguments, cwd=folder, CONVISO_API_KEY="k", CONVISO_API_URL=address)
    connection, _ = silent.accept()
    with connection:
        assert connection.recv(1)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (status, "", told)
    assert sorted(path.name for path in folder.iterdir() if path.name != "conviso-client") == before


def test_an_interruption_of_what_computes_is_130(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> dict[str, str]:
        signal.raise_signal(signal.SIGINT)
        raise AssertionError

    monkeypatch.chdir(folder)
    arguments = ["generate", "--package", "made.client"]
    assert main(arguments) == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr("conviso_client.codegen.build.format_modules", interrupted)
    capsys.readouterr()
    assert main([*arguments, "--force"]) == 130
    assert capsys.readouterr().err.endswith("conviso-client: interrupted\n")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_folder_is_replaced_before_a_signal_is_heard(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "package"
    replace_folder(target, {"a.py": "old"})
    rename = Path.rename

    def interrupted(self: Path, to: Path) -> Path:
        signal.raise_signal(number)
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with stopping(), pytest.raises((KeyboardInterrupt, SystemExit)):
        replace_folder(target, {"a.py": "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["package"]
    assert (target / "a.py").read_text() == "new"


def test_a_file_is_replaced_before_a_signal_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mode(_: Path) -> int:
        signal.raise_signal(signal.SIGINT)
        return 0o644

    monkeypatch.setattr(files, "_mode", mode)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "schema.graphql", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["schema.graphql"]


def test_an_error_while_a_signal_is_held_gives_way_to_it() -> None:
    def fail() -> None:
        with signals_held():
            signal.raise_signal(signal.SIGINT)
            raise ConfigurationError("no")

    with pytest.raises(KeyboardInterrupt):
        fail()


def test_signals_are_the_main_threads_alone() -> None:
    done = []

    def hold() -> None:
        with signals_held(), stopping():
            done.append(True)

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    assert done == [True]


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping(), signals_held():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


class TestSandbox:
    def test_its_json_line_and_its_end(self, tmp_path: Path) -> None:
        process = start("sandbox", "--json", "--api-key", "mine", cwd=tmp_path)
        assert process.stdout
        answer = valid("sandbox", process.stdout.readline())
        assert answer["apiKey"] == "mine"
        assert answer["url"].startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, "", "")

    def test_a_reader_of_the_first_line_does_not_end_it(self, tmp_path: Path) -> None:
        process = start("sandbox", cwd=tmp_path)
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith("Sandbox ready at http://127.0.0.1:")
        process.stdout.close()
        process.send_signal(signal.SIGTERM)
        assert process.stderr.read() == ""
        process.stderr.close()
        assert process.wait(timeout=60) == 0

    def test_an_interruption_while_it_makes_up_data(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from conviso_client.sandbox import build

        file = tmp_path / "kept.db"

        def interrupted(*_: object) -> None:
            signal.raise_signal(signal.SIGINT)

        with monkeypatch.context() as patch:
            patch.setattr(build, "seed_all", interrupted)
            assert main(["sandbox", "--persist", str(file), "--port", "0"]) == 130
        with Sandbox(settings=Settings(persist=file)) as sandbox:
            assert sandbox.companies == [443, 444, 445]

    def test_an_interruption_while_it_starts_to_listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from conviso_client.sandbox import serving

        before = threading.active_count()

        class Interrupted(serving._Server):
            def __init__(self, config: object) -> None:
                super().__init__(config)
                self.ready.wait = lambda _: signal.raise_signal(signal.SIGINT)  # type: ignore[assignment]

        monkeypatch.setattr(serving, "_Server", Interrupted)
        assert main(["sandbox"]) == 130
        assert threading.active_count() == before


def test_as_early_as_the_command_is_loaded() -> None:
    script = (
        "import signal, sys\nfrom importlib.abc import MetaPathFinder\n"
        "class Interrupting(MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'argparse': signal.raise_signal(signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from conviso_client.cli import main\nsys.exit(main(['--version']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=os.environ, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_command_leaves_the_handlers_as_they_were() -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    main(["--version"])
    assert [signal.getsignal(number) for number in numbers] == before
