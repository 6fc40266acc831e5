"""Parse documents; syntax errors have graphql-ruby's words."""

from __future__ import annotations

import json
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSyntaxError,
    Lexer,
    SelectionSetNode,
    Source,
    Token,
    TokenKind,
    Visitor,
    print_ast,
    visit,
)

from conviso_client.codegen.compat import parse_operations

from .profiles import Profile
from .refusal import DocumentRefused, Entry, entry

__all__ = ["TOO_LARGE", "read_document"]

_NAMES = {
    TokenKind.BANG: "BANG", TokenKind.DOLLAR: "VAR_SIGN", TokenKind.AMP: "AMP", TokenKind.PAREN_L: "LPAREN",
    TokenKind.PAREN_R: "RPAREN", TokenKind.SPREAD: "ELLIPSIS", TokenKind.COLON: "COLON", TokenKind.EQUALS: "EQUALS",
    TokenKind.AT: "DIR_SIGN", TokenKind.BRACKET_L: "LBRACKET", TokenKind.BRACKET_R: "RBRACKET",
    TokenKind.BRACE_L: "LCURLY", TokenKind.PIPE: "PIPE", TokenKind.BRACE_R: "RCURLY", TokenKind.INT: "INT",
    TokenKind.FLOAT: "FLOAT", TokenKind.STRING: "STRING", TokenKind.BLOCK_STRING: "STRING",
}  # fmt: skip
_BY_SIGN = {kind.value: name for kind, name in _NAMES.items()}
_KEYWORDS = frozenset({
    "directive", "enum", "extend", "false", "fragment", "implements", "input", "interface", "mutation", "null", "on",
    "query", "scalar", "schema", "subscription", "true", "type", "union",
})  # fmt: skip
_END = entry("Unexpected end of document", ())
TOO_LARGE = entry("This query is too large to execute.")
_LONG = 10_000
"""Documents with more characters than this are searched for repeated selections."""
_IGNORED = " \t\r\n,\ufeff"


def read_document(text: str, profile: Profile) -> DocumentNode:
    """Parse a document. Raises DocumentRefused."""
    try:
        document = parse_operations(text, max_tokens=profile.max_tokens)
    except GraphQLSyntaxError as error:
        raise DocumentRefused(_said(text, error, profile)) from None
    except RecursionError:
        raise DocumentRefused(TOO_LARGE) from None
    if len(text) > _LONG:
        document = visit(document, _Deduplicate())
    for definition in document.definitions:
        # Descriptions of operations are new in GraphQL. graphql-ruby expects a type definition after a description.
        is_described = getattr(definition, "description", None) is not None
        if is_described and definition.kind in {"operation_definition", "fragment_definition"} and definition.loc:
            after = definition.loc.start_token.next
            assert after is not None
            raise DocumentRefused(_unexpected(after, "", profile))
    return document


class _Deduplicate(Visitor):
    """Removes repeated selections, which do not change the result.

    graphql-core's rule about overlapping fields is quadratic: a document with 9,000 equal fields would take a minute.
    """

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        different = {print_ast(selection): selection for selection in reversed(node.selections)}
        return SelectionSetNode(selections=tuple(reversed(different.values())), loc=node.loc)


def _said(text: str, error: GraphQLSyntaxError, profile: Profile) -> Entry:
    if "Parsing aborted" in error.message:
        return TOO_LARGE
    at = next(iter(error.positions or ()), len(text))
    lexer = Lexer(Source(text))
    try:
        while lexer.token.kind is TokenKind.SOF or (lexer.token.kind is not TokenKind.EOF and lexer.token.start < at):
            lexer.advance()
    except GraphQLSyntaxError:
        return _unknown(text, lexer.token.end, profile)
    if lexer.token.kind in {TokenKind.STRING, TokenKind.BLOCK_STRING} and "description" in error.message:
        lexer.advance()  # graphql-ruby takes the string as a description and reports the token after it
    expected = error.message.removeprefix("Syntax Error: ").partition(",")[0]
    return _END if lexer.token.kind is TokenKind.EOF else _unexpected(lexer.token, expected, profile)


def _unknown(text: str, end: int, profile: Profile) -> Entry:
    """Report a character that begins no token, or an unterminated token. `end` is the end of the token before it."""
    start = len(text) - len(text[end:].lstrip(_IGNORED))
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    name = "UNKNOWN_CHAR" if profile.tells_parser_tokens else "error"
    return _entry((text[start : start + 1], name), "NAME", (line, column), profile)


def _unexpected(token: Token, expected: str, profile: Profile) -> Entry:
    value = token.kind.value if token.value is None else token.value
    if token.kind is TokenKind.NAME:
        name = value.upper() if value in _KEYWORDS else "IDENTIFIER"
    else:
        name = _NAMES.get(token.kind, "error")
    wanted = _BY_SIGN.get(expected.removeprefix("Expected ").strip("'"), "NAME")
    return _entry((value, name), wanted, (token.line, token.column), profile)


def _entry(found: tuple[str, str], expected: str, location: tuple[int, int], profile: Profile) -> Entry:
    value, name = json.dumps(found[0], ensure_ascii=False), found[1]
    where = f"at [{location[0]}, {location[1]}]"
    message = f"Parse error on {value} ({name}) {where}"
    if profile.tells_parser_tokens:
        message = f"Expected {expected}, actual: {name} ({value}) {where}"
    return {"message": message, "locations": [{"line": location[0], "column": location[1]}]}
