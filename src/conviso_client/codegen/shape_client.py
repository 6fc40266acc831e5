"""Shape the clients' methods: one set of operations, a sync and an async class."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    ConstValueNode,
    EnumValueNode,
    GraphQLInputType,
    ValueNode,
    is_non_null_type,
    value_from_ast_untyped,
)

from conviso_client.call.operation import Operation

from . import documents as source
from .naming import ANNOTATION_BUILTINS, argument_name
from .python_types import argument_annotation, imports_for
from .syntax import docstring, import_from, names_in, rename, type_checking
from .template import Template

__all__ = ["Method", "as_async", "client_module", "input_names", "result_names"]

_LIGHT = 40
"""Fields of an operation up to which its rows are light: then a page has more of them."""
_COMPANY = "company_id"
_PAGERS = frozenset({"Pager", "AsyncPager"})
_MAX_POSITIONAL = 3
"""A call with more arguments is only read when each is named."""
_STANDARD_TEXTS = {
    "id": "the id.",
    "page": "which page; the first is 1.",
    "limit": "rows a page.",
    "pagination": "which page and how many rows; None reads the first page.",
}


@dataclass(frozen=True)
class Parameter:
    """One argument of a method."""

    name: str
    variable: str
    annotation: ast.expr
    default: ast.expr | None
    text: str


@dataclass(frozen=True)
class Method:
    """What a client's method is made of."""

    operation: Operation[object]
    comment: source.Comment
    variables: tuple[tuple[str, GraphQLInputType, ConstValueNode | None], ...]
    deprecation: str | None
    """The schema's reason, if the root field is deprecated."""
    deprecated: Mapping[str, str]
    """Variables that go where the schema says deprecated, with its reason."""

    def definition(self) -> ast.FunctionDef:
        """Write the method of the sync client."""
        parameters = [
            self._parameter(*variable) for variable in self.variables if variable[0] != self._company_variable
        ]
        required = [parameter for parameter in parameters if parameter.default is None]
        optional = [parameter for parameter in parameters if parameter.default is not None]
        if self.operation.company:
            optional.insert(0, self._company_parameter())
        return ast.FunctionDef(
            name=self.operation.method,
            args=_arguments(required, optional),
            body=[self._docstring([*required, *optional]), self._return(parameters)],
            decorator_list=[],
            returns=ast.parse(self.operation.result, mode="eval").body,
            lineno=0,
        )

    def pager_definition(self, item: str) -> ast.FunctionDef:
        """Write the method of the sync client that iterates over the list; `item` is the annotation of a row."""
        paging = self.operation.paging
        assert paging
        own = {paging.page[0], paging.size[0], self._company_variable}
        parameters = [self._parameter(*variable) for variable in self.variables if variable[0] not in own]
        required = [parameter for parameter in parameters if parameter.default is None]
        optional = [parameter for parameter in parameters if parameter.default is not None]
        if self.operation.company:
            optional.insert(0, self._company_parameter())
        options = [_pager_parameter(*parameter) for parameter in self._pager_parameters()]
        keywords = [ast.keyword(option.name, ast.Name(option.name)) for option in options]
        arguments: list[ast.expr] = [
            _attribute("operations", self.operation.method),
            _variables(parameters),
            ast.Name(_COMPANY) if self.operation.company else ast.Constant(None),
        ]
        return ast.FunctionDef(
            name=self._pager_name,
            args=_arguments(required, [*optional, *options]),
            body=[
                self._docstring([*required, *optional, *options], f"{self._pager_text} page by page: see `Pager`."),
                ast.Return(ast.Call(_attribute("self", "_pager"), arguments, keywords)),
            ],
            decorator_list=[],
            returns=ast.parse(f"Pager[{item}, {self.operation.result}]", mode="eval").body,
            lineno=0,
        )

    @property
    def _pager_name(self) -> str:
        """Give `iter_assets`; for a list inside an object, `iter_security_gate_run_failing_vulnerabilities`."""
        paging = self.operation.paging
        assert paging
        return "_".join(["iter", self.operation.method, *paging.items[:-1]])

    @property
    def _pager_text(self) -> str:
        paging = self.operation.paging
        assert paging
        return f"Iterate over the rows of `{paging.items[0]}`," if len(paging.items) > 1 else "Iterate over the rows,"

    def _pager_parameters(self) -> Iterator[tuple[str, str, str | int | bool | None, str]]:
        """Give name, annotation, default and meaning of what every pager takes."""
        size = 200 if self.operation.complexity <= _LIGHT else 100
        yield "limit", "int | None", None, "the most rows to deliver; None delivers all."
        yield "page_size", "int", size, "rows to ask for at once; the server may give fewer."
        yield "start_page", "int", 1, "the page to begin with."
        if self.operation.repeatable:
            yield "prefetch", "int", 4, "pages to ask for ahead; 0 asks for each when it is needed."
        yield (
            "strict",
            "bool",
            False,
            "raise `IncompleteList` instead of warning if what came cannot be the whole list.",
        )
        yield (
            "resume",
            "PagerState | None",
            None,
            "`state()` of an earlier pager, or `resume` of its error: go on from there.",
        )

    @property
    def _company_variable(self) -> str | None:
        company = self.operation.company
        return company.path[0] if company and len(company.path) == 1 else None

    def _parameter(self, variable: str, kind: GraphQLInputType, default: ConstValueNode | None) -> Parameter:
        name = argument_name(variable)
        is_required = is_non_null_type(kind) and default is None
        plain = _plain_default(default)
        annotation = argument_annotation(kind, variable, nullable=not is_required and plain is None)
        value = None if is_required else ast.Constant(plain)
        text = self.comment.arguments.get(variable, "") or self._text(name)
        if variable in self.deprecated:
            text = f"{text} Deprecated: {' '.join(self.deprecated[variable].split())}".strip()
        return Parameter(name, variable, annotation, value, text)

    def _company_parameter(self) -> Parameter:
        annotation = ast.BinOp(ast.Name("ID"), ast.BitOr(), ast.Constant(None))
        text = "the company; None takes the one that the input names, else the client's."
        if self._company_variable:
            own = self.comment.arguments.get(self._company_variable)
            text = own or "the company; None takes the client's."
        return Parameter(_COMPANY, "", annotation, ast.Constant(None), text)

    def _text(self, name: str) -> str:
        if name.startswith("with_"):
            return f"also ask for the {name.removeprefix('with_').replace('_', ' ')}."
        return _STANDARD_TEXTS.get(name, "")

    def _docstring(self, parameters: list[Parameter], note: str = "") -> ast.Expr:
        texts = [(parameter.name, parameter.text) for parameter in parameters if parameter.text]
        arguments = [f"    {name}: {text}" for name, text in texts]
        parts = [self.comment.text or f"Send the operation `{self.operation.name}`.", *([note] if note else [])]
        if self.deprecation is not None:
            parts.append(f"Deprecated: {self.deprecation}")
        if arguments:
            parts.append("\n".join(["Args:", *arguments]))
        return docstring("\n\n".join(parts), " " * 8)

    def _return(self, parameters: list[Parameter]) -> ast.Return:
        arguments: list[ast.expr] = [_attribute("operations", self.operation.method), _variables(parameters)]
        if self.operation.company:
            arguments.append(ast.Name(_COMPANY))
        return ast.Return(ast.Call(_attribute("self", "_call"), arguments, []))


