"""What coding assistants read: `docs/llms.txt`, and the lists on `docs/assistants.md`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # its types are a package of their own

from conviso_client import jobs

from .source import Source
from .writing import code, title_of

__all__ = ["assistants_parts", "llms_text"]

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def assistants_parts(source: Source) -> dict[str, str]:
    """Write the lists of `docs/assistants.md`, by the name that it uses."""
    return {
        "jobs": "\n".join(_jobs()),
        "methods": "\n".join(_methods(source)),
    }


def _jobs() -> Iterator[str]:
    for name in jobs.__all__:
        found: Any = getattr(jobs, name)
        if inspect.isfunction(found) and not name.startswith("async_"):
            yield f"- {code(name + _signature(found))}: {_sentence(inspect.getdoc(found) or '')}"


def _signature(function: Any) -> str:
    """Write the arguments by name, with a default where there is one: types stand in the editor."""
    shown: list[str] = []
    for each in inspect.signature(function).parameters.values():
        if each.kind is each.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        default = "" if each.default is each.empty else f"={each.default!r}"
        shown.append(f"**{each.name}" if each.kind is each.VAR_KEYWORD else f"{each.name}{default}")
    return f"({', '.join(shown)})"


def _methods(source: Source) -> Iterator[str]:
    for domain, found in source.domains.items():
        names = [code(each.method.name) + (f" and {code(each.pager.name)}" if each.pager else "") for each in found]
        yield f"- [{title_of(domain)}](reference/operations/{domain}.md): {', '.join(names)}"


def llms_text(docs: Path, navigation: Path, texts: Mapping[Path, str]) -> str:
    """List the pages in the order of the navigation, each with its first sentence, in the form that llms.txt has.

    `texts` has the pages as they should be, which may not be written yet.
    """
    settings = yaml.safe_load(navigation.read_text(encoding="utf-8"))
    lines = [f"# {settings['site_name']}", "", f"> {settings['site_description']}.", ""]
    lines += ["Read [For coding assistants](assistants.md) first: how to construct, page, write, import and gate."]
    optional: list[str] = []
    for entry in settings["nav"]:
        [(title, content)] = entry.items()
        if isinstance(content, list):
            plain = [page for page in content if isinstance(page, str)]
            lines += ["", f"## {title}", "", *(_page(texts[docs / page], page) for page in plain)]
            groups = [group for group in content if isinstance(group, dict)]
            optional += [
                f"- [{_title(texts[docs / page])}]({page})"
                for group in groups
                for pages in group.values()
                for page in pages
            ]
    return "\n".join([*lines, "", "## Optional", "", *optional]) + "\n"


def _page(text: str, page: str) -> str:
    prose = [part for part in text.split("\n\n")[1:] if re.match(r"[\w*`\[]", part) and not part.startswith("```")]
    return f"- [{_title(text)}]({page})" + (f": {_sentence(prose[0])}" if prose else "")


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _sentence(text: str) -> str:
    return re.split(r"(?<=[.:])\s", _plain(text))[0].rstrip(".:")


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", " ".join(text.partition("\n\n")[0].split()))
