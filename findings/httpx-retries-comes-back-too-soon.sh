#!/bin/sh
# Expected: a client that respects `Retry-After: 3600` waits for an hour, or gives up at once if that is longer than it may.
# Version:  httpx-retries 0.6.0 with httpx 0.28.1.
# Seen:     the wait is cut to `max_backoff_wait` (120 s by default), and the request is sent again while the server still
#           refuses: all attempts are spent within minutes. A value that is no whole number is no wait at all.
# Output:   3600: waits 120 120 120, 4 requests; 2.5: waits 0 0 0, 4 requests
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httpx-retries==0.6.0 httpx==0.28.1
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import logging, time
import httpx
from httpx_retries import Retry, RetryTransport
logging.disable()
waits = []
time.sleep = waits.append
def told(value):
    waits.clear()
    sent = []
    def refuse(request):
        sent.append(request)
        return httpx.Response(429, headers={"Retry-After": value})
    with httpx.Client(transport=RetryTransport(httpx.MockTransport(refuse), retry=Retry(total=3))) as client:
        client.get("http://localhost/")
    return f"{value}: waits {' '.join(f'{wait:.0f}' for wait in waits)}, {len(sent)} requests"
print(told("3600"), told("2.5"), sep="; ")
CHECK
)
echo "$seen"
test "$seen" = '3600: waits 120 120 120, 4 requests; 2.5: waits 0 0 0, 4 requests'
