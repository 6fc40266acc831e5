"""One contestant in a process of its own, as it is in a program: `python -m benchmarks.inside <case> <name> <port>`.

It gets ready, and then measures one block for every line that it reads, and prints the sample as a line of JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from typing import Any, NamedTuple

from benchmarks.contestants import default, ours, peers, raw
from benchmarks.contestants.request import COMPANY, document
from benchmarks.timing import Sample

__all__ = ["CASES", "ONE_BY_ONE", "main"]


class Block(NamedTuple):
    """What is timed at one go."""

    run: Callable[[], float | None]
    """Returns the bytes of the sample, if it tells some."""
    count: int
    """By how many a sample is divided: the calls in the block, or what else it says the seconds of."""


class Server(NamedTuple):
    """Where the server is."""

    port: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}/graphql"


Contestant = Callable[[Server], Any]
"""A context manager that is ready to run its block."""

ONE_BY_ONE = "conviso-client, page by page"
SYNC = {
    "conviso-client": ours.httpx_sync,
    "conviso-client, quota in memory": ours.local_sync,
    "conviso-client, garbage collected less often": ours.calm_sync,
    "conviso-client on httpx2": ours.httpx2_sync,
    "httpx": raw.httpx_sync,
    "httpx2": raw.httpx2_sync,
    "ariadne-codegen": default.httpx_sync,
    "gql": peers.gql_sync,
    "sgqlc": peers.sgqlc_sync,
}
ASYNC = {
    "conviso-client": ours.httpx_async,
    "conviso-client, with sniffio": ours.sniffio_async,
    "conviso-client on httpx2": ours.httpx2_async,
    "conviso-client on httpx-aiohttp": ours.aiohttp_async,
    "httpx": raw.httpx_async,
    "httpx2": raw.httpx2_async,
    "httpx-aiohttp": raw.aiohttp_async,
    "ariadne-codegen": default.httpx_async,
    "gql": peers.gql_async,
    "gql on aiohttp": peers.gql_aiohttp_async,
}
AT_ONCE = 20


def calls(rows: int, each: int) -> Mapping[str, Contestant]:
    """Get a page, again and again over one connection."""

    @contextmanager
    def contestant(name: str, server: Server) -> Iterator[Block]:
        with SYNC[name](server.url(str(rows))) as get:
            _check(name, get(1, rows), rows)
            yield _repeated(lambda: get(1, rows), each)

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


def executing(each: int) -> Mapping[str, Contestant]:
    """Get a page of one issue, by the method of its operation and by `execute()` with the 4 KB of its document."""

    @contextmanager
    def execute(server: Server) -> Iterator[Block]:
        with ours.client(server.url("1")) as conviso:
            variables = {"companyId": COMPANY, "pagination": {"page": 1, "perPage": 1}}
            yield _repeated(lambda: conviso.execute(document(), variables, "issues"), each)

    typed = calls(1, each)["conviso-client"]
    return {"conviso-client": execute, "the typed call": typed}


def overhead(each: int) -> Mapping[str, Contestant]:
    """Make calls whose transport answers at once, with a quota in memory and a listener for events.

    What is counted: arguments, the body, plan, quota, events, and reading an answer without issues; not HTTP.
    """

    @contextmanager
    def whole(server: Server) -> Iterator[Block]:
        from conviso_client import Quota

        quota = Quota.local(requests=100_000, per=0.05, spread=0.05)
        with ours.client(server.url("0"), quota=quota, on_event=id) as conviso:
            transport, replies = conviso._transport, []
            send = transport.send
            transport.send = lambda request: replies.append(send(request)) or replies[0]
            conviso.issues()
            transport.send = lambda _: replies[0]
            yield _repeated(conviso.issues, each)

    return {"conviso-client": whole}


def listing(total: int, path: str = "") -> Mapping[str, Contestant]:
    """Read a whole list in pages of a hundred."""
    path = f"100/of/{total}{path}"

    @contextmanager
    def httpx(server: Server) -> Iterator[Block]:
        with raw.httpx_sync(server.url(path)) as get:
            get(1, 100)
            yield Block(lambda: _count(_one_by_one(get), total), 1)

    @contextmanager
    def pager(options: Mapping[str, int], server: Server) -> Iterator[Block]:
        with ours.client(server.url(path)) as conviso:
            conviso.issues()
            yield Block(lambda: _count(conviso.iter_issues(**options), total), 1)

    return {"conviso-client": partial(pager, {}), ONE_BY_ONE: partial(pager, {"prefetch": 0}), "httpx": httpx}


def keeping(pages: int, rows: int) -> Mapping[str, Contestant]:
    """Keep all rows of some pages in a list, and tell the bytes that one takes, counted by tracemalloc."""

    @contextmanager
    def contestant(name: str, server: Server) -> Iterator[Block]:
        with SYNC[name](server.url(f"{rows}/of/{pages * rows}")) as get:

            def keep() -> float:
                gc.collect()
                tracemalloc.start()
                kept = [row for number in range(1, pages + 1) for row in _rows(get(number, rows))]
                gc.collect()
                taken = tracemalloc.get_traced_memory()[0]
                tracemalloc.stop()
                return taken / len(kept)

            get(1, rows)
            yield Block(keep, pages * rows)

    return {name: partial(contestant, name) for name in ("conviso-client", "httpx", "ariadne-codegen", "gql", "sgqlc")}


def _repeated(call: Callable[[], object], times: int) -> Block:
    def run() -> None:
        for _ in range(times):
            call()

    return Block(run, times)


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
    found = len(_rows(answer))
    if found != rows:
        raise SystemExit(f"{name} got {found} rows instead of {rows}")


def _rows(answer: Any) -> Any:
    """Return the issues of an answer in whatever form a contestant gives it."""
    for part in ("data", "issues", "collection"):
        answer = answer.get(part, answer) if isinstance(answer, dict) else getattr(answer, part, answer)
    return answer


CASES: dict[str, Mapping[str, Contestant]] = {
    "kept": keeping(10, 1000),
    "call-1": calls(1, 100),
    "call-50": calls(50, 40),
    "call-1000": calls(1000, 4),
    "async": calls_async(5),
    "execute": executing(100),
    "overhead": overhead(200),
    "list": listing(100_000),
    "list-far": listing(4_000, "/after/50"),
}


def main() -> None:
    """Measure a block for every line that comes."""
    case, name, port = sys.argv[1:]
    with CASES[case][name](Server(int(port))) as block:
        for _ in sys.stdin:
            wall, cpu = time.perf_counter(), time.process_time()
            size = block.run()
            sample = Sample(
                (time.perf_counter() - wall) / block.count, (time.process_time() - cpu) / block.count, size or 0
            )
            print(json.dumps(sample), flush=True)


if __name__ == "__main__":
    main()
