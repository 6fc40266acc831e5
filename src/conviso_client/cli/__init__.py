"""The command line: `conviso-client schema | generate | sandbox | doctor | completion`.

Nothing here loads a library: the options of all commands are known without the imports of the commands.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status (see its --help). `arguments` None takes the process's."""
    try:
        from .run import run  # Ctrl-C may come this early.

        return run(arguments)
    except KeyboardInterrupt:
        return 130
