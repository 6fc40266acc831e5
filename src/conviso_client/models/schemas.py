"""Build the schemas of pydantic-core from the annotations of results.

pydantic could do it too, but its import and its general solution are two thirds of the time that decoding takes in a
fresh process: see docs/decisions/0063-results-with-slots.md.
"""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic_core import CoreSchema, core_schema

__all__ = ["Schemas", "schema_of", "tolerating"]

_PLAIN: dict[Any, CoreSchema] = {
    Any: core_schema.any_schema(),
    NoneType: core_schema.none_schema(),
    bool: core_schema.bool_schema(strict=True),
    float: core_schema.float_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    str: core_schema.str_schema(strict=True),
}


class Schemas(NamedTuple):
    """Builds the schema of an annotation: strict, but for objects, which may be dicts or models.

    Models, enums and marks in `Annotated` have pydantic's own hook, which gets this as its handler. Pydantic builds the
    rest, such as models of its own.
    """

    unasked: frozenset[str] = frozenset()
    """The fields, by their Python names, to leave out: looking for one takes time in each row that does not have it."""

    def __call__(self, annotation: Any) -> CoreSchema:
        own = getattr(annotation, "__get_pydantic_core_schema__", None)
        if own is None or hasattr(annotation, "model_config"):
            return _schema(annotation, self)
        schema: CoreSchema = own(annotation, self)
        return schema


schema_of = Schemas()


@cache
def _schema(annotation: Any, schemas: Schemas) -> CoreSchema:
    arguments, origin = get_args(annotation), get_origin(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if origin is Annotated:
        return _marked(*arguments, schemas=schemas)
    if origin is list:
        return core_schema.list_schema(schemas(arguments[0]), strict=True)
    if origin is Literal:
        return core_schema.literal_schema(list(arguments))
    if origin in (Union, UnionType):
        return _either(arguments, schemas)
    from pydantic import TypeAdapter

    return TypeAdapter(annotation).core_schema


def _marked(source: Any, *marks: Any, schemas: Schemas) -> CoreSchema:
    """Apply marks from left to right: each wraps the schema that those before it made."""
    if not marks:
        return schemas(source)
    *inner, mark = marks
    hook = getattr(mark, "__get_pydantic_core_schema__", None)
    if hook is None:
        return _marked(source, *inner, schemas=schemas)

    def handler(source: Any) -> CoreSchema:
        return _marked(source, *inner, schemas=schemas)

    schema: CoreSchema = hook(source, handler)
    return schema


def _either(choices: tuple[Any, ...], schemas: Schemas) -> CoreSchema:
    some = [schemas(choice) for choice in choices if choice is not NoneType]
    schema = some[0] if len(some) == 1 else core_schema.union_schema(list(some))
    return schema if len(some) == len(choices) else core_schema.nullable_schema(schema)


def tolerating(schema: Any, path: tuple[str, ...]) -> Any:
    """Return a schema that reads None where the value at a path of API names is missing or does not fit."""
    if not path:
        return core_schema.with_default_schema(schema, default=None, on_error="default")
    if "fields" not in schema or isinstance(schema["fields"][0], str):  # names, in the schema around the fields
        return {**schema, "schema": tolerating(schema["schema"], path)}
    name, *inner = path
    fields = [
        {**field, "schema": tolerating(field["schema"], tuple(inner))}
        if name in (field["validation_alias"], *field["validation_alias"][0])
        else field
        for field in schema["fields"]
    ]
    return {**schema, "fields": fields}
