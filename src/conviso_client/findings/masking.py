"""Mask secrets that scanners copy into their reports, before any other code sees them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

__all__ = ["MASK", "is_about_secrets", "masked_headers", "masked_lines", "masked_values", "without"]

MASK = "********"
_CWES = frozenset(("CWE-259", "CWE-321", "CWE-798"))
_IDS = frozenset(("B105", "B106", "B107", "S105", "S106", "S107"))
_NAMES = re.compile(
    r"(?<![a-z])(passw(or)?ds?|pwd|secrets?|tokens?|(api|access|private)[-_ ]?keys?|credentials?)(?![a-z])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1).)+)(?:\1|$)""", re.DOTALL)
_CONSTANT = r"""(?:True|False|None|true|false|null)[)\]}]*(?:[\s"'`,;]|$)"""
_ASSIGNED = re.compile(rf"""([:=]\s*)(?!{_CONSTANT})([^\s"'`,;]{{4,}})""")
"""Not `shell=True` beside a password: a constant that ends with the word holds no secret."""
_OPAQUE = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{20,}={0,2}"
    r"|\b(?=\d*[A-Za-z_])(?=[A-Za-z_]*\d)\w{8,}\b"
)
"""Long words, and words of letters and digits. Searched at word starts only, or long texts take forever."""
_HEADER = re.compile(
    r"^((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:key|token|secret))(:[ \t]*)([^\r\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_COOKIE = re.compile(r"=[^;]*")


def is_about_secrets(rule: str, names: Iterable[str], cwes: Iterable[str]) -> bool:
    """Return whether a rule finds secrets, by its names and titles: then its copies hold them."""
    return rule in _IDS or not _CWES.isdisjoint(cwes) or any(map(names_a_secret, (rule, *names)))


def names_a_secret(text: str) -> bool:
    """Return whether a line or a name mentions a password, a token, or another secret."""
    return _NAMES.search(text) is not None


def masked_lines(text: str, first: int = 0, secret: Container[int] = (), *, named: bool = True) -> str:
    """Mask values in the source lines with numbers in `secret`, and if `named`, in those that mention a secret."""
    lines = enumerate(text.split("\n"), first)
    return "\n".join(
        masked_values(line) if at in secret or (named and names_a_secret(line)) else line for at, line in lines
    )


def masked_headers(message: str) -> str:
    """Mask credentials in the headers of a request or a response; of cookies, only the values."""
    return _HEADER.sub(_masked_header, message)


def _masked_header(match: re.Match[str]) -> str:
    name, colon, value = match.groups()
    if "cookie" not in name.lower():
        return f"{name}{colon}{MASK}"
    return f"{name}{colon}{_COOKIE.sub(f'={MASK}', value, count=1 if name.lower() == 'set-cookie' else 0)}"


def masked_values(text: str) -> str:
    """Mask possible secrets in source or in a message: quoted or assigned values, and texts like keys."""
    text = _QUOTED.sub(rf"\1{MASK}\1", text)
    return _OPAQUE.sub(MASK, _ASSIGNED.sub(rf"\1{MASK}", text))


def without(text: str, secret: str) -> str:
    """Mask each occurrence of a secret in a text; if the secret is a line, mask its values."""
    bare = secret.strip()
    values = [value for pattern in (_QUOTED, _ASSIGNED) for _, value in pattern.findall(bare)]
    for each in sorted((bare, *values), key=len, reverse=True):
        text = text.replace(each, MASK) if each else text
    return text
