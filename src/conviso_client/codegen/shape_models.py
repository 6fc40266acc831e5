"""Shape the models of results: one class per model, in an order that loads, and the unions."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping

from conviso_client.models.values import api_name

from .lower import FRAGMENT_MARK, Lowered, ModelUnion, model_of_fragment
from .naming import type_class
from .python_types import ID_NAME
from .shadow_schema import union_scalar
from .syntax import all_of, docstring, import_from, modern, names_in, rename

_DATES = frozenset({"date", "datetime"})

__all__ = ["PublicNames", "models_module", "row_annotation", "scalar_settings"]


_FROM_RESULTS = frozenset(
    {
        "BY_TYPENAME",
        "NULL_AS_EMPTY",
        "Alias",
        "OtherThan",
        "ResultDate",
        "ResultID",
        "ResultModel",
        "ResultPage",
        "Timestamp",
        "UnknownTypename",
    }
)

_HASH = "__hash__ = ResultModel.__hash__"
"""What a model with an id has: without it, type checkers take a class with fields for one that cannot be hashed."""


class PublicNames:
    """What the generator's class names become: a class that only repeats a model is that model."""

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}

    def learn(self, module: ast.Module) -> list[ast.ClassDef]:
        """Remember which names only repeat a model; give the classes that are models."""
        models: list[ast.ClassDef] = []
        for node in module.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
                self.aliases[ast.unparse(node.targets[0])] = node.value.id
            elif isinstance(node, ast.ClassDef) and node.name.endswith(FRAGMENT_MARK):
                models.append(node)
            elif isinstance(node, ast.ClassDef) and isinstance(node.body[0], ast.Pass):
                self.aliases[node.name] = ast.unparse(node.bases[0])
        return models

    def resolve(self, name: str) -> str:
        """Give the model's public name."""
        while name in self.aliases:
            name = self.aliases[name]
        return model_of_fragment(name)

    def annotation(self, annotation: ast.expr) -> ast.expr:
        """Write an annotation with the models' public names."""
        plain = modern(annotation)
        return rename(plain, {name: self.resolve(name) for name in names_in(plain)})


def shaped_models(models: Iterable[ast.ClassDef], lowered: Lowered, names: PublicNames) -> dict[str, ast.ClassDef]:
    """Shape the classes of all models, by name."""
    shaper = _Shaper(lowered, names)
    classes = {node.name: node for node in map(shaper.shape, models)}
    for union in lowered.unions.values():
        classes[union.fallback] = _fallback(union)
    for node in classes.values():
        if _attribute(node, "id", classes):
            node.body.extend(ast.parse(_HASH).body)
    for name in _mixins(classes):
        classes[name].keywords.append(ast.keyword("mixin", ast.Constant(True)))
    return classes


def _mixins(classes: Mapping[str, ast.ClassDef]) -> set[str]:
    """Name the models that a class inherits beside its first base: only one line of bases can have slots."""

    def line(name: str) -> set[str]:
        bases = map(ast.unparse, classes[name].bases) if name in classes else ()
        return {name}.union(*map(line, bases)) & classes.keys()

    lines = [[line(ast.unparse(base)) for base in node.bases] for node in classes.values()]
    return {name for first, *others in lines for other in others for name in other - first}


def models_module(classes: Mapping[str, ast.ClassDef], lowered: Lowered, results: set[str]) -> ast.Module:
    """Make the module of all models; the names that stand in `results` can be imported from it too.

    Its annotations are evaluated as they stand, as each model comes after those that it uses: pydantic would otherwise
    parse them one by one, which takes a quarter of the time that the models take.
    """
    unions = {name: _union(union, lowered) for name, union in lowered.unions.items()}
    definitions = list(_used_first({**{name: [node] for name, node in classes.items()}, **unions}))
    used = set[str]().union(*map(names_in, definitions))
    enums = set(map(type_class, lowered.enums))
    imports = [
        *_imports("datetime", _DATES, used, results),
        *_imports("typing", {"Annotated", "Any", "Literal", "TypeAlias"}, used, results),
        *_imports("conviso_client.models.results", _FROM_RESULTS, used),
        *_imports("enums", enums, used, results, level=1),
    ]
    text = "The models of results, named after the fragments in `queries/` and the API's types."
    public = all_of([*classes, *lowered.unions])
    return ast.Module([docstring(text, ""), *imports, public, *definitions], [])


def _imports(
    module: str, names: Collection[str], used: set[str], results: Collection[str] = (), level: int = 0
) -> list[ast.ImportFrom]:
    """Import what is used; what only results need is imported in the way that type checkers take for an export."""
    plain = import_from(module, used.intersection(names), level)
    exported = import_from(module, set(names).intersection(results) - used, level)
    for alias in exported.names:
        alias.asname = alias.name
    return [node for node in (plain, exported) if node.names]