def client_module(
    methods: Iterable[ast.FunctionDef | ast.AsyncFunctionDef],
    template: Template,
    name: str,
    enums: set[str],
    inputs: set[str],
) -> ast.Module:
    """Make the module of one client. Its annotations are for type checkers alone: importing it loads no model."""
    base = template.bases[template.classes.index(name)]
    local = f"{base}Base" if base == name else base
    ordered = sorted(methods, key=lambda method: method.name)
    annotations = [ast.Expr(part) for method in ordered for part in _annotations(method)]
    used = set[str]().union(*(names_in(node) for node in annotations))
    imports = [
        *imports_for(used, enums, inputs),
        import_from("conviso_client.paging.pager", used & _PAGERS),
        import_from("conviso_client.paging.state", used & {"PagerState"}),
        import_from("models", result_names(ordered) - {"Any"}, level=1),
    ]
    definition = ast.ClassDef(
        name=name,
        bases=[ast.Name(local)],
        keywords=[],
        body=[docstring(template.about), _known_to_act(), *ordered],
        decorator_list=[],
    )
    body: list[ast.stmt] = [
        docstring("The client's methods, one for each operation in `queries/`.", ""),
        import_from("__future__", ["annotations"]),
        import_from("typing", ["TYPE_CHECKING"]),
        ast.ImportFrom(template.home, [ast.alias(base, None if local == base else local)], 0),
        ast.ImportFrom(None, [ast.alias("operations")], level=1),
        type_checking([node for node in imports if node.names]),
        definition,
    ]
    return ast.Module([node for node in body if not (isinstance(node, ast.ImportFrom) and not node.names)], [])


