"""Read the comment above a definition: text for people, and instructions to the generator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from graphql import DefinitionNode, FragmentDefinitionNode, TokenKind

from .problems import Problem

__all__ = ["Comment", "read_comment"]

_SHAPES = {
    "acts": ("nothing after it", re.compile(r"")),
    "allow-deprecated": ("COORDINATE: REASON", re.compile(r"[^\s:]\S*: *\S.*")),
    "arg": ("NAME: TEXT", re.compile(r"\$?\w+ *: *\S.*")),
    "company": ("PATH or PATH required", re.compile(r"\$?\w+(\.\w+)*( +required)?")),
    "list": ("PATH", re.compile(r"\w+(\.\w+)*")),
    "model": ("PATH: NAME", re.compile(r"\w+(\.\w+)* *: *\w+")),
}
"""What may stand after each instruction."""
_OF_FRAGMENTS = frozenset({"allow-deprecated", "model"})
_KEYED = frozenset({"allow-deprecated", "arg", "model"})
"""The instructions that may stand there once for each thing that they name."""


@dataclass(frozen=True)
class Comment:
    """The comment above a definition, read."""

    text: str = ""
    company: str | None = None
    acts: bool = False
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    allowed_deprecations: Mapping[str, str] = field(default_factory=dict[str, str])
    list_path: str | None = None
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    """By path, the names of selections that are no fragments."""


class _Instruction(NamedTuple):
    line: int
    name: str
    value: str

    @property
    def key(self) -> str:
        """What it is about, where it names something."""
        return _partition(self.value)[0] if self.name in _KEYED else ""


def read_comment(node: DefinitionNode, problems: list[Problem]) -> Comment:
    """Read the comment lines directly above a definition; what is wrong with instructions is added to `problems`."""
    lines: list[str] = []
    known: dict[tuple[str, str], _Instruction] = {}
    for number, line in _lines(node):
        if not line.lstrip().startswith("@"):
            lines.append(line)
            continue
        name, _, value = line.strip()[1:].partition(" ")
        instruction = _Instruction(number, name, value.strip())
        if message := _problem(instruction, node) or _repetition(instruction, known):
            problems.append(Problem(_file(node), number, message))
        else:
            known[name, instruction.key] = instruction
    values = {name: instruction.value for (name, _), instruction in known.items()}
    return Comment(
        text="\n".join(lines).strip(),
        company=values.get("company"),
        acts="acts" in values,
        arguments=_texts("arg", known),
        allowed_deprecations=_texts("allow-deprecated", known),
        list_path=values.get("list"),
        models=_texts("model", known),
    )


def _problem(instruction: _Instruction, node: DefinitionNode) -> str | None:
    name = instruction.name
    if name not in _SHAPES:
        return f"unknown instruction @{name}; known are {', '.join(f'@{known}' for known in sorted(_SHAPES))}"
    if isinstance(node, FragmentDefinitionNode) and name not in _OF_FRAGMENTS:
        return f"@{name} can only stand above an operation"
    shape, pattern = _SHAPES[name]
    return None if pattern.fullmatch(instruction.value) else f"write @{name} with {shape}, not {instruction.value!r}"


def _repetition(instruction: _Instruction, known: Mapping[tuple[str, str], _Instruction]) -> str | None:
    first = known.get((instruction.name, instruction.key))
    subject = f"@{instruction.name} {instruction.key}".rstrip()
    return f"{subject} stands here twice; the first is in line {first.line}" if first else None


def _texts(name: str, known: Mapping[tuple[str, str], _Instruction]) -> dict[str, str]:
    return {key: _partition(known[found, key].value)[1] for found, key in known if found == name}


def _partition(value: str) -> tuple[str, str]:
    """Split `NAME: TEXT` at the colon that a space follows, for a coordinate has colons of its own."""
    key, _, text = value.partition(": ") if ": " in value else value.partition(":")
    return key.strip().lstrip("$"), text.strip()


def _file(node: DefinitionNode) -> str:
    return Path(node.loc.source.name).as_posix() if node.loc else ""


def _lines(node: DefinitionNode) -> Iterator[tuple[int, str]]:
    """Give the comment lines that stand directly above a definition and alone, without the number sign."""
    comments = []
    token = node.loc.start_token if node.loc else None
    while token and (above := token.prev) and above.kind is TokenKind.COMMENT and above.line == token.line - 1:
        if above.prev and above.prev.line == above.line:
            break
        comments.append(above)
        token = above
    return ((above.line, (above.value or "").removeprefix(" ").rstrip()) for above in reversed(comments))
