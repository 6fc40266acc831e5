"""What is measured inside one process: `python -m benchmarks.inside <case> <port> <rounds>` prints its samples."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, ExitStack
from typing import Any, NamedTuple

from benchmarks import timing
from benchmarks.answers import page
from benchmarks.contestants import default, ours, peers, raw
from benchmarks.timing import Sample

__all__ = ["CASES", "main"]

Samples = dict[str, list[Sample]]


class Run(NamedTuple):
    """Where the server is, and how often to measure."""

    port: int
    rounds: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}/graphql"


SYNC = {
    "httpx": raw.httpx_sync,
    "httpx2": raw.httpx2_sync,
    "conviso-client": ours.httpx_sync,
    "conviso-client, quota in memory": ours.local_sync,
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
    "conviso-client on httpx2": ours.httpx2_async,
    "conviso-client on httpx-aiohttp": ours.aiohttp_async,
    "ariadne-codegen": default.httpx_async,
    "gql": peers.gql_async,
    "gql on aiohttp": peers.gql_aiohttp_async,
}
AT_ONCE = 20
DETAILED = 50


def calls(run: Run, rows: int, each: int) -> Samples:
    """Get a page, again and again over one connection."""
    with ExitStack() as stack:
        gets = {name: stack.enter_context(open_(run.url(str(rows)))) for name, open_ in SYNC.items()}
        for name, get in gets.items():
            _check(name, get(1, rows), rows)
        bound = {name: _bind(get, 1, rows) for name, get in gets.items()}
        return timing.blocks(bound, rounds=run.rounds, each=each)


def calls_async(run: Run) -> Samples:
    """Get a page of one issue, twenty at once."""

    async def main() -> Samples:
        async with AsyncExitStack() as stack:
            gets = {name: await stack.enter_async_context(open_(run.url("1"))) for name, open_ in ASYNC.items()}
            for name, get in gets.items():
                _check(name, await get(1, 1), 1)
            bound = {name: _crowd(get) for name, get in gets.items()}
            return await timing.blocks_async(bound, rounds=run.rounds, each=AT_ONCE)

    return asyncio.run(main())


def overhead(run: Run) -> Samples:
    """Make calls whose HTTP library answers at once, with a quota in memory and a listener for events."""
    from conviso_client import Conviso, Quota
    from conviso_client.call.effects import Reply
    from conviso_client.generated import operations

    reply = Reply(200, {"content-type": "application/json"}, page(1))
    quota = Quota.local(requests=100_000, per=0.05, spread=0.05)
    with Conviso("benchmark-key", company_id=443, url="http://127.0.0.1/", quota=quota, on_event=id) as conviso:
        conviso._transport.send = lambda _: reply
        from conviso_client.call.codec import codec

        decode = codec(operations.issues).decode
        contestants = {"a whole call": conviso.issues, "decoding alone": lambda: decode(reply.body)}
        return timing.blocks(contestants, rounds=run.rounds, each=200)


def decoding(run: Run) -> Samples:
    """Decode a page of issues with their details, from the bytes that came to the models; a sample is one issue."""
    from default_client.issues import Issues

    from conviso_client.call.codec import codec
    from conviso_client.generated import operations

    body = page(DETAILED, detail=True)
    decode = codec(operations.issues).decode
    contestants = {
        "json.loads": lambda: json.loads(body),
        "conviso-client": lambda: decode(body),
        "ariadne-codegen": lambda: Issues.model_validate(json.loads(body)["data"]),
    }
    samples = timing.blocks(contestants, rounds=run.rounds, each=10)
    return {
        name: [Sample(wall / DETAILED, cpu / DETAILED) for wall, cpu, _ in taken] for name, taken in samples.items()
    }


def listing(run: Run, total: int) -> Samples:
    """Read a whole list in pages of a hundred."""
    url = run.url(f"100/of/{total}")
    with ExitStack() as stack:
        get = stack.enter_context(raw.httpx_sync(url))
        conviso = stack.enter_context(ours._client(url))
        contestants: dict[str, Callable[[], object]] = {
            "httpx": lambda: _count(_one_by_one(get), total),
            "conviso-client": lambda: _count(conviso.iter_issues(), total),
            "conviso-client, prefetch off": lambda: _count(conviso.iter_issues(prefetch=0), total),
        }
        return timing.blocks(contestants, rounds=run.rounds, each=1)


CASES: dict[str, Callable[[Run], Samples]] = {
    "call-1": lambda run: calls(run, 1, 30),
    "call-50": lambda run: calls(run, 50, 10),
    "call-1000": lambda run: calls(run, 1000, 2),
    "async": calls_async,
    "overhead": overhead,
    "decoding": decoding,
    "list": lambda run: listing(run, 100_000),
    "list-short": lambda run: listing(run, 10_000),
}


def main() -> None:
    """Run one case and print its samples."""
    case, port, rounds = sys.argv[1:]
    json.dump(CASES[case](Run(int(port), int(rounds))), sys.stdout)


def _bind(get: Callable[[int, int], object], number: int, rows: int) -> Callable[[], object]:
    return lambda: get(number, rows)


def _crowd(get: Callable[[int, int], Awaitable[object]]) -> Callable[[], Awaitable[object]]:
    async def crowd() -> None:
        await asyncio.gather(*(get(1, 1) for _ in range(AT_ONCE)))

    return crowd


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


if __name__ == "__main__":
    main()