def result_names(methods: Iterable[ast.FunctionDef | ast.AsyncFunctionDef]) -> set[str]:
    """Collect the names that the module of the models must have, because results are made of them."""
    names = set[str]().union(*(names_in(method.returns) for method in methods if method.returns))
    return names - ANNOTATION_BUILTINS - _PAGERS


def input_names(method: ast.FunctionDef, inputs: set[str]) -> set[str]:
    """Collect the inputs that a method takes."""
    return inputs & set[str]().union(*map(names_in, _annotations(method)))


def as_async(method: ast.FunctionDef) -> ast.FunctionDef | ast.AsyncFunctionDef:
    """Write the same method for the async client; one that returns a pager stays as it is, but for the pager."""
    twin = copy.deepcopy(method)
    if "Pager" in names_in(twin):
        return rename(twin, {"Pager": "AsyncPager"})
    call = twin.body[-1]
    assert isinstance(call, ast.Return)
    assert call.value
    call.value = ast.Await(call.value)
    return ast.AsyncFunctionDef(
        name=twin.name, args=twin.args, body=twin.body, decorator_list=[], returns=twin.returns, lineno=0
    )


def _arguments(required: list[Parameter], optional: list[Parameter]) -> ast.arguments:
    by_position = required if len(required) <= _MAX_POSITIONAL else []
    by_name = [*required[len(by_position) :], *optional]
    return ast.arguments(
        posonlyargs=[],
        args=[ast.arg("self"), *(ast.arg(parameter.name, parameter.annotation) for parameter in by_position)],
        kwonlyargs=[ast.arg(parameter.name, parameter.annotation) for parameter in by_name],
        kw_defaults=[parameter.default for parameter in by_name],
        defaults=[],
    )


def _annotations(method: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    arguments = [*method.args.args, *method.args.kwonlyargs]
    annotations = [argument.annotation for argument in arguments if argument.annotation]
    return [*annotations, method.returns] if method.returns else annotations


def _known_to_act() -> ast.Assign:
    """Tell `execute` which root fields change something."""
    return ast.Assign([ast.Name("_with_side_effects")], _attribute("operations", "WITH_SIDE_EFFECTS"), lineno=0)


def _plain_default(default: ValueNode | None) -> str | int | float | bool | None:
    """Give a default that can stand in the signature; an object or a list stays in the document."""
    if default is None:
        return None
    if isinstance(default, EnumValueNode):
        return default.value
    value = value_from_ast_untyped(default)
    return value if isinstance(value, (str, int, float, bool)) else None


def _variables(parameters: list[Parameter]) -> ast.Dict:
    return ast.Dict(
        [ast.Constant(parameter.variable) for parameter in parameters],
        [ast.Name(parameter.name) for parameter in parameters],
    )


def _pager_parameter(name: str, annotation: str, default: str | int | bool | None, text: str) -> Parameter:
    return Parameter(name, "", ast.parse(annotation, mode="eval").body, ast.Constant(default), text)


def _attribute(owner: str, name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(owner), name)