class _Shaper:
    def __init__(self, lowered: Lowered, names: PublicNames) -> None:
        self.lowered = lowered
        self.names = names
        self.members = {
            model: (kind, union.base) for union in lowered.unions.values() for kind, model in union.members.items()
        }

    def shape(self, node: ast.ClassDef) -> ast.ClassDef:
        name = model_of_fragment(node.name)
        fields = [self._field(name, field) for field in node.body if isinstance(field, ast.AnnAssign)]
        body = [part for field in fields for part in (field, *self._mark(name, field))]
        return ast.ClassDef(
            name=name,
            bases=self._bases(name, node, fields),
            keywords=[],
            body=[docstring(self.lowered.docstrings[name]), *body],
            decorator_list=[],
        )

    def _mark(self, model: str, field: ast.AnnAssign) -> list[ast.Expr]:
        reason = self.lowered.deprecated.get((model, _response_name(ast.unparse(field.target), field)))
        return [] if reason is None else [docstring(f"Deprecated: {reason}")]

    def _bases(self, name: str, node: ast.ClassDef, fields: list[ast.AnnAssign]) -> list[ast.expr]:
        if name in self.members:
            return [ast.Name(self.members[name][1])]
        rows = next((field.annotation for field in fields if ast.unparse(field.target) == "collection"), None)
        if rows is not None and (row := _row_in(rows)) is not None:
            return [ast.Subscript(ast.Name("ResultPage"), ast.Constant(row))]
        bases = [model_of_fragment(ast.unparse(base)) for base in node.bases]
        return [ast.Name("ResultModel" if base == "BaseModel" else base) for base in bases]

    def _field(self, model: str, field: ast.AnnAssign) -> ast.AnnAssign:
        name = ast.unparse(field.target)
        field.annotation = self.names.annotation(field.annotation)
        rename(field.annotation, {"datetime": "Timestamp", "date": "ResultDate"})
        if ID_NAME.search(_response_name(name, field)):
            rename(field.annotation, {"str": "ResultID"})
        if name == "typename__" and model in self.members:
            field.annotation = ast.Subscript(ast.Name("Literal"), ast.Constant(self.members[model][0]))
        marks: list[ast.expr] = []
        alias = _response_name(name, field)
        if (model, alias) in self.lowered.null_lists:
            marks.append(ast.Name("NULL_AS_EMPTY"))
        if alias != api_name(name):
            marks.append(ast.Call(ast.Name("Alias"), [ast.Constant(alias)], []))
        if marks:
            field.annotation = ast.Subscript(ast.Name("Annotated"), ast.Tuple([field.annotation, *marks]))
        if isinstance(field.value, ast.Call):
            field.value = next((keyword.value for keyword in field.value.keywords if keyword.arg == "default"), None)
        return field


def _response_name(name: str, field: ast.AnnAssign) -> str:
    if isinstance(field.value, ast.Call):
        for keyword in field.value.keywords:
            if keyword.arg == "alias" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return api_name(name)


def _used_first(definitions: Mapping[str, list[ast.stmt]]) -> Iterator[ast.stmt]:
    """Order models and unions so that each finds what it uses: its bases, and the types of its fields.

    A model in another module that inherits a field could not resolve its type any more: pydantic looks for it there.
    """
    done: set[str] = set()

    def visit(name: str) -> Iterator[ast.stmt]:
        if name in done or name not in definitions:
            return
        done.add(name)
        for used in sorted(names_in(definitions[name][0]) - {name}):
            yield from visit(used)
        yield from definitions[name]

    for name in sorted(definitions):
        yield from visit(name)


def _fallback(union: ModelUnion) -> ast.ClassDef:
    text = f"A `{union.name}` of a type that has no model of its own: `typename__` says which."
    known = ", ".join(map(repr, sorted(union.members)))
    source = f"""
class {union.fallback}({union.base}):
    {text!r}
    typename__: Annotated[UnknownTypename, OtherThan(({known},))]
"""
    return ast.parse(source).body[0]  # type: ignore[return-value]


def _union(union: ModelUnion, lowered: Lowered) -> list[ast.stmt]:
    models = sorted(union.members.values())
    source = f"{union.name}: TypeAlias = Annotated[{' | '.join([*models, union.fallback])}, BY_TYPENAME]"
    names = ", ".join(f"`{model}`" for model in models)
    text = f"{lowered.docstrings[union.name]}\n\nOne of {names}, or `{union.fallback}`. Each is a `{union.base}`."
    return [*ast.parse(source).body, docstring(text, "")]


def scalar_settings(lowered: Lowered) -> dict[str, str]:
    """Say which name stands for each scalar of the lowered schema: the union of models, or the enum."""
    return {union_scalar(name): name for name in lowered.unions} | {name: type_class(name) for name in lowered.enums}


def row_annotation(classes: Mapping[str, ast.ClassDef], result: str, path: tuple[str, ...]) -> str:
    """Give the annotation of a row: what the list at a path of a result holds."""
    annotation: ast.expr = ast.Name(result)
    for name in path:
        models_named = [classes[found] for found in sorted(names_in(annotation)) if found in classes]
        annotation = next(found for model in models_named if (found := _attribute(model, name, classes)))
    row = _row_in(annotation)
    assert row is not None
    return row


def _row_in(annotation: ast.expr) -> str | None:
    """Give the annotation of what a list holds; None for what is no list."""
    for node in ast.walk(annotation):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "list":
            return ast.unparse(node.slice)
    return None


def _attribute(model: ast.ClassDef, name: str, classes: Mapping[str, ast.ClassDef]) -> ast.expr | None:
    for node in model.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            return node.annotation
    bases = [classes[base] for base in map(ast.unparse, model.bases) if base in classes]
    return next((found for base in bases if (found := _attribute(base, name, classes))), None)
