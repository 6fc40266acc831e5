"""One run in SARIF: the context of its results."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from conviso_client.findings.identity import settled
from conviso_client.findings.paths import Roots, is_absolute, unescaped
from conviso_client.findings.words import items, member, number, text

from .sarif_rules import Rules, family_of

__all__ = ["Run"]

_ARGUMENT = re.compile(r"\{(\d+)\}")
_REFERENCE = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(\d+\)")
_SOURCE_BYTES = 4 << 20


class Run:
    """A run without its results. `results_at` is their start in the text; None if there are none."""

    def __init__(self, members: dict[str, Any], results_at: int | None, roots: Roots) -> None:
        tool = member(members, "tool")
        self.driver = member(tool, "driver")
        self.family = family_of(self.driver)
        self.results_at = results_at
        self.invocations = list(map(member, items(members.get("invocations"))))
        self.taxonomies = items(members.get("taxonomies"))
        self.outside: set[str] = set()
        self._artifacts = items(members.get("artifacts"))
        self._logical = items(members.get("logicalLocations"))
        self._bases = member(members, "originalUriBaseIds")
        folders = [text(member(each, "workingDirectory").get("uri")) for each in self.invocations]
        bases = [self._base(each) for each in self._bases]
        named = [each for each in (*bases, *folders) if is_absolute(each)]
        self._roots = Roots(roots.given, named) if named else roots
        origin = member(next(iter(items(members.get("versionControlProvenance"))), None))
        self.branch = text(origin.get("branch")) or None
        self.commit = text(origin.get("revisionId")) or None
        overrides = {
            text(member(each, "descriptor").get("id")): text(member(each, "configuration").get("level"))
            for invocation in self.invocations
            for each in items(invocation.get("ruleConfigurationOverrides"))
        }
        self.rules = Rules(tool, self.family, overrides)
        self._files: dict[tuple[str, Any], str] = {}
        self.source = roots.given.resolve() if roots.given is not None and roots.given.is_dir() else None
        """The folder of the checkout, if the caller named one and it exists."""
        self._without_source: set[str] = set()
        self.lines = lru_cache(maxsize=64)(self._lines)

    def uri(self, location: dict[str, Any]) -> tuple[str, Any]:
        """Return the URI of an artifact's location and the id of its base; empty if the location has none."""
        uri = location.get("uri")
        if isinstance(uri, str) and uri:
            return uri, location.get("uriBaseId")
        index = location.get("index")
        if isinstance(index, int) and 0 <= index < len(self._artifacts):
            artifact = member(self._artifacts[index], "location")
            return text(artifact.get("uri")), artifact.get("uriBaseId")
        return "", None

    def file(self, uri: str, base: Any) -> str:
        """Return the path of a URI below the root."""
        base = base if isinstance(base, str) else None
        known = self._files.get((uri, base))
        if known is None:
            path = uri if is_absolute(uri) or base is None else self._base(base) + uri
            known, inside = self._roots.below(unescaped(path))
            if not inside:
                self.outside.add(known)
            self._files[uri, base] = known
        return known

    def settled(self, message: str) -> str:
        """Return the parts of a message that stay the same in the next scan and in another checkout."""
        return settled(self._roots.cut_out_of(message))

    def _base(self, id: str | None, depth: int = 9) -> str:
        told = member(self._bases.get(id)) if id is not None else {}
        uri = text(told.get("uri")).replace(" ", "%20")
        if not uri or is_absolute(uri) or depth == 0:
            return uri
        parent = told.get("uriBaseId")
        return self._base(parent, depth - 1) + uri if isinstance(parent, str) else uri

    def logical(self, location: dict[str, Any]) -> str:
        """Return the names of the logical locations of a location, such as a method's; an empty text if it has none."""
        if "logicalLocations" not in location:
            return ""
        names: list[str] = []
        for each in map(member, items(location.get("logicalLocations"))):
            index = each.get("index")
            shared = self._logical[index] if isinstance(index, int) and 0 <= index < len(self._logical) else None
            told = {**member(shared), **each}
            names.append(text(told.get("fullyQualifiedName")) or text(told.get("name")))
        return "|".join(filter(None, names))

    def message(self, told: dict[str, Any], rule: dict[str, Any]) -> str:
        """Return a message as text, with its arguments filled in."""
        value = told.get("text")
        if isinstance(value, str) and len(told) == 1 and value and "](" not in value:
            return value.strip()
        value = text(value) or text(told.get("markdown"))
        if not value and "id" in told:
            for strings in (rule.get("messageStrings"), self.driver.get("globalMessageStrings")):
                string = member(member(strings).get(told["id"]) if isinstance(told["id"], str) else None)
                value = value or text(string.get("text")) or text(string.get("markdown"))
        arguments = items(told.get("arguments"))
        if arguments:
            value = _ARGUMENT.sub(lambda match: _argument(arguments, match), value)
        return _REFERENCE.sub(r"\1", value) if "](" in value else value

    def _lines(self, file: str) -> list[str]:
        """Return the lines of a file of the checkout; none if it does not exist."""
        if self.source is None or file in self._without_source or is_absolute(file) or file.startswith("../"):
            return []
        path = self.source / file
        try:
            if path.resolve().is_relative_to(self.source) and path.stat().st_size <= _SOURCE_BYTES:
                return path.read_text(encoding="utf-8").split("\n")
        except (OSError, ValueError):
            pass
        self._without_source.add(file)
        return []


def _argument(arguments: list[Any], match: re.Match[str]) -> str:
    at = number(match[1], least=0)
    return str(arguments[at]) if at is not None and at < len(arguments) else match[0]
