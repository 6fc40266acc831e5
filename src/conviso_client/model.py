"""Where packages that an early version generated look for `conviso_client.models.base`, which tells what to do."""

from __future__ import annotations

from .models.base import *  # noqa: F403
