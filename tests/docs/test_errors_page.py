"""The page about errors knows every error and every warning that there is, and no others."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from conviso_client import errors
from conviso_client.errors import ConvisoError

PAGE = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
CLASSES = [each for each in vars(errors).values() if isinstance(each, type) and each.__module__ == errors.__name__]
# Those that are only ever raised as one of their kinds.
KINDS = {"ConvisoError", "TransportError"}


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def rows(title: str) -> list[str]:
    """Return the classes that the lines of a section's table begin with."""
    return re.findall(r"^\| `([A-Z]\w+)`", section(title), re.MULTILINE)


def test_the_tree_is_the_one_of_the_module() -> None:
    """That one is compared with the classes."""
    drawn = textwrap.dedent("\n".join(line for line in (errors.__doc__ or "").splitlines() if line.startswith("    ")))
    assert f"```text\n{drawn}\n```" in section("The tree")


def test_every_error_has_a_row_of_its_own() -> None:
    real = {each.__name__ for each in CLASSES if issubclass(each, ConvisoError)}
    assert sorted(rows("What each one means")) == sorted(real - KINDS)


def test_every_warning_is_explained() -> None:
    assert sorted(rows("Warnings")) == sorted(each.__name__ for each in CLASSES if issubclass(each, Warning))


def test_what_an_error_knows_is_what_it_has() -> None:
    named = {
        name
        for cell in re.findall(r"^\| (`[^|]+) \|", section("What an error knows"), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    }
    assert named == set(ConvisoError.__annotations__) - {"message"}
