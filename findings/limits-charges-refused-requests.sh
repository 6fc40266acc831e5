#!/bin/sh
# Expected: a request that a rate limiter refuses costs nothing: the window has as many left as before.
# Version:  limits 5.8.0.
# Seen:     the fixed window adds the cost first and compares afterwards. One refused batch of 11 spends the whole window of 10, and
#           every small call waits for the next window; the moving window charges nothing for it.
# Output:   FixedWindowRateLimiter: batch False, left 0, next call False; MovingWindowRateLimiter: batch False, left 10, next call True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check limits==5.8.0
seen=$("$folder/venv/bin/python" - <<'CHECK'
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
told = []
for strategy in (FixedWindowRateLimiter, MovingWindowRateLimiter):
    limiter, quota = strategy(MemoryStorage()), RateLimitItemPerHour(10)
    batch = limiter.hit(quota, "key", cost=11)
    left = limiter.get_window_stats(quota, "key").remaining
    told.append(f"{strategy.__name__}: batch {batch}, left {left}, next call {limiter.hit(quota, 'key')}")
print("; ".join(told))
CHECK
)
echo "$seen"
test "$seen" = 'FixedWindowRateLimiter: batch False, left 0, next call False; MovingWindowRateLimiter: batch False, left 10, next call True'
