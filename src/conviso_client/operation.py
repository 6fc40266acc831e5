"""Where packages that an earlier version generated look for `conviso_client.call.operation`."""

from __future__ import annotations

from .call.operation import *  # noqa: F403
