"""The Invicti Platform on your own machine: `with InvictiSandbox() as sandbox: ...`. Needs the extra `sandbox`."""

from __future__ import annotations

from .server import InvictiSandbox, InvictiSettings

__all__ = ["InvictiSandbox", "InvictiSettings"]
