"""`GET /`: what a person finds who opens the sandbox in a browser."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from .state import State

__all__ = ["answer_page"]


def answer_page(state: State) -> Response:
    """The page."""
    return HTMLResponse(
        f"<!doctype html><title>Conviso sandbox</title><p>The API answers at {state.world.address}/graphql."
    )
