"""The diagrams of the architecture: the house, and how a call walks."""

from __future__ import annotations

from .drawing import Box, arrow, drawing, label

__all__ = ["call", "house"]


def house() -> str:
    """Draw the rooms and floors: what stands on what."""
    floors = [
        ("generated/", "client methods, models, inputs, enums, operations", "face", "written by make generate"),
        ("base · pages", "plan, transport, key and quota together; lists", "box", "what methods call"),
        ("call/drive · transport · credentials · quota/", "threads, tasks, sockets, files, Redis", "io", "I/O"),
        ("call/plan · call/reply", "the only retry loop; bytes to a result or an error", "box", "one call"),
        ("call/retry · quota/ledger", "decisions and arithmetic; the time is an argument", "pure", "pure"),
        ("errors · options · events · operation", "words that everybody uses", "pure", "the ground"),
    ]
    parts: list[str | Box] = [
        '<polygon class="d-box d-face" points="290,8 540,84 40,84"/>',
        '<text class="d-name" x="290" y="56" text-anchor="middle">client · async_client</text>',
        '<text class="d-text" x="290" y="74" text-anchor="middle">Conviso, AsyncConviso: what a user constructs</text>',
    ]
    for number, (name, text, kind, note) in enumerate(floors):
        top = 92 + 64 * number
        parts += [Box(60, top, 460, 56, name, [text], kind), label(530, top + 33, note)]
    parts += [
        Box(690, 84, 180, 384, "aside: no import", [" leads here"], "frame"),
        Box(705, 120, 150, 60, "cli · doctor", ["conviso-client ..."]),
        Box(705, 196, 150, 60, "testing/", ["pytest plugin"]),
        Box(705, 272, 150, 60, "sandbox/", ["the API, locally"]),
        Box(705, 392, 150, 60, "codegen/", ["writes generated/"]),
        Box(
            60, 500, 460, 56, "queries/ · schema.graphql · evidence.tsv", ["what is asked of the API, decided by hand"]
        ),
        arrow((520, 528), (780, 528), (780, 456)),
        arrow((780, 392), (780, 362), (672, 362), (672, 136), (524, 136)),
    ]
    return drawing(880, 566, "The house: the rooms of the package, floor by floor", parts)


def call() -> str:
    """Draw how one call goes from a method to its result or its error."""
    again = "again, after a wait: a query; a write only if it provably did not run"
    parts: list[str | Box] = [
        Box(20, 16, 230, 62, "conviso.create_asset(...)", ["a generated method"], "face"),
        Box(310, 16, 250, 62, "base", ["checks, fills the company, builds bytes"]),
        Box(620, 16, 240, 62, "descriptor", ["all that generating could find out"], "face"),
        arrow((250, 47), (306, 47)),
        arrow((620, 47), (564, 47)),
        Box(
            20, 122, 840, 196, "call/plan", [": the only retry loop, a generator that yields what to do next"], "frame"
        ),
        arrow((435, 78), (435, 118)),
        Box(40, 206, 180, 84, "wait for a permit", ["quota/: when may", "this key send?"], "io"),
        Box(250, 206, 180, 84, "send", ["transport: one attempt,", "to the last byte"], "io"),
        Box(460, 206, 170, 84, "read", ["call/reply: bytes and", "status to an outcome"]),
        Box(660, 206, 180, 84, "decide", ["call/retry:", "wait, or end"], "pure"),
        arrow((220, 248), (246, 248)),
        arrow((430, 248), (456, 248)),
        arrow((630, 248), (656, 248)),
        arrow((750, 206), (750, 182), (130, 182), (130, 202)),
        label(440, 174, again, "middle"),
        Box(40, 366, 180, 62, "ledger", ["memory, file or Redis"], "io"),
        Box(250, 366, 180, 62, "the server", ["over HTTPS"], "io"),
        Box(460, 366, 190, 62, "a result", ["the root field's value, typed"], "face"),
        Box(670, 366, 190, 62, "one error", ["what happened, what to do"], "face"),
        arrow((130, 290), (130, 362)),
        arrow((340, 290), (340, 362)),
        arrow((720, 290), (720, 332), (560, 332), (560, 362)),
        arrow((780, 290), (780, 362)),
        label(
            20,
            458,
            "call/drive carries out what the plan yields: a loop of a few lines, with threads and with tasks.",
        ),
    ]
    return drawing(880, 472, "How a call walks, from the method to its result or its error", parts)
