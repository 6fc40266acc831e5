"""What a document does, found without parsing GraphQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from conviso_client.call.operation import Operation

__all__ = ["ad_hoc_operation"]

TOKEN = re.compile(
    r"""
      "{3} (?: \\"{3} | [^"] | "(?!"") )* "{3}     # a block string
    | " (?: \\. | [^"\\\n] )* "                     # a string
    | \#[^\n\r]*                                    # a comment
    | @\s*[_A-Za-z][_0-9A-Za-z]*                    # a directive, whose name is not the operation's
    | (?P<open>[{(\[]) | (?P<close>[})\]])
    | (?P<name>[_A-Za-z][_0-9A-Za-z]*)
    """,
    re.VERBOSE,
)


class _Definition(NamedTuple):
    keyword: str
    name: str | None


@lru_cache(maxsize=256)
def ad_hoc_operation(document: str, operation_name: str | None, with_side_effects: frozenset[str]) -> Operation[Any]:
    """Describe the operation that a document would run. In doubt it counts as a write.

    `with_side_effects` names the root fields of queries that change something: a document with one of them is not sent
    twice.
    """
    operations, names = _scanned(document)
    chosen = [each for each in operations if operation_name in (None, each.name)]
    kind = "query" if chosen and all(each.keyword == "query" for each in chosen) else "mutation"
    return Operation(
        name=operation_name or (chosen[0].name if len(chosen) == 1 else None) or "",
        method="execute",
        kind="query" if kind == "query" else "mutation",
        document=document,
        result="",
        models="",
        repeatable=kind == "query" and not names & with_side_effects,
        depth=0,
        complexity=0,
    )


def _scanned(document: str) -> tuple[list[_Definition], set[str]]:
    """Return the operations of a document, and all names that occur in it."""
    operations: list[_Definition] = []
    names: set[str] = set()
    head: list[str] = []
    depth = 0
    for token in _tokens(document):
        if token.lastgroup == "name":
            names.add(token[0])
            if depth == 0:
                head.append(token[0])
        elif token.lastgroup == "open":
            if depth == 0 and token[0] == "{":
                operations.extend(_definition(head))
                head = []
            depth += 1
        else:
            depth -= 1
    return operations if depth == 0 and not head else [_Definition("unreadable", None)], names


def _tokens(document: str) -> Iterator[re.Match[str]]:
    return (token for token in TOKEN.finditer(document) if token.lastgroup is not None)


def _definition(head: list[str]) -> Iterator[_Definition]:
    """Read what stands before the braces of a definition: nothing, `query Name`, `fragment Name on Type`."""
    keyword, name = (*head, "", "")[:2] if head else ("query", "")
    if keyword != "fragment":
        yield _Definition(keyword, name or None)
