"""Read a schema from wherever it is: a file with SDL, a saved introspection answer, an endpoint."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NamedTuple

from graphql import (
    DefinitionNode,
    DocumentNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    build_ast_schema,
    parse,
    validate_schema,
)

from conviso_client.codegen.documents import Documents
from conviso_client.codegen.problems import GenerationError, Problem
from conviso_client.codegen.schema import canonical_sdl, read_introspection
from conviso_client.errors import ConfigurationError

from .essential import essential_parts

__all__ = ["SchemaReader", "SchemaText", "read_schema_text", "saved_schema"]

_BRACES = re.compile(r'"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|(?P<open>\{)|(?P<close>\})')


class SchemaText(NamedTuple):
    """A schema as text, and where it came from."""

    sdl: str
    source: str


def read_schema_text(path: Path) -> SchemaText:
    """Read SDL, or an introspection answer in JSON. Raises `ConfigurationError` for a file that is neither."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"cannot read the schema {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 ({error.reason} at byte {error.start})") from None
    if text.lstrip().startswith("{") and path.suffix != ".graphql":
        return saved_schema(path)
    return SchemaText(text, path.as_posix())


def saved_schema(path: Path) -> SchemaText:
    """Read a saved introspection answer. Raises `ConfigurationError` for a file that holds none."""
    return SchemaText(canonical_sdl(read_introspection(path), path.as_posix()), path.as_posix())


class SchemaReader:
    """Builds schemas from text; a definition that two texts have in common is parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[str, tuple[DefinitionNode, ...]] = {}

    def build(self, text: SchemaText) -> GraphQLSchema:
        """Build a schema. Raises `GenerationError` for a text that is no valid schema, with its line."""
        return self._build(text, list(definitions_of(text.sdl)))

    def build_pair(self, old: SchemaText, new: SchemaText, documents: Documents) -> tuple[GraphQLSchema, GraphQLSchema]:
        """Build two schemas to be compared: without what neither changed nor is within reach of the documents.

        Most of a schema does not change between two versions of it, and parsing is what takes the time. What is left
        out is the same in both, so nothing can be said of it. Raises `GenerationError` as `build` does.
        """
        texts = [list(definitions_of(text.sdl)) for text in (old, new)]
        try:
            with without_collecting():
                parts = essential_parts(texts[0], texts[1], documents, self.parse)
        except GraphQLSyntaxError:
            parts = (texts[0], texts[1])
        return self._build(old, parts[0]), self._build(new, parts[1])

    def parse(self, part: str) -> tuple[DefinitionNode, ...]:
        """Parse a part of a schema, or recall it."""
        if part not in self._parsed:
            self._parsed[part] = parse(part, no_location=True).definitions
        return self._parsed[part]

    def _build(self, text: SchemaText, parts: list[str]) -> GraphQLSchema:
        try:
            with without_collecting():
                definitions = tuple(definition for part in parts for definition in self.parse(part))
                schema = build_ast_schema(DocumentNode(definitions=definitions), assume_valid_sdl=True)
        except GraphQLSyntaxError:
            raise GenerationError([_syntax_problem(text)]) from None
        except (TypeError, ValueError, KeyError) as error:
            raise GenerationError([Problem(text.source, 0, f"no usable schema: {error}")]) from None
        if errors := validate_schema(schema):
            raise GenerationError(Problem(text.source, 0, error.message) for error in errors)
        return schema


def definitions_of(sdl: str) -> Iterator[str]:
    """Cut SDL behind the braces that end a definition; a part may hold short definitions before the one with braces."""
    depth = start = 0
    for match in _BRACES.finditer(sdl):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
            if depth == 0:
                yield sdl[start : match.end()].strip()
                start = match.end()
    if rest := sdl[start:].strip():
        yield rest


def _syntax_problem(text: SchemaText) -> Problem:
    """Parse the text as a whole, to say in which of its lines the error is."""
    try:
        parse(text.sdl, no_location=True)
    except GraphQLSyntaxError as error:
        return Problem(text.source, error.locations[0].line if error.locations else 0, error.message)
    return Problem(text.source, 0, "braces that do not match")


@contextlib.contextmanager
def without_collecting() -> Generator[None]:
    """Keep the garbage collector from walking a tree that only grows: it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
