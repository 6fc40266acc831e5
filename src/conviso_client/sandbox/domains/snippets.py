"""The code of a finding: as text, or as an address where it can be fetched."""

from __future__ import annotations

from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.text import pick

from .registry import DOMAIN


@DOMAIN.field("IacFindingDetail.codeSnippet")
def code_snippet(source: ValueObject, context: RequestContext, args: dict[str, Any]) -> str:
    text: str = source.values.get("codeSnippet") or pick(words.SNIPPETS, source.key)
    if args.get("blob"):
        return text
    return context.world.publish(f"snippet-{source.key}.txt", "text/plain; charset=utf-8", text.encode())
