#!/bin/sh
# Expected: a retried upload has the body of the first attempt, or is refused because its stream was read.
# Version:  aiohttp-retry 2.9.1, aiohttp 3.14.5.
# Seen:     a file object was read to its end by the first attempt, and nobody rewinds it: the second sends no byte. A server that
#           was busy once takes the empty report, answers 200, and the caller sees a success. Bytes are sent whole both times.
# Output:   bytes: status 200, bodies 6 6; file: status 200, bodies 6 0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiohttp-retry==2.9.1 aiohttp==3.14.5
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import asyncio, io
from aiohttp import web
from aiohttp_retry import ExponentialRetry, RetryClient
received = []
async def take(request):
    received.append(len(await request.read()))
    return web.Response(status=503 if len(received) % 2 else 200)
async def main():
    application = web.Application()
    application.router.add_put("/", take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    told = []
    async with RetryClient(retry_options=ExponentialRetry(attempts=2, start_timeout=0.001)) as client:
        for name, body in {"bytes": b"report", "file": io.BytesIO(b"report")}.items():
            async with client.put(url, data=body) as answer:
                told.append(f"{name}: status {answer.status}, bodies {' '.join(map(str, received[-2:]))}")
    await runner.cleanup()
    print("; ".join(told))
asyncio.run(main())
CHECK
)
echo "$seen"
test "$seen" = 'bytes: status 200, bodies 6 6; file: status 200, bodies 6 0'
