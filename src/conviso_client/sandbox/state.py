"""All that a running sandbox has: its world, and what watches over the requests."""

from __future__ import annotations

from dataclasses import dataclass

from .checking import OperationNames
from .context import World
from .execution import DocumentExecutor
from .faults import Faults
from .quota import Allowances
from .settings import Settings
from .stats import Stats

__all__ = ["SandboxState"]


@dataclass
class SandboxState:
    """Made by `build_state`; one for each running sandbox."""

    settings: Settings
    world: World
    executor: DocumentExecutor
    faults: Faults
    quota: Allowances
    stats: Stats
    names: OperationNames

    def reset(self) -> None:
        """Go back to the data that it started with, the whole quota, no faults and no counts."""
        self.world.reset()
        self.world.jobs = self.settings.jobs
        self.faults.clear()
        self.quota.reset()
        self.stats.reset()
