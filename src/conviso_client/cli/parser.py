"""argparse, with suggestions in errors and examples in help."""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import textwrap
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, NoReturn

from conviso_client.cli.terminal import write_error

from .manual import EXIT_USAGE, Manual

__all__ = ["Formatter", "Parser", "UsageError", "subcommands"]

_WIDEST = 100
_ELSEWHERE = {"help": "--help", "version": "--version"}
"""Names that other programs use for these commands."""
_KEY_OPTIONS = frozenset({"--api-key", "--apikey", "--api_key", "--key", "--token"})


class UsageError(Exception):
    """The arguments are wrong; `prog` is the command that refuses them."""

    def __init__(self, message: str, prog: str, status: int) -> None:
        super().__init__(message)
        self.prog = prog
        self.status = status


class Formatter(argparse.HelpFormatter):
    """Lists commands like options, marks required options, and wraps no address."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, **{"width": min(_WIDEST, _columns()) - 2, **options})

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        return text.partition("\n")[2] if action.nargs == argparse.PARSER else text

    def _iter_indented_subactions(self, action: argparse.Action) -> Generator[argparse.Action]:
        subactions: Callable[[], list[argparse.Action]] = getattr(action, "_get_subactions", list)
        yield from subactions()

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return f"{action.help} (required)" if action.required and action.option_strings else action.help

    def _split_lines(self, text: str, width: int) -> list[str]:
        return textwrap.wrap(" ".join(text.split()), width, break_long_words=False, break_on_hyphens=False)


class Parser(argparse.ArgumentParser):
    """A command. Options cannot be abbreviated: a new option could make an abbreviation ambiguous."""

    def __init__(self, *, manual: Manual, **arguments: Any) -> None:
        super().__init__(formatter_class=Formatter, allow_abbrev=False, **arguments)
        self.manual = manual
        self.commands: dict[str, Parser] = {}
        self._add_parser: Callable[..., Parser] | None = None
        self.set_defaults(parser=self)

    def add_command(self, name: str, *, help: str, description: str, manual: Manual) -> Parser:
        """Add a subcommand. Without one, this command fails with its help."""
        if self._add_parser is None:
            self.set_defaults(run=self._overview)
            self._add_parser = self.add_subparsers(title="commands", metavar="COMMAND", prog=self.prog).add_parser
        command = self._add_parser(name, help=help, description=description, manual=manual)
        self.commands[name] = command
        return command

    @property
    def arguments(self) -> list[argparse.Action]:
        """The command's arguments, without its subcommands."""
        return [action for action in self._actions if action.nargs != argparse.PARSER]

    def format_help(self) -> str:
        """Return the whole help."""
        return super().format_help() + self.manual.text(min(_WIDEST, _columns()) - 2)

    def parse_known_args(  # type: ignore[override]  # overloads that say the same
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse, and refuse unknown arguments here, where the command's options are known."""
        if not self.commands and (unknown := self._unknown(sys.argv[1:] if args is None else args)):
            # Before argparse reports a missing required option, which may be the misspelled one.
            self.error(self._left_over([unknown]))
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(self._left_over(rest))
        return found, rest

    def _unknown(self, args: Sequence[str]) -> str | None:
        """Return the first word that must be an option, but is not one of this command."""
        known = {option for action in self.arguments for option in action.option_strings}
        options = itertools.takewhile(lambda word: word != "--", args)
        return next((word for word in options if word.startswith("--") and word.partition("=")[0] not in known), None)

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(message, self.prog, self.manual.usage_status)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = action.choices
        if choices is None or value in choices:
            return
        if action.nargs == argparse.PARSER:
            self.error(f"there is no command {value!r}.{_hint(value, self._commands_by_word())}")
        known = {str(choice): str(choice) for choice in choices}
        message = f"{value!r} is none of {', '.join(known)}.{_hint(str(value), known)}"
        raise argparse.ArgumentError(action, message)

    def _left_over(self, rest: Sequence[str]) -> str:
        # An option's value may be a secret, so only the first word is shown, up to "=".
        word = rest[0].partition("=")[0]
        if not word.startswith("-"):
            return f"unexpected argument {rest[0]!r}."
        message = f"there is no option {word}."
        if word.lower() in _KEY_OPTIONS:
            return f"{message} The key comes from the environment variable CONVISO_API_KEY."
        if any(word in action.option_strings for _, command in subcommands(self) for action in command.arguments):
            return f"{message} Options of a command stand after its name."
        return message + _hint(word, {option: option for action in self.arguments for option in action.option_strings})

    def _commands_by_word(self) -> dict[str, str]:
        """Map the last words of commands to commands: `pull` means `schema pull`."""
        return {**_ELSEWHERE, **{words[-1]: " ".join(words) for words, _ in reversed(list(subcommands(self)))}}

    def _overview(self, _: argparse.Namespace) -> int:
        write_error(self.format_help())
        return EXIT_USAGE


def subcommands(parser: Parser) -> Iterable[tuple[tuple[str, ...], Parser]]:
    """Return all subcommands, each with its words, the nearest first."""
    direct = [((name,), command) for name, command in parser.commands.items()]
    deeper = [((*words, *more), command) for words, group in direct for more, command in subcommands(group)]
    return [*direct, *deeper]


def _hint(word: str, known: dict[str, str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, known, n=1)
    return f" Did you mean {known[near[0]]!r}?" if near else ""


def _columns() -> int:
    return shutil.get_terminal_size().columns if sys.stdout else 80
