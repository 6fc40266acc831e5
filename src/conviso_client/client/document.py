"""What a document does, found without parsing GraphQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from conviso_client.call.operation import Operation
from conviso_client.errors import ConfigurationError

__all__ = ["ad_hoc_operation", "check_ad_hoc"]

TOKEN = re.compile(
    r"""
      "{3} (?: \\"{3} | [^"] | "(?!"") )* "{3}     # a block string
    | " (?: \\. | [^"\\\n] )* "                     # a string
    | \#[^\n\r]*                                    # a comment
    | @\s*[_A-Za-z][_0-9A-Za-z]*                    # a directive, whose name is not the operation's
    | (?P<open>[{(\[]) | (?P<close>[})\]])
    | (?P<name>[_A-Za-z][_0-9A-Za-z]*) | (?P<mark>\.{3} | :)
    """,
    re.VERBOSE,
)
ROOT = re.compile(r"\w+ : |\.{3} (?:on \w+ )?\{ |\.{3} (?P<spread>\w+) |(?P<field>\w+) ")
"""What stands at the root of an operation or fragment, each word with a space after it: `alias : field ... spread `."""


class _Definition(NamedTuple):
    keyword: str
    name: str | None
    words: list[str]
    """What stands at its root, inline fragments opened and arguments left out."""


def check_ad_hoc(document: Any, variables: Any, operation_name: Any) -> None:
    """Refuse what is no document, no variables, or no name. Raises `ConfigurationError`."""
    if not isinstance(document, str) or not document.strip():
        raise ConfigurationError(f"document must be a GraphQL document as a string, not {document!r}")
    if variables is not None and not isinstance(variables, Mapping):
        raise ConfigurationError(f"variables must be a mapping of names to values, not {type(variables).__name__}")
    if operation_name is not None and not isinstance(operation_name, str):
        raise ConfigurationError(f"operation_name must be the name of an operation, not {operation_name!r}")


@lru_cache(maxsize=256)
def ad_hoc_operation(document: str, operation_name: str | None, with_side_effects: frozenset[str]) -> Operation[Any]:
    """Describe the operation that a document would run. In doubt it counts as a write.

    `with_side_effects` names the root fields of queries that change something: a document with one of them is not sent
    twice. Raises `ConfigurationError` if one of them stands beside a root field that only reads.
    """
    definitions, names = _scanned(document)
    operations = [each for each in definitions if each.keyword != "fragment"]
    chosen = [each for each in operations if operation_name in (None, each.name)]
    kind = "query" if chosen and all(each.keyword == "query" for each in chosen) else "mutation"
    acts = bool(names & with_side_effects)
    if kind == "query" and acts:
        for operation in chosen:
            _refuse_mixture(operation, definitions, with_side_effects)
    return Operation(
        name=operation_name or (chosen[0].name if len(chosen) == 1 else None) or "",
        method="execute",
        kind="query" if kind == "query" else "mutation",
        document=document,
        result="",
        models="",
        repeatable=kind == "query" and not acts,
        depth=0,
        complexity=0,
    )


def _refuse_mixture(operation: _Definition, definitions: list[_Definition], with_side_effects: frozenset[str]) -> None:
    """Refuse a query that changes something beside what only reads, which could not be repeated any more."""
    fields = list(_root_fields(operation, definitions, set()))
    acting = [name for name in fields if name in with_side_effects]
    reading = [name for name in fields if name not in with_side_effects and name != "__typename"]
    if acting and reading:
        raise ConfigurationError(
            f"{acting[0]} changes something, and {reading[0]} beside it only reads: execute each in an operation of "
            "its own, so that the reading can be repeated"
        )


def _root_fields(definition: _Definition, definitions: list[_Definition], seen: set[str]) -> Iterator[str]:
    """Give the fields at the root of a definition, those of its fragments included."""
    for found in ROOT.finditer("".join(f"{word} " for word in definition.words)):
        if found["field"]:
            yield found["field"]
        elif found["spread"] and found["spread"] not in seen:
            seen.add(found["spread"])
            for other in definitions:
                if other.keyword == "fragment" and other.name == found["spread"]:
                    yield from _root_fields(other, definitions, seen)


def _scanned(document: str) -> tuple[list[_Definition], set[str]]:
    """Return the operations and fragments of a document, and all names that occur in it."""
    definitions: list[_Definition] = []
    names: set[str] = set()
    head: list[str] = []
    depth = root = 0  # how many brackets are open, and how many of them before something that is not at the root
    for token in TOKEN.finditer(document):
        kind, word = token.lastgroup, token[0]
        if kind is None:  # a string, a comment, a directive
            continue
        at_root = depth == root > 0
        if kind == "name":
            names.add(word)
            if depth == 0:
                head.append(word)
        if kind == "open":
            if depth == 0 and word == "{":
                # Before the braces stands nothing, `query Name`, or `fragment Name on Type`.
                keyword, name = (*head, None, None)[:2]
                definitions.append(_Definition(keyword or "query", name, []))
                head = []
                root = 1
            elif at_root and word == "{" and _is_inline_fragment(definitions[-1].words):
                definitions[-1].words.append(word)
                root += 1
            depth += 1
        elif kind == "close":
            depth -= 1
            root = min(root, depth)
        elif at_root:
            definitions[-1].words.append(word)
    return definitions if depth == 0 and not head else [_Definition("unreadable", None, [])], names


def _is_inline_fragment(words: list[str]) -> bool:
    return words[-1:] == ["..."] or words[-3:-1] == ["...", "on"]
