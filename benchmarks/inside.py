"""One contestant in a process of its own, as it is in a program: `python -m benchmarks.inside <case> <name> <port>`.

It gets ready, and then measures one block for every line that it reads, and prints the sample as a line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from typing import Any, NamedTuple

from benchmarks.answers import page
from benchmarks.contestants import default, ours, peers, raw
from benchmarks.timing import Sample

__all__ = ["CASES", "main"]


class Block(NamedTuple):
    """What is timed at one go."""

    run: Callable[[], object]
    count: int
    """By how many a sample is divided: the calls in the block, or what else it says the seconds of."""


class Server(NamedTuple):
    """Where the server is."""

    port: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}/graphql"


Contestant = Callable[[Server], Any]
"""A context manager that is ready to run its block."""

SYNC = {
    "httpx": raw.httpx_sync,
    "httpx2": raw.httpx2_sync,
    "conviso-client": ours.httpx_sync,
    "conviso-client, quota in memory": ours.local_sync,
    "conviso-client, garbage collected less often": ours.calm_sync,
    "conviso-client on httpx2": ours.httpx2_sync,
    "ariadne-codegen": default.httpx_sync,
    "gql": peers.gql_sync,
    "sgqlc": peers.sgqlc_sync,
}
ASYNC = {
    "httpx": raw.httpx_async,
    "httpx2": raw.httpx2_async,
    "httpx-aiohttp": raw.aiohttp_async,
    "conviso-client": ours.httpx_async,
    "conviso-client, with sniffio": ours.sniffio_async,
    "conviso-client on httpx2": ours.httpx2_async,
    "conviso-client on httpx-aiohttp": ours.aiohttp_async,
    "ariadne-codegen": default.httpx_async,
    "gql": peers.gql_async,
    "gql on aiohttp": peers.gql_aiohttp_async,
}
AT_ONCE = 20
DETAILED = 50


def calls(rows: int, each: int) -> Mapping[str, Contestant]:
    """Get a page, again and again over one connection."""

    @contextmanager
    def contestant(name: str, server: Server) -> Iterator[Block]:
        with SYNC[name](server.url(str(rows))) as get:
            _check(name, get(1, rows), rows)
            yield Block(_repeated(lambda: get(1, rows), each), each)

    return {name: partial(contestant, name) for name in SYNC}


def calls_async(crowds: int) -> Mapping[str, Contestant]:
    """Get a page of one issue, twenty at once."""

    @contextmanager
    def contestant(name: str, server: Server) -> Iterator[Block]:
        loop = asyncio.new_event_loop()
        stack = AsyncExitStack()
        get = loop.run_until_complete(stack.enter_async_context(ASYNC[name](server.url("1"))))
        _check(name, loop.run_until_complete(get(1, 1)), 1)

        async def crowd() -> None:
            for _ in range(crowds):
                await asyncio.gather(*(get(1, 1) for _ in range(AT_ONCE)))

        yield Block(lambda: loop.run_until_complete(crowd()), crowds * AT_ONCE)
        loop.run_until_complete(stack.aclose())
        loop.close()

    return {name: partial(contestant, name) for name in ASYNC}


def overhead(each: int) -> Mapping[str, Contestant]:
    """Make calls whose HTTP library answers at once, with a quota in memory and a listener for events."""

    @contextmanager
    def whole(_: Server) -> Iterator[Block]:
        from conviso_client import Conviso, Quota
        from conviso_client.call.effects import Reply

        reply = Reply(200, {"content-type": "application/json"}, page(1))
        quota = Quota.local(requests=100_000, per=0.05, spread=0.05)
        with Conviso("benchmark-key", company_id=443, url="http://127.0.0.1/", quota=quota, on_event=id) as conviso:
            conviso._transport.send = lambda _: reply
            conviso.issues()
            yield Block(_repeated(conviso.issues, each), each)

    return {"a whole call": whole, "decoding alone": _decoder(_ours, page(1), each, each)}


def decoding(each: int) -> Mapping[str, Contestant]:
    """Decode a page of issues with their details, from the bytes that came to the models; a sample is one issue."""
    body = page(DETAILED, detail=True)
    decoders = {"json.loads": lambda: json.loads, "conviso-client": _ours, "ariadne-codegen": _default}
    return {name: _decoder(decoder, body, each, each * DETAILED) for name, decoder in decoders.items()}


def listing(total: int) -> Mapping[str, Contestant]:
    """Read a whole list in pages of a hundred."""

    @contextmanager
    def httpx(server: Server) -> Iterator[Block]:
        with raw.httpx_sync(server.url(f"100/of/{total}")) as get:
            get(1, 100)
            yield Block(lambda: _count(_one_by_one(get), total), 1)

    @contextmanager
    def pager(options: Mapping[str, int], server: Server) -> Iterator[Block]:
        with ours.client(server.url(f"100/of/{total}")) as conviso:
            conviso.issues()
            yield Block(lambda: _count(conviso.iter_issues(**options), total), 1)

    return {
        "httpx": httpx,
        "conviso-client": partial(pager, {}),
        "conviso-client, prefetch off": partial(pager, {"prefetch": 0}),
    }


def _repeated(call: Callable[[], object], times: int) -> Callable[[], None]:
    def run() -> None:
        for _ in range(times):
            call()

    return run


def _ours() -> Callable[[bytes], object]:
    from conviso_client.call.codec import codec
    from conviso_client.generated import operations

    return codec(operations.issues).decode


def _default() -> Callable[[bytes], object]:
    from default_client.issues import Issues

    return lambda body: Issues.model_validate(json.loads(body)["data"])


def _decoder(decoder: Callable[[], Callable[[bytes], object]], body: bytes, each: int, count: int) -> Contestant:
    @contextmanager
    def contestant(_: Server) -> Iterator[Block]:
        decode = decoder()
        decode(body)
        yield Block(_repeated(lambda: decode(body), each), count)

    return contestant


def _one_by_one(get: Callable[[int, int], Any]) -> Iterator[Any]:
    number, last = 1, 1
    while number <= last:
        issues = get(number, 100)["data"]["issues"]
        yield from issues["collection"]
        number, last = number + 1, issues["metadata"]["totalPages"]


def _count(rows: Iterable[object], total: int) -> None:
    found = sum(1 for _ in rows)
    if found != total:
        raise SystemExit(f"{found} rows came instead of {total}")


def _check(name: str, answer: Any, rows: int) -> None:
    """Make sure that a contestant really got the page, before it is timed."""
    found: Any = answer
    for part in ("data", "issues", "collection"):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif hasattr(found, part):
            found = getattr(found, part)
    if len(found) != rows:
        raise SystemExit(f"{name} got {len(found)} rows instead of {rows}")


CASES: dict[str, Mapping[str, Contestant]] = {
    "call-1": calls(1, 100),
    "call-50": calls(50, 40),
    "call-1000": calls(1000, 4),
    "async": calls_async(5),
    "overhead": overhead(200),
    "decoding": decoding(10),
    "list": listing(100_000),
    "list-short": listing(10_000),
}


def main() -> None:
    """Measure a block for every line that comes."""
    case, name, port = sys.argv[1:]
    with CASES[case][name](Server(int(port))) as block:
        for _ in sys.stdin:
            wall, cpu = time.perf_counter(), time.process_time()
            block.run()
            sample = Sample((time.perf_counter() - wall) / block.count, (time.process_time() - cpu) / block.count)
            print(json.dumps(sample), flush=True)


if __name__ == "__main__":
    main()
