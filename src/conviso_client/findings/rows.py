"""A finding as the API's input, and an issue of the API in the same fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conviso_client.errors import ConfigurationError

if TYPE_CHECKING:
    from conviso_client.types import CreateOrUpdateFindingPolymorphicInput, IssueSummary

    from .finding import Finding, Kind

__all__ = ["BRANCHED", "NOT_PROVIDED", "changes", "content_of", "input_of", "kind_of", "row_of", "source_of", "whole"]

NOT_PROVIDED = "(not provided by the source)"
"""The value of a text that the API requires and the source lacks."""
CUT = "\n[cut: longer than {limit} characters]"
LIMITS = {"title": 255, "description": 30_000, "solution": 30_000, "reference": 10_000, "code_snippet": 10_000}
"""The most characters of a field. The API documents no limit; these keep a batch small. `TEXT` is for all others."""
TEXT = 20_000
BRANCHED = frozenset({"sast", "iac"})
"""Kinds with an input field `branch` that a public source confirms."""

_IN_CODE = {"file_name": "file", "first_line": "first_line", "vulnerable_line": "line", "code_snippet": "snippet"}
_PACKAGE = {"package": "package", "affected_version": "affected_version", "patched_version": "patched_version"} | {
    "cve": "cve"
}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "sast": _IN_CODE,
    "iac": _IN_CODE,
    "secret": _IN_CODE,
    "sca": {**_PACKAGE, "file_name": "file"},
    "container": _PACKAGE,
    "dast": {name: name for name in ("url", "method", "scheme", "port", "parameters", "request", "response")},
}
"""The input fields of each kind, and the finding's fields that fill them."""
_REQUIRED: Mapping[str, Mapping[str, str]] = {
    "sast": dict.fromkeys(("file_name", "code_snippet"), NOT_PROVIDED),
    "iac": dict.fromkeys(("file_name", "code_snippet"), NOT_PROVIDED),
    "secret": {"file_name": NOT_PROVIDED},
    "sca": dict.fromkeys(("affected_version", "file_name", "package"), NOT_PROVIDED),
    "container": {},
    "dast": {
        **dict.fromkeys(("url", "request", "response"), NOT_PROVIDED),
        **dict.fromkeys(("method", "scheme"), "UNKNOWN"),
    },
}
"""Required fields of `Create...FindingInput`. Numbers have no value for "unknown", so they are left out."""
_KNOWN = {
    "method": frozenset(("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "UNKNOWN")),
    "scheme": frozenset(("HTTP", "HTTPS", "WS", "WSS", "UNKNOWN")),
}
"""The values of the API's enums."""
_NOT_COMPARED = frozenset({"code_snippet", "request", "response", "branch", "commit_ref"})
"""Fields that are not compared: large, private, or changed by the platform."""
_KINDS: Mapping[str, Kind] = {
    "SAST_FINDING": "sast",
    "SCA_FINDING": "sca",
    "DAST_FINDING": "dast",
    "IAC_FINDING": "iac",
    "SECRET_FINDING": "secret",
    "CONTAINER_FINDING": "container",
}


def source_of(tool: str) -> str:
    """Return a tool's name for `original_issue_id_from_tool`: lower case, without colons and blanks."""
    return re.sub(r"[^a-z0-9._-]+", "-", tool.lower()).strip("-") or "unknown"


def content_of(finding: Finding, *, branch: str | None) -> dict[str, Any]:
    """Return the fields of a new finding's input, without asset and id.

    Raises `ConfigurationError` for a kind or a text that the API cannot take.
    """
    if finding.kind not in _FIELDS:
        raise ConfigurationError(f"a finding's kind is one of {', '.join(_FIELDS)}, not {finding.kind!r}")
    content: dict[str, Any] = {
        "title": finding.title,
        "description": finding.description or NOT_PROVIDED,
        "severity": finding.severity,
        "category": finding.cwes[0] if finding.cwes else None,
        "solution": finding.solution,
        "reference": finding.reference,
    }
    content |= {name: getattr(finding, own) for name, own in _FIELDS[finding.kind].items()}
    for name, known in _KNOWN.items():
        if name in content and content[name] not in known:  # the API would refuse the whole batch for PROPFIND
            content[name] = None
    for name, marker in _REQUIRED[finding.kind].items():
        if content.get(name) in (None, ""):
            content[name] = marker
    if finding.kind in BRANCHED:
        content["branch"] = branch
    if finding.kind in ("sast", "iac", "secret"):
        content["commit_ref"] = finding.commit
    return {name: _cut(name, value) for name, value in content.items() if value not in (None, "") and _fits(value)}


def _fits(value: Any) -> bool:
    """Return whether the API can take a number."""
    return not isinstance(value, int) or abs(value) < 1 << 31


def whole(text: str) -> str:
    """Return a text without lone surrogates, which Python makes of file names that are not UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _cut(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = whole(value)
    limit = LIMITS.get(name, TEXT)
    if len(value) <= limit:
        return value
    if name == "title":
        return value[: limit - 1] + "\u2026"
    mark = CUT.format(limit=limit)
    return value[: limit - len(mark)] + mark


def kind_of(issue: IssueSummary) -> Kind | None:
    """Return the kind of an issue; None for a type that no scanner's finding has."""
    return _KINDS.get(str(issue.type))


def row_of(issue: IssueSummary) -> dict[str, Any]:
    """Return an issue in the fields of the inputs."""
    detail: Any = getattr(issue, "detail", None)
    kind = kind_of(issue) or ""
    row = {name: getattr(detail, name, None) for name in _FIELDS.get(kind, ()) if name not in _NOT_COMPARED}
    for name in ("title", "description", "severity", "category", "solution", "reference"):
        row[name] = getattr(issue, name, None)
    return {name: value if isinstance(value, int) else str(value) for name, value in row.items() if value is not None}


def changes(wanted: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `wanted` that differ from the issue's, ignoring white space."""
    return {
        name: value
        for name, value in wanted.items()
        if name not in _NOT_COMPARED and _squeezed(value) != _squeezed(row.get(name))
    }


def _squeezed(value: Any) -> str:
    return " ".join(str(value).split())


def input_of(kind: str, asset: int, content: Mapping[str, Any]) -> CreateOrUpdateFindingPolymorphicInput:
    """Return a row of a batch."""
    from conviso_client import types

    inputs: Mapping[str, Any] = {
        "sast": types.CreateOrUpdateSastFindingInput,
        "iac": types.CreateOrUpdateSastFindingInput,
        "secret": types.CreateOrUpdateSecretFindingInput,
        "sca": types.CreateOrUpdateScaFindingInput,
        "container": types.CreateOrUpdateContainerFindingInput,
        "dast": types.CreateOrUpdateDastFindingInput,
    }
    finding: Mapping[str, Any] = {kind: inputs[kind](asset_id=asset, **content)}
    return types.CreateOrUpdateFindingPolymorphicInput(asset_id=asset, **finding)
