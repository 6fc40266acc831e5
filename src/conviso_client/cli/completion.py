"""The options of `conviso-client completion`."""

from __future__ import annotations

from .deferred import Deferred
from .manual import Example, Manual
from .parser import Parser

__all__ = ["add_to"]

_MANUAL = Manual(
    examples=(
        Example("bash, in ~/.bashrc", 'eval "$(conviso-client completion bash)"'),
        Example("zsh, in ~/.zshrc after compinit", 'eval "$(conviso-client completion zsh)"'),
        Example("fish", "conviso-client completion fish > ~/.config/fish/completions/conviso-client.fish"),
    ),
    statuses={0: "the script is written", 2: "wrong usage, or the extra cli is missing"},
)


def add_to(program: Parser) -> None:
    """Declare `completion`."""
    parser = program.add_command(
        "completion",
        help="write a completion script for a shell",
        description="Write a script that completes commands, options, their values, files and folders in a shell.",
        manual=_MANUAL,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    parser.set_defaults(run=Deferred("conviso_client.cli.shells", "run", "cli"))
