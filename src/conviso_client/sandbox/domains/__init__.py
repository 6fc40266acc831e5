"""What the API does beyond its types, domain by domain. Each module adds to the one registry when it is imported."""

from __future__ import annotations

from . import assets, integrations
from .registry import DOMAIN

__all__ = ["DOMAIN", "assets", "integrations"]
