"""Secrets that scanners copy into their reports are masked before anything else sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["MASK", "is_about_secrets", "masked_values", "names_a_secret", "without"]

MASK = "********"
_CWES = frozenset(("CWE-259", "CWE-321", "CWE-798"))
_IDS = frozenset(("B105", "B106", "B107", "S105", "S106", "S107"))
_NAMES = re.compile(
    r"(?<![a-z])(passw(or)?ds?|pwd|secrets?|tokens?|(api|access|private)[-_ ]?keys?|credentials?)(?![a-z])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1).)+)(?:\1|$)""", re.DOTALL)
_ASSIGNED = re.compile(r"""([:=]\s*)([^\s"'`,;]{4,})""")
_OPAQUE = re.compile(r"(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{20,}={0,2}")


def is_about_secrets(rule: str, names: Iterable[str], cwes: Iterable[str]) -> bool:
    """Whether a rule finds secrets, so that what it copies holds them. `names` are the rule's names and titles."""
    return rule in _IDS or not _CWES.isdisjoint(cwes) or any(map(names_a_secret, (rule, *names)))


def names_a_secret(text: str) -> bool:
    """Whether a line or a name speaks of a password, a token, or another secret."""
    return _NAMES.search(text) is not None


def masked_values(text: str) -> str:
    """Mask what can be a secret in source or in a message: what is quoted or assigned, and what looks like a key."""
    text = _QUOTED.sub(rf"\1{MASK}\1", text)
    return _OPAQUE.sub(MASK, _ASSIGNED.sub(rf"\1{MASK}", text))


def without(text: str, secret: str) -> str:
    """Return a text in which a secret is masked, wherever it stands."""
    bare = secret.strip()
    return text.replace(bare, MASK) if bare else text
