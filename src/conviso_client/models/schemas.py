"""From the annotations of results to what pydantic-core decodes by.

pydantic could do it too, but its import and its general solution are two thirds of the time that decoding takes in a
fresh process: see docs/decisions/0063-results-with-slots.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic_core import CoreSchema, core_schema

__all__ = ["schema_of", "tolerating"]

_PLAIN: dict[Any, CoreSchema] = {
    Any: core_schema.any_schema(),
    NoneType: core_schema.none_schema(),
    bool: core_schema.bool_schema(strict=True),
    float: core_schema.float_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    str: core_schema.str_schema(strict=True),
}


def schema_of(annotation: Any) -> CoreSchema:
    """Return the schema of an annotation: strict, but for objects, which may be dicts or models.

    Models, enums and marks in `Annotated` say by pydantic's own hook what their schema is; what is not known here, such
    as a model of pydantic's, pydantic is asked for.
    """
    own = getattr(annotation, "__get_pydantic_core_schema__", None)
    if own is None or hasattr(annotation, "model_config"):
        return _schema(annotation)
    schema: CoreSchema = own(annotation, schema_of)
    return schema


@cache
def _schema(annotation: Any) -> CoreSchema:
    arguments, origin = get_args(annotation), get_origin(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if origin is Annotated:
        return _marked(*arguments)
    if origin is list:
        return core_schema.list_schema(schema_of(arguments[0]), strict=True)
    if origin is Literal:
        return core_schema.literal_schema(list(arguments))
    if origin in (Union, UnionType):
        return _either(arguments)
    from pydantic import TypeAdapter

    return TypeAdapter(annotation).core_schema


def _marked(source: Any, *marks: Any) -> CoreSchema:
    """Return the schema that marks make of an annotation: each gets what those before it made."""
    schema: Callable[[Any], CoreSchema] = schema_of
    for mark in marks:
        if own := getattr(mark, "__get_pydantic_core_schema__", None):
            schema = _Step(own, schema)
    return schema(source)


class _Step:
    """A mark's hook, with what it asks for the schema of a source."""

    def __init__(self, hook: Any, inner: Any) -> None:
        self._hook = hook
        self._inner = inner

    def __call__(self, source: Any) -> CoreSchema:
        return cast("CoreSchema", self._hook(source, self._inner))


def _either(choices: tuple[Any, ...]) -> CoreSchema:
    some = [choice for choice in choices if choice is not NoneType]
    schema = schema_of(some[0]) if len(some) == 1 else core_schema.union_schema(list(map(schema_of, some)))
    return schema if len(some) == len(choices) else core_schema.nullable_schema(schema)


def tolerating(schema: Any, path: tuple[str, ...]) -> Any:
    """Return a schema that has None for what is missing or does not fit at a path of names, as the API gives them."""
    if not path:
        return core_schema.with_default_schema(schema, default=None, on_error="default")
    if "fields" not in schema or isinstance(schema["fields"][0], str):  # names, in the schema around the fields
        return {**schema, "schema": tolerating(schema["schema"], path)}
    name, *inner = path
    fields = [
        {**field, "schema": tolerating(field["schema"], tuple(inner))} if field["validation_alias"] == name else field
        for field in schema["fields"]
    ]
    return {**schema, "fields": fields}
