"""Plausible values: what a field that nobody wrote says, from its name and its type.

A maker turns two hashes into a value: one of the field, one of the whole row, so that fields that belong together
(a name and its e-mail address) agree. The first rule that matches a field's name decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar

from graphql import GraphQLEnumType, GraphQLNamedType

from . import words
from .scalars import equivalent_scalar, to_timestamp

__all__ = ["Maker", "digest", "maker", "moment", "person", "pick", "unique"]

Maker = Callable[[int, int], Any]
T = TypeVar("T")


def digest(*parts: object) -> int:
    """A number that depends on nothing but the parts."""
    return int.from_bytes(blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


def pick(options: Sequence[T], h: int) -> T:
    """One of the options."""
    return options[h % len(options)]


def unique(values: Iterable[Any]) -> list[Any]:
    """Values without those that are there twice, which may be objects of JSON."""
    return list({repr(value): value for value in values}.values())


def person(h: int) -> tuple[str, str]:
    """A name and an e-mail address that belong together."""
    first, last = pick(words.FIRST_NAMES, h), pick(words.LAST_NAMES, h >> 8)
    return f"{first} {last}", f"{first}.{last}@example.com".lower()


def moment(name: str, created: datetime, h: int) -> str | None:
    """A date that fits its name: nothing starts before it was created or ends before it started."""
    lower = name.lower()
    if "deleted" in lower or "discarded" in lower:
        return None
    days = 0.0
    if "updated" in lower or "last" in lower or "review" in lower:
        days = 5 + h % 3
    elif "start" in lower:
        days = 1 + h % 2
    elif any(word in lower for word in ("finish", "end", "delivery", "closed", "until")):
        days = 12 + h % 5
    elif "due" in lower or "expir" in lower or "schedul" in lower:
        days = 30 + h % 15
    elif "created" not in lower:
        days = 2 + h % 3
    return to_timestamp(created + timedelta(days=days, minutes=h % 600 if days else 0))


def maker(type_name: str, field_name: str, kind: GraphQLNamedType) -> Maker:
    """How to make up a value for a scalar or enum field. Dates are made by `moment`."""
    if isinstance(kind, GraphQLEnumType):
        values = [name for name in kind.values if name.lower() not in {"none", "not_defined", "unknown"}] or list(
            kind.values
        )
        return lambda h, _r: pick(values, h)
    scalar = equivalent_scalar(kind.name, field_name)
    rules = _RULES.get(scalar, _STRINGS if scalar in {"String", "ID"} else [])
    for name in (field_name, kind.name.lower()):  # a scalar of its own kind says what it holds: `URL`, `UUID`
        for pattern, make in rules:
            if pattern.search(f"{type_name}.{name}"):
                return make
    return _FALLBACK.get(scalar, lambda h, _r: f"{_words(field_name)} {h % 900 + 100}")


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r" \1", name).capitalize()


def _weakness(h: int) -> words.Weakness:
    return pick(words.WEAKNESSES, h)


def _repository(r: int) -> str:
    return f"example/{pick(words.SERVICES, r)}-{pick(('api', 'web', 'worker', 'app'), r >> 8)}"


def _url(path: str) -> Maker:
    return lambda h, r: f"https://{pick(words.SERVICES, r)}.example.com{path or pick(words.PATHS, h)}"


def _of(options: Sequence[Any]) -> Maker:
    return lambda h, _r: pick(options, h)


def _number(low: int, high: int) -> Maker:
    return lambda h, _r: low + h % (high - low + 1)


def _sentence(h: int, _r: int) -> str:
    found = _weakness(h)
    return f"{found.title} ({found.cwe}) was found in {pick(words.FILES, h >> 16)}. {found.solution}"


def http_request(h: int, r: int) -> str:
    """A request as an interception proxy shows it."""
    host = f"{pick(words.SERVICES, r)}.example.com"
    return f"GET {pick(words.PATHS, h)}?id=1' HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0\r\n\r\n"


_HTTP_RESPONSE = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\n\r\n<h1>SQL error near ''</h1>"


def _rules(*pairs: tuple[str, Maker]) -> list[tuple[re.Pattern[str], Maker]]:
    return [(re.compile(pattern), make) for pattern, make in pairs]


_STRINGS = _rules(
    (r"^Company\.(label|name)$", lambda _h, r: pick(words.COMPANIES, r)),
    (r"^(PortalUser|UserType|DeveloperType|Contact|AnalystAllocations)\.\w*[nN]ame$", lambda _h, r: person(r)[0]),
    (r"\.(firstName)$", lambda _h, r: person(r)[0].split()[0]),
    (r"\.(lastName)$", lambda _h, r: person(r)[0].split()[1]),
    (r"[eE]mail$", lambda _h, r: person(r)[1]),
    (r"\.(username|user|portalUserName|contactName|invitedByName)$", lambda _h, r: person(r)[0]),
    (r"^Asset\.name$", lambda _h, r: _repository(r)),
    (r"^Application\.name$", lambda _h, r: f"{pick(words.SERVICES, r).capitalize()} platform"),
    (r"^Branch\.name$|branch(Name)?$", _of(words.BRANCHES)),
    (r"^Team\.label$", lambda _h, r: f"{pick(words.TEAMS, r)} team"),
    (r"^Tag\.name$|[tT]ags?(List)?$", _of(words.TAGS)),
    (r"^ProjectType\.code$", lambda _h, r: pick(words.PROJECT_TYPES, r)[0]),
    (r"^ProjectType\.label$", lambda _h, r: pick(words.PROJECT_TYPES, r)[1]),
    (r"^Project\.label$", lambda h, r: f"{pick(words.PROJECT_TYPES, h)[1]} - {_repository(r)}"),
    (r"^Project\.type$", lambda h, _r: pick(words.PROJECT_TYPES, h)[1]),
    (r"^Project\.status$|[pP]rojectStatus$", _of(("PLANNED", "ANALYSIS", "PAUSED", "DONE"))),
    (r"^(Requirement|ProjectRequirement)\.label$", lambda _h, r: pick(words.REQUIREMENTS, r)[0]),
    (r"^(Check\.(label|item)|Activity\.title)$", lambda h, r: pick(pick(words.REQUIREMENTS, r)[1], h)),
    (r"^Activity\.status$", _of(("not_started", "in_progress", "done", "not_applicable", "not_according"))),
    (r"^(SbomComponent\.name|.*\.(package|component))$", lambda _h, r: pick(words.PACKAGES, r).name),
    (r"packageManager$", lambda _h, r: pick(words.PACKAGES, r).manager),
    (r"\.license$", lambda _h, r: pick(words.PACKAGES, r).license),
    (r"[aA]ffectedVersion$|^SbomComponent\.version$", lambda _h, r: pick(words.PACKAGES, r).affected),
    (r"patchedVersion$", lambda _h, r: pick(words.PACKAGES, r).patched),
    (r"\.cves?$", lambda _h, r: pick(words.PACKAGES, r).cve),
    (r"cvssMetric$", _of(words.CVSS_VECTORS)),
    (r"[tT]echnolog|tecnolog|[lL]anguages?$|^Tecnology", _of(words.LANGUAGES)),
    (r"patterns?(List)?$|^IssuePattern", lambda h, _r: f"{_weakness(h).cwe}"),
    (r"categor(y|ies|yList)$|^IssueCategory", lambda h, _r: _weakness(h).category),
    (r"titleEn$", lambda h, _r: _weakness(h).title),
    (r"[sS]olution$|[rR]ecommendation", lambda h, _r: _weakness(h).solution),
    (r"^Vulnerability\.vid$|sid$|pid$|externalVid$", lambda h, _r: f"{h % 10**8:08d}"),
    (r"[pP]rotocol$", _of(("https", "http", "ssh", "smtp"))),
    (r"^NetworkVulnerabilityDetail\.address$|[aA]ffectedIp$", lambda h, _r: f"198.51.100.{h % 254 + 1}"),
    (r"codeSnippet$|codeReviewCode$", _of(words.SNIPPETS)),
    (r"(api|sac)Code$", lambda h, _r: f"{h:016x}"),
    (r"\.(fileName|file|sourceFile|affectedSourceFile|ignoredPaths)$", _of(words.FILES)),
    (r"[fF]ile[nN]ame$|\.(archive|attachment)$", lambda h, _r: f"evidence-{h % 900 + 100}.png"),
    (r"[cC]ontentType$", _of(("image/png", "application/pdf"))),
    (r"\.request$|webRequest$", http_request),
    (r"\.response$|webResponse$", lambda _h, _r: _HTTP_RESPONSE),
    (r"parameters?$|webParameters$", lambda h, _r: f"{pick(('id', 'q', 'name', 'next'), h)}=1"),
    (r"[uU]rl\w*$|Target$", _url("")),
    (r"repositoryKey$", lambda _h, r: f"github.com/{_repository(r)}"),
    (r"[cC]ommit\w*$|[hH]ash\w*$", lambda h, _r: f"{h:016x}{h ^ 0x5bd1e995:016x}{h & 0xffffffff:08x}"),
    (r"fingerprint$|[tT]oken$|uuid$", lambda h, r: f"{h:016x}{r:016x}"),
    (r"[pP]assword\w*$|[sS]ecret\w*$", lambda _h, _r: "********"),
    (r"[vV]ersion\w*$|Tag$", lambda h, _r: f"{h % 5 + 1}.{h % 7}.{h % 11}"),
    (r"\.(criticity|severity|priority|impact|probability|\w+Severity)$", _of(("low", "medium", "high", "critical"))),
    (r"^ScanHistory\.status$", _of(("COMPLETED", "FAILED"))),
    (r"^ControlSyncStatus\.status$", _of(("pending", "succeeded", "failed"))),
    (r"^Ticket\.status$", _of(("OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"))),
    (r"^PentestExecution\.status$", _of(("pending", "running", "done", "failed", "cancelled"))),
    (r"[gG]ate\w*\.status$", _of(("PASS", "WARNING", "FAIL"))),
    (r"[sS]tatus$", _of(("active", "pending", "done"))),
    (r"integrationType$|integrationName$|integrations?$", _of(("fortify", "dependency_track", "conviso_scanner"))),
    (r"[lL]anguage$", _of(("en", "pt-BR"))),
    (r"[cC]olor$", lambda h, _r: f"#{h & 0xffffff:06x}"),
    (r"[pP]hone$", lambda h, _r: f"+55 11 5555-{h % 9000 + 1000}"),
    (r"cnpj$", lambda h, _r: f"{h % 90 + 10}.{h % 900 + 100}.{h % 800 + 100}/0001-{h % 90 + 10}"),
    (r"\.role$", _of(("AppSec engineer", "Developer", "Tech lead"))),
    (r"[dD]ays\w*$|[hH]ours\w*$|score$", lambda h, _r: str(h % 40 + 1)),
    (r"[cC]yc(le)?$|interval$", _of(("daily", "weekly"))),
    (r"[dD]ifficulty$|level$", _of(("beginner", "intermediate", "advanced"))),
    (r"[lL]ogs?$", lambda h, _r: f"step {h % 5 + 1}: done"),
    (r"dates$", lambda h, _r: f"2026-{h % 12 + 1:02d}"),
    (r"[jJ]ustify$|[rR]eason$|[cC]omments?$|notes$|content$|[tT]ext$", _sentence),
    (r"[dD]escription\w*$|[sS]ummary|[sS]teps\w*|[dD]ocumentation|[iI]mpact\w*$", _sentence),
    (r"reference", lambda h, _r: f"https://cwe.mitre.org/data/definitions/{_weakness(h).cwe[4:]}.html"),
    (r"[tT]itle$", lambda h, _r: _weakness(h).title),
    (r"\.(label|name|projectKey)$", lambda h, r: f"{pick(words.SERVICES, r).capitalize()} {h % 90 + 10}"),
    (r"\.id$|Id$", lambda h, _r: str(h % 900_000 + 100_000)),
)  # fmt: skip

_RULES: dict[str, list[tuple[re.Pattern[str], Maker]]] = {
    "Int": _rules(
        (r"[pP]ort$", _of((443, 8443, 80, 22, 5432))),
        (r"[lL]ine\w*$", _number(10, 400)),
        (r"[pP]ercentage|progress", _number(0, 100)),
        (r"[cC]ount$|total\w*$|[aA]mount$", _number(0, 20)),
        (r"[sS]ize$", _number(2_000, 900_000)),
        (r"[dD]uration\w*|[sS]econds$", _number(20, 1800)),
        (r"Id$", _number(100_000, 999_999)),
        (r"^Company\.active$", lambda _h, _r: 1),
        (r"[vV]ersion$|[nN]umber$|[sS]ort$", _number(1, 9)),
    ),
    "Float": _rules(
        (r"cvssScore$", lambda _h, r: pick(words.PACKAGES, r).score),
        (r"[rR]atio$|progress$", lambda h, _r: h % 100 / 100),
        (r"[mM]aturity$", lambda h, _r: h % 30 / 10),
        (r"^MttrOverTime", lambda h, _r: h % 400 / 10),
    ),
    "Boolean": _rules(
        (r"blocked$|[dD]eleted|error$|[iI]nvaded|[cC]ompromised|[iI]nProgress$", lambda h, _r: h % 8 == 0),
        (r"global$|dashboardOnly$", lambda h, _r: h % 8 == 0),
        (r"[sS]uccess$|^\w+Payload\.ok$|configured$|^PolicyControls", lambda _h, _r: True),
    ),
}  # fmt: skip

_FALLBACK: dict[str, Maker] = {
    "Int": _number(0, 40),
    "Float": lambda h, _r: h % 1000 / 10,
    "Boolean": lambda h, _r: h % 2 == 0,
    "ID": lambda h, _r: str(h % 900_000 + 100_000),
    "JSON": lambda _h, _r: {},
}
