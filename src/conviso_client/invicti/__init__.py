"""The Invicti Platform: read its applications, assets and vulnerabilities, and import them into Conviso.

This is the Platform's REST API (`X-Auth`), not that of Invicti Enterprise or Invicti ASPM. docs/invicti.md grades the
knowledge of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .as_findings import InvictiFindings as InvictiFindings
    from .as_findings import async_findings as async_findings
    from .as_findings import findings as findings
    from .client import AsyncInvicti as AsyncInvicti
    from .client import Invicti as Invicti
    from .models import ApiTarget as ApiTarget
    from .models import Application as Application
    from .models import Asset as Asset
    from .models import Severity as Severity
    from .models import Status as Status
    from .models import Vulnerability as Vulnerability
    from .request import DEFINITIONS as DEFINITIONS
    from .request import Answer as Answer
    from .request import Definition as Definition

_MODULES = {
    "client": ("AsyncInvicti", "Invicti"),
    "as_findings": ("InvictiFindings", "async_findings", "findings"),
    "models": ("ApiTarget", "Application", "Asset", "Severity", "Status", "Vulnerability"),
    "request": ("DEFINITIONS", "Answer", "Definition"),
}

_NAMES = [name for names in _MODULES.values() for name in names]

__all__ = [*_NAMES]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # one list, once

if not TYPE_CHECKING:
    from conviso_client.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
