"""Examples, exit statuses and environment variables in a command's --help."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from conviso_client.call.options import URL

__all__ = [
    "COMMON_STATUSES",
    "ENVIRONMENT",
    "EXIT_CONFIGURATION",
    "EXIT_ENDPOINT",
    "EXIT_INTERRUPTED",
    "EXIT_PIPE",
    "EXIT_UNDECIDED",
    "EXIT_USAGE",
    "Example",
    "Manual",
]

EXIT_USAGE = 2
EXIT_UNDECIDED = 2
"""Commands of jobs: the call is right, but the answer is unknown."""
EXIT_CONFIGURATION = 3
"""Commands of jobs: wrong usage, key, address, name or file."""
EXIT_ENDPOINT = 4
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141

COMMON_STATUSES = {
    129: "the terminal was closed (SIGHUP)",
    EXIT_INTERRUPTED: "interrupted (Ctrl-C)",
    EXIT_PIPE: "the reader of the output closed it, as in `| head`",
    143: "terminated (SIGTERM)",
}
"""Exit statuses of any command. After 129, 130 and 143 every file is unchanged, or written whole."""

ENVIRONMENT = {
    "CONVISO_API_KEY": "the API key",
    "CONVISO_API_URL": f"the endpoint (default: {URL})",
    "CONVISO_COMPANY_ID": "the default company",
    "INVICTI_API_KEY": "the key of the Invicti Platform, for --from invicti",
    "INVICTI_API_URL": "its host (default: https://platform.invicti.com)",
    "INVICTI_ORGANIZATION_ID": "the organization there, if the account has several",
}


class Example(NamedTuple):
    """A command line and its purpose."""

    purpose: str
    line: str


class Manual(NamedTuple):
    """The manual of a command."""

    examples: tuple[Example, ...]
    statuses: Mapping[int, str] = {}
    """Its own exit statuses; `COMMON_STATUSES` has those of all commands."""
    environment: tuple[str, ...] = ()
    """The names of the variables in `ENVIRONMENT` that it reads."""
    usage_status: int = EXIT_USAGE
    """The exit status for wrong usage or input."""
    undecided_status: int | None = None
    """The exit status if the API gave no usable answer; None is `usage_status`."""

    def text(self, width: int) -> str:
        """Format it for a terminal. Lines to copy are not wrapped."""
        parts = ["\nexamples:\n"]
        parts += [f"  # {example.purpose}\n  {example.line}\n" for example in self.examples]
        if self.statuses:
            parts += ["\nexit status:\n", _table({**self.statuses, **COMMON_STATUSES}.items(), width)]
        if self.environment:
            parts += ["\nenvironment:\n", _table([(name, ENVIRONMENT[name]) for name in self.environment], width)]
        return "".join(parts)


def _table(rows: Iterable[tuple[object, str]], width: int) -> str:
    rows = list(rows)
    margin = min(max(len(str(name)) for name, _ in rows) + 4, width // 2)
    return "".join(_row(str(name), text, margin, width) for name, text in rows)


def _row(name: str, text: str, margin: int, width: int) -> str:
    start = f"  {name}".ljust(margin)
    above = ""
    if len(start) > margin:
        above, start = f"{start}\n", " " * margin
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return above + "".join(f"{line}\n" for line in lines)
