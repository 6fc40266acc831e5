"""The command line: statuses, messages, and what a command loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conviso_client import __version__
from conviso_client.cli import main
from conviso_client.codegen import command
from conviso_client.errors import ConfigurationError

SCHEMA = "type Query { asset(id: ID): Asset assets: [Asset!]! }\ntype Asset { id: ID! name: String }\n"
QUERY = "query mine($id: ID) {\n  mine: asset(id: $id) { id name }\n}\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


class TestStatuses:
    def test_help_names_every_command_and_version_the_version(self, capsys) -> None:
        with pytest.raises(SystemExit) as stopped:
            main(["--help"])
        assert stopped.value.code == 0
        text = capsys.readouterr().out
        assert all(name in text for name in ("schema", "generate", "sandbox"))
        with pytest.raises(SystemExit):
            main(["--version"])
        assert capsys.readouterr().out == f"conviso-client {__version__}\n"

    @pytest.mark.parametrize("name", ["schema", "generate", "sandbox"])
    def test_the_help_of_a_command_has_an_example(self, name: str, capsys) -> None:
        with pytest.raises(SystemExit) as stopped:
            main([name, "--help"])
        assert stopped.value.code == 0
        assert f"example: conviso-client {name}" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "arguments",
        [[], ["nothing"], ["generate", "--nothing"], ["schema"], ["schema", "nothing"], ["schema", "pull", "--from"]],
    )
    def test_bad_usage_is_2(self, arguments: list[str], capsys) -> None:
        assert main(arguments) == 2
        assert capsys.readouterr().err.startswith("usage: conviso-client")

    def test_two_sources_of_a_schema_are_one_too_many(self, capsys) -> None:
        assert main(["schema", "pull", "--from", "x", "--url", "y"]) == 2
        assert "not allowed with argument" in capsys.readouterr().err

    def test_an_error_of_ours_is_told_without_a_traceback(self, tmp_path: Path, capsys) -> None:
        assert main(["schema", "pull", "--from", str(tmp_path / "absent.json")]) == 2
        error = capsys.readouterr().err
        assert error == f"conviso-client: cannot read {tmp_path / 'absent.json'}: No such file or directory\n"

    def test_an_interruption_is_130(self, monkeypatch, tmp_path: Path) -> None:
        def interrupted(project: object) -> bool:
            raise KeyboardInterrupt

        monkeypatch.setattr(command, "is_current", interrupted)
        assert main(["generate", "--schema", str(tmp_path / "schema.graphql")]) == 130


class TestLoading:
    def test_help_loads_no_command(self) -> None:
        done = run(
            "import sys\nfrom conviso_client.cli import main\n"
            "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
            "heavy = {'graphql', 'ariadne', 'ariadne_codegen', 'httpx', 'pydantic', 'uvicorn'}\n"
            "print(sorted(heavy & set(sys.modules)))"
        )
        assert done.stdout.splitlines()[-1] == "[]"

    @pytest.mark.parametrize(
        ("module", "arguments", "extra"),
        [
            ("ariadne_codegen", ["generate"], "codegen"),
            ("graphql", ["schema", "pull"], "codegen"),
            ("ariadne", ["sandbox"], "sandbox"),
        ],
    )
    def test_an_extra_that_is_missing_is_named_with_the_command(
        self, module: str, arguments: list[str], extra: str
    ) -> None:
        done = run(
            f"import sys\nsys.modules[{module!r}] = None\n"
            f"from conviso_client.cli import main\nsys.exit(main({arguments!r}))"
        )
        assert done.returncode == 2
        assert f"this command needs the extra '{extra}'" in done.stderr
        assert f"pip install 'conviso-client[{extra}]'" in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_value_that_is_called_like_a_command_loads_no_command(self, tmp_path: Path) -> None:
        arguments = ["generate", "--schema", str(tmp_path / "absent"), "--package", "sandbox"]
        done = run(
            "import sys\nsys.modules['ariadne'] = None\n"
            f"from conviso_client.cli import main\nsys.exit(main({arguments!r}))"
        )
        assert "needs the extra" not in done.stderr
        assert "absent: cannot be read: No such file or directory" in done.stderr


class TestGenerate:
    @pytest.fixture
    def home(self, tmp_path: Path, monkeypatch) -> Path:
        (tmp_path / "queries").mkdir()
        (tmp_path / "schema.graphql").write_text(SCHEMA)
        (tmp_path / "queries" / "a.graphql").write_text(QUERY)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    ARGUMENTS = ("generate", "--target", "made/client", "--package", "made.client")

    def test_it_writes_and_then_has_nothing_to_do(self, home: Path, capsys) -> None:
        assert main(self.ARGUMENTS) == 0
        assert capsys.readouterr().out.startswith("Wrote ")
        before = (home / "made" / "client" / "client.py").stat().st_mtime_ns
        assert main(self.ARGUMENTS) == 0
        assert capsys.readouterr().out == "made/client is up to date\n"
        assert (home / "made" / "client" / "client.py").stat().st_mtime_ns == before
        assert main([*self.ARGUMENTS, "--force"]) == 0
        assert capsys.readouterr().out.startswith("Wrote ")

    def test_check_writes_nothing_and_lists_what_differs(self, home: Path, capsys) -> None:
        assert main([*self.ARGUMENTS, "--check"]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "  missing: client.py\n" in captured.err
        assert not (home / "made").exists()
        assert main(self.ARGUMENTS) == 0
        capsys.readouterr()
        assert main([*self.ARGUMENTS, "--check"]) == 0
        assert capsys.readouterr().out == "made/client is up to date\n"
        (home / "made" / "client" / "stale.py").write_text("")
        (home / "made" / "client" / "client.py").write_text("")
        assert main([*self.ARGUMENTS, "--check"]) == 1
        lines = capsys.readouterr().err.splitlines()
        assert lines[0].startswith("made/client differs from what would be generated")
        assert lines[1:] == ["  changed: client.py", "  stale: stale.py"]
        assert (home / "made" / "client" / "stale.py").exists()

    def test_what_is_wrong_with_the_operations_is_told_with_file_and_line(self, home: Path, capsys) -> None:
        (home / "queries" / "a.graphql").write_text(
            "query mine {\n  mine: asset { nme }\n}\nquery other { other: assets { id nme } }"
        )
        for arguments in (self.ARGUMENTS, [*self.ARGUMENTS, "--check"]):
            assert main(arguments) == 2
            assert capsys.readouterr().err.splitlines() == [
                "conviso-client: queries/a.graphql:2: Cannot query field 'nme' on type 'Asset'. Did you mean 'name'?",
                "queries/a.graphql:4: Cannot query field 'nme' on type 'Asset'. Did you mean 'name'?",
            ]
        assert not (home / "made").exists()

    def test_a_folder_that_was_not_generated_is_left_alone(self, home: Path, capsys) -> None:
        assert main(["generate", "--target", ".", "--package", "x"]) == 2
        assert "it holds files that were not generated" in capsys.readouterr().err
        assert (home / "schema.graphql").read_text() == SCHEMA


def test_every_error_of_ours_ends_in_a_message(monkeypatch, capsys) -> None:
    def refuse(project: object) -> bool:
        raise ConfigurationError("there is a reason")

    monkeypatch.setattr(command, "is_current", refuse)
    assert main(["generate"]) == 2
    assert capsys.readouterr().err == "conviso-client: there is a reason\n"
