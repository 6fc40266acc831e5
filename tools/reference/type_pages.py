"""The pages of the types: what methods take and give, by the file of operations that needs it."""

from __future__ import annotations

from collections.abc import Iterator

from conviso_client.models.values import api_name

from .python_face import Member, PythonType
from .source import Source
from .writing import code, heading, linked, mark, table, title_of

__all__ = ["FOLDER", "coordinate_of", "type_pages"]

FOLDER = "reference/types"
_SECTIONS = {"input": "Inputs", "result": "Results", "enum": "Enums"}
_UNCONFIRMED = "No recent source confirms this field."


def type_pages(source: Source) -> dict[str, str]:
    """Write the pages, by their place in the documentation."""
    homes: dict[str, list[PythonType]] = {}
    for kind in source.face.types.values():
        homes.setdefault(kind.home, []).append(kind)
    ordered = sorted(homes, key=lambda home: (home in {"common", "enums"}, home))
    return {f"{FOLDER}/{home}.md": _page(home, homes[home], source) for home in ordered}


def _page(home: str, kinds: list[PythonType], source: Source) -> str:
    title = title_of(home) if home == "enums" else f"{title_of(home)}: types"
    lines = [f"# {title}", "", _introduction(home, source)]
    for section, title in _SECTIONS.items():
        found = sorted((kind for kind in kinds if kind.kind == section), key=lambda kind: kind.name)
        if found:
            lines += ["", f"## {title}"] * (home != "enums")
        for kind in found:
            lines += ["", *_type(kind, source, level=2 if home == "enums" else 3)]
    return "\n".join(lines) + "\n"


def _introduction(home: str, source: Source) -> str:
    where = "Import all types from `conviso_client.types`."
    if home == "enums":
        taken = "Methods take a member or its string."
        return f"{where} {taken} Unlisted values decode too, with `is_known` False."
    link = f"[{title_of(home)}](../operations/{home}.md)"
    used = f"Used by the operations of {link}. " if home in source.domains else ""
    return f"{used}{where} The client sends only the fields of an input that you set, and sends None as null."


def _type(kind: PythonType, source: Source, level: int) -> Iterator[str]:
    yield heading(level, kind.name)
    if kind.text != f"The API's `{kind.name}`.":
        yield from ("", kind.text.partition("\n\nOne of `")[0])
    if kind.kind == "enum":
        yield from ("", ", ".join(code(member.name) for member in kind.members))
        yield from _unconfirmed(kind, source)
    elif kind.alternatives:
        yield from ("", f"One of {', '.join(linked(each, source.face, '') for each in kind.alternatives)}.")
    else:
        yield from ("", _fields(kind, source))


def _unconfirmed(kind: PythonType, source: Source) -> Iterator[str]:
    names = [
        member.name
        for member in kind.members
        if (known := source.known.get(f"{kind.name}.{member.name}")) and known.evidence != "confirmed"
    ]
    if names:
        shown = "any of these" if len(names) == len(kind.members) else ", ".join(map(code, names))
        yield from ("", f"No recent source shows {shown}.")


def coordinate_of(owner: PythonType, member: Member, source: Source) -> str:
    """Give the API's coordinate of a field: of the type that a model was selected on, or of the input."""
    kind = owner.name if owner.kind == "input" else source.graphql_types.get(owner.name, owner.name)
    return f"{kind}.{api_name(member.name)}"


def _fields(kind: PythonType, source: Source) -> str:
    rows = []
    for owner, member in source.face.members(kind.name):
        text = member.text.replace(_UNCONFIRMED, "").strip().replace("\n\n", " ")
        need = "required" if kind.kind == "input" and member.required else ""
        note = " ".join(part for part in (need, text) if part)
        known = mark([coordinate_of(owner, member, source)], source)
        rows.append((code(member.name), linked(member.annotation, source.face, ""), known, note))
    return table(("Field", "Type", "Known", "Notes"), rows)
