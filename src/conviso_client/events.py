"""What happened during a call: the events that `on_event` receives."""

from __future__ import annotations

from .observe.events import *  # noqa: F403
from .observe.events import __all__  # noqa: F401
