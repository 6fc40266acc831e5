"""The pages of the operations: one for each file of `queries/`, a section for each operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import parse, print_ast

from conviso_client.codegen.cost import MAX_COMPLEXITY, MAX_DEPTH
from conviso_client.codegen.naming import argument_name
from conviso_client.models.values import api_name

from .evidence import places_of_variables, tally
from .python_face import Parameter
from .source import Described, Source
from .type_pages import coordinate_of
from .writing import anchor, code, entry, heading, linked, mark, table, title_of

__all__ = ["FOLDER", "operation_pages"]

FOLDER = "reference/operations"
_TYPES = "../types/"
_MOST_NAMES = 12


def operation_pages(source: Source, examples: Mapping[str, str]) -> dict[str, str]:
    """Write the pages, by their place in the documentation."""
    pages = {f"{FOLDER}/index.md": _index(source)}
    for domain, found in source.domains.items():
        pages[f"{FOLDER}/{domain}.md"] = _page(domain, found, source, examples)
    return pages


def _index(source: Source) -> str:
    lines = [
        "# All operations",
        "",
        f"The client has a method for each of {len(source.operations)} operations. Each example runs as it stands",
        "against [the sandbox](../../sandbox.md), inside this block:",
        "",
        "```python",
        "from conviso_client import Conviso",
        "",
        "with Conviso(company_id=443) as conviso:",
        "    ...",
        "```",
        "",
        "With `AsyncConviso` the same calls are awaited, and lists are read with `async for`.",
    ]
    for domain, found in source.domains.items():
        lines += ["", f"## [{title_of(domain)}]({domain}.md)", "", _overview(found, f"{domain}.md")]
    return "\n".join(lines) + "\n"


def _overview(found: tuple[Described, ...], page: str = "") -> str:
    rows = [
        (f"[{code(each.method.name)}]({page}{anchor(each.method.name)})", _kind(each), each.method.summary)
        for each in found
    ]
    return table(("Method", "Kind", "Purpose"), rows)


def _kind(described: Described) -> str:
    return "query that acts" if described.written.comment.acts else described.operation.kind


def _page(domain: str, found: tuple[Described, ...], source: Source, examples: Mapping[str, str]) -> str:
    has_types = any(kind.home == domain for kind in source.face.types.values())
    # Not the domain alone: a heading of the same name, such as `companies`, would get another anchor.
    lines = [f"# Operations: {title_of(domain)}", "", _overview(found)]
    if has_types:
        lines += ["", f"Arguments and results: [the types of this domain]({_TYPES}{domain}.md)."]
    for described in found:
        lines += ["", *_section(described, source, examples[described.method.name])]
    return "\n".join(lines) + "\n"


def _section(described: Described, source: Source, example: str) -> Iterator[str]:
    yield heading(2, described.method.name)
    yield ""
    yield described.method.text
    yield from ("", "```python", example, "```", "")
    yield from _facts(described, source)
    if described.method.parameters:
        yield from ("", "**Arguments**", "")
        yield from _arguments(described, source)
    yield from ("", f"**Result:** {linked(described.method.result, source.face, _TYPES)}", "")
    yield from _result(described, source)
    yield from ("", *_document(described))


def _facts(described: Described, source: Source) -> Iterator[str]:
    operation, pager = described.operation, described.pager
    yield entry("The API's name", f"{operation.kind} {code(operation.name)}")
    yield entry("Cost", _cost(described))
    yield entry("Repeated automatically", _repetition(described))
    yield entry("Company", _company(described))
    if pager:
        rows = linked(source.face.named_in(pager.result)[0], source.face, _TYPES)
        yield entry("Page by page", f"{code(pager.name + '()')} gives every row, {rows}: see [Lists](../../lists.md)")
    if operation.uploads:
        places = ", ".join(code(".".join(map(argument_name, path)).replace(".*", "[]")) for path in operation.uploads)
        yield entry("Files", f"{places}: an `Upload`, see [Uploads](../../uploads.md)")
    if operation.payload:
        yield entry("Refusals", f"{_payload(operation.payload)} of the payload raises `MutationRejected`")
    if source.known:
        yield entry("Known", *_known(described, source))
    for coordinate, reason in described.written.comment.allowed_deprecations.items():
        yield entry("Deprecated", f"{code(coordinate)}: {reason}")


def _cost(described: Described) -> str:
    operation = described.operation
    return f"depth {operation.depth} of {MAX_DEPTH}, complexity {operation.complexity} of {MAX_COMPLEXITY}"


def _repetition(described: Described) -> str:
    if described.operation.repeatable:
        return "yes, it only reads"
    why = "it acts although it is a query" if described.written.comment.acts else "it writes"
    return f"no, {why}. If no answer comes, the call ends in [`OutcomeUnknown`](../../what-happens-when.md)"


def _company(described: Described) -> str:
    company = described.operation.company
    if company is None:
        return "none: it needs no company"
    place = code(".".join(company.path))
    need = "needed" if company.required else "may be left out"
    return f"{need}; `company_id` of the call or of the client goes into {place}, as {company.type}"


def _payload(words: tuple[str, ...]) -> str:
    said = {"errors": "an entry in `errors`", "success": "`success: false`"}
    return " or ".join(said[word] for word in words)


def _known(described: Described, source: Source) -> Iterator[str]:
    found = tally(described, source)
    seen = ", ".join(found.sources)
    yield f"the {len(found.sent)} names of the API that it sends are all confirmed; its root field is seen in {seen}"
    if found.inferred:
        yield f"types that are deductions ({len(found.inferred)}): {_names(found.inferred)}"
    if found.old:
        yield f"optional input fields that only the schema of 2024 shows ({len(found.old)}): {_names(found.old)}"
    if found.guessed:
        yield f"optional input fields whose names are guesses ({len(found.guessed)}): {_names(found.guessed)}"


def _names(names: tuple[str, ...]) -> str:
    """List coordinates by type, so that each type is named once."""
    groups: dict[str, list[str]] = {}
    for name in names[:_MOST_NAMES]:
        owner, _, member = name.partition(".")
        groups.setdefault(owner, []).append(member)
    said = "; ".join(f"{code(owner)} {', '.join(members)}" for owner, members in groups.items())
    more = len(names) - _MOST_NAMES
    return f"{said}; and {more} more" if more > 0 else said


def _arguments(described: Described, source: Source) -> Iterator[str]:
    places = {argument_name(name): found for name, found in places_of_variables(described, source).items()}
    for parameter in described.method.parameters:
        found = places.get(parameter.name, ())
        if parameter.name == "company_id" and not found:
            found = _company_places(described)
        kind = linked(parameter.annotation, source.face, _TYPES)
        known = f" ({marked})" if (marked := mark(found, source)) else ""
        text = (parameter.text or _plain(parameter)).replace("\n\n", " ")
        yield entry(f"{code(parameter.name)}, {kind}{_default(parameter)}{known}", text)


def _company_places(described: Described) -> tuple[str, ...]:
    """Find the coordinate that the company goes to, if it is inside an input or under another name."""
    company = described.operation.company
    if company is None:
        return ()
    if len(company.path) == 1:
        return (f"Query.{described.operation.name}({company.path[0]}:)",)
    variables = {each.variable.name.value: each.type for each in described.written.node.variable_definitions}
    return (f"{print_ast(variables[company.path[0]]).strip('[]!')}.{company.path[1]}",)


def _default(parameter: Parameter) -> str:
    return "" if parameter.default is None else f" = {code(parameter.default)}"


def _plain(parameter: Parameter) -> str:
    return f"the API's {code(api_name(parameter.name))}"


def _result(described: Described, source: Source) -> Iterator[str]:
    for name in source.face.named_in(described.method.result):
        kind = source.face.types[name]
        if kind.alternatives:
            yield f"One of {', '.join(linked(each, source.face, _TYPES) for each in kind.alternatives)}."
            continue
        rows = []
        for owner, member in source.face.members(name):
            known = mark([coordinate_of(owner, member, source)], source)
            rows.append((code(member.name), linked(member.annotation, source.face, _TYPES), known))
        yield table(("Field", "Type", "Known"), rows)


def _document(described: Described) -> Iterator[str]:
    yield from ("<details data-search-exclude markdown>", "<summary>The GraphQL document</summary>", "", "```graphql")
    yield print_ast(parse(described.operation.document))
    yield from ("```", "", "</details>")
