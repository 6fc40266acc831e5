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
_DEPTH = {
    TokenKind.BRACE_L: 1, TokenKind.PAREN_L: 1, TokenKind.BRACKET_L: 1,
    TokenKind.BRACE_R: -1, TokenKind.PAREN_R: -1, TokenKind.BRACKET_R: -1,
}  # fmt: skip
_DEFINITION = "one of SCHEMA, SCALAR, TYPE, ENUM, INPUT, UNION, INTERFACE"
"""What graphql-ruby 2 says that it expected where no definition begins."""
_MALFORMED = {
    '"': "Expected string or block string, but it was malformed",
    "-": "Expected type 'number', but it was malformed: \"-\".",
}
_END = entry("Unexpected end of document", ())
TOO_LARGE = entry("This query is too large to execute.")
_LONG = 2_000
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
            raise DocumentRefused(_found(after, _DEFINITION, profile))
    return document


class _Deduplicate(Visitor):
    """Removes repeated selections, which do not change the result.

    graphql-core's rule about overlapping fields is quadratic, and gives up on a document with 2,000 equal fields.
    """

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        different = {print_ast(selection): selection for selection in reversed(node.selections)}
        return SelectionSetNode(selections=tuple(reversed(different.values())), loc=node.loc)


def _said(text: str, error: GraphQLSyntaxError, profile: Profile) -> Entry:
    at = next(iter(error.positions or ()), len(text))
    lexer = Lexer(Source(text))
    last, depth = lexer.token, 0
    try:
        while lexer.token.kind is TokenKind.SOF or (lexer.token.kind is not TokenKind.EOF and lexer.token.start < at):
            last = lexer.token
            depth += _DEPTH.get(last.kind, 0)
            lexer.advance()
    except GraphQLSyntaxError:
        return _unreadable(text, lexer.token, depth, profile)
    if "Parsing aborted" in error.message:
        located = profile.tells_parser_tokens and "tokens" in error.message  # not what is only nested too deep
        return {**TOO_LARGE, "locations": [{"line": last.line, "column": last.column}]} if located else TOO_LARGE
    if lexer.token.kind in {TokenKind.STRING, TokenKind.BLOCK_STRING} and "description" in error.message:
        lexer.advance()  # graphql-ruby takes the string as a description and reports the token after it
    wanted = _wanted(error.message.removeprefix("Syntax Error: ").partition(",")[0], depth)
    return _ended(last, wanted, profile) if lexer.token.kind is TokenKind.EOF else _found(lexer.token, wanted, profile)


def _wanted(expected: str, depth: int) -> str:
    if expected.startswith("Unexpected"):
        return "VALUE" if depth else _DEFINITION
    sign = expected.removeprefix("Expected ").strip("'")
    return _BY_SIGN.get(sign, sign.upper())


def _ended(last: Token, wanted: str, profile: Profile) -> Entry:
    """Report that the document ends too early. `last` is its last token."""
    if not profile.tells_parser_tokens or last.kind is TokenKind.SOF:
        return _END
    wanted = "NAME" if last.value in {"query", "mutation", "subscription"} else wanted
    message = f"Expected {wanted}, not end of file at [{last.line}, {last.column}]"
    return {"message": message, "locations": [{"line": last.line, "column": last.column}]}


def _unreadable(text: str, last: Token, depth: int, profile: Profile) -> Entry:
    """Report what begins no token, or an unfinished one. `last` is the token before it."""
    start = len(text) - len(text[last.end :].lstrip(_IGNORED))
    sign, location = text[start : start + 1], (text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    if not profile.tells_parser_tokens:
        return _entry((sign, "error"), "", location, profile)
    if sign in _MALFORMED:
        return {"message": _MALFORMED[sign], "locations": [{"line": location[0], "column": location[1]}]}
    in_value = "VALUE" if last.kind in {TokenKind.COLON, TokenKind.EQUALS} else "NAME"
    return _entry((sign, "UNKNOWN_CHAR"), in_value if depth else _DEFINITION, location, profile)


def _found(token: Token, wanted: str, profile: Profile) -> Entry:
    value = token.kind.value if token.value is None else token.value
    if token.kind is TokenKind.NAME:
        name = value.upper() if value in _KEYWORDS else "IDENTIFIER"
    else:
        name = _NAMES.get(token.kind, "error")
    return _entry((value, name), wanted, (token.line, token.column), profile)


def _entry(found: tuple[str, str], wanted: str, location: tuple[int, int], profile: Profile) -> Entry:
    value, name = json.dumps(found[0], ensure_ascii=False), found[1]
    where = f"at [{location[0]}, {location[1]}]"
    message = f"Parse error on {value} ({name}) {where}"
    if profile.tells_parser_tokens:
        message = f"Expected {wanted}, actual: {name} ({value}) {where}"
    return {"message": message, "locations": [{"line": location[0], "column": location[1]}]}
