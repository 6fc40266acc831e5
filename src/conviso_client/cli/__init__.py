"""The command line: `conviso-client schema | generate | sandbox | doctor | completion`.

What is here loads no library: the options of all commands are known without what the commands need.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status, as the command's --help has it. `arguments` None are the process's."""
    try:
        from .run import run  # Ctrl-C may come as early as this.

        return run(arguments)
    except KeyboardInterrupt:
        return 130
