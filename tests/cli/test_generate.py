"""`generate` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conviso_client.cli import main
from conviso_client.codegen import command
from conviso_client.errors import ConfigurationError

SCHEMA = "type Query { asset(id: ID): Asset assets: [Asset!]! }\ntype Asset { id: ID! name: String }\n"
QUERY = "query mine($id: ID) {\n  mine: asset(id: $id) { id name }\n}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    (tmp_path / "queries").mkdir()
    (tmp_path / "schema.graphql").write_text(SCHEMA)
    (tmp_path / "queries" / "a.graphql").write_text(QUERY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestGenerate:
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


def test_every_error_of_ours_ends_in_a_message_and_a_next_step(home: Path, monkeypatch, capsys) -> None:
    def refuse(project: object) -> bool:
        raise ConfigurationError("there is a reason")

    monkeypatch.setattr(command, "is_current", refuse)
    assert main(["generate", "--package", "my_app.conviso"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "conviso-client: there is a reason",
        "Try 'conviso-client generate --help'.",
    ]


def test_a_file_that_is_missing_is_named(tmp_path: Path, capsys) -> None:
    assert main(["schema", "pull", "--from", str(tmp_path / "absent.json")]) == 2
    told = capsys.readouterr().err.splitlines()[0]
    assert told == f"conviso-client: cannot read {tmp_path / 'absent.json'}: No such file or directory"


def test_the_client_itself_is_not_generated_beside_somebodys_program(home: Path, capsys) -> None:
    assert main(["generate"]) == 2
    assert "for operations of your own give --package NAME, such as my_app.conviso" in capsys.readouterr().err
    assert sorted(path.name for path in home.iterdir()) == ["queries", "schema.graphql"]
