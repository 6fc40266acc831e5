"""Where a schema is asked for, and what it is when that fails."""

from __future__ import annotations

from conviso_client.errors import ConfigurationError

__all__ = ["EndpointError"]


class EndpointError(ConfigurationError):
    """The endpoint did not give its schema; the cause says why."""
