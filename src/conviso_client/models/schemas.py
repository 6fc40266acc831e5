"""From the annotations of results to what pydantic-core decodes by.

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
    """Gives the schema of an annotation: strict, but for objects, which may be dicts or models.

    Models, enums and marks in `Annotated` say by pydantic's own hook what their schema is, and get this as the handler;
    what is not known here, such as a model of pydantic's, pydantic is asked for.
    """

    unasked: frozenset[str] = frozenset()
    """The fields, by their Python names, that no answer has. Each field that is looked for takes time in each row."""

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
    """Return the schema that marks make of an annotation: each gets what those before it made."""
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
    """Return a schema that has None for what is missing or does not fit at a path of names, as the API gives them."""
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
