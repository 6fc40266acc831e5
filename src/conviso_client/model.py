"""Where packages that an earlier version generated look for `conviso_client.models.base`."""

from __future__ import annotations

from .models.base import *  # noqa: F403
