#!/bin/sh
# Expected: `respx.mock(using="httpx")` keeps every request of httpx from the network, as `using="httpcore"` does.
# Version:  respx 0.23.1 with httpx 0.28.1.
# Seen:     it stands in the client's choice of a transport. A request that is given to an `httpx.HTTPTransport` itself, as
#           libraries do that bring their own transports, goes out to the network from within the mock.
# Output:   httpcore: client 204, transport 204; httpx: client 204, transport ConnectError
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check respx==0.23.1 httpx==0.28.1
seen=$("$folder/venv/bin/python" - <<'CHECK'
import httpx, respx, socket
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{free.getsockname()[1]}/"  # bound, and nobody listens
    found = []
    for using in ("httpcore", "httpx"):
        with respx.mock(using=using, assert_all_called=False) as mock, httpx.Client() as client:
            mock.get(url).respond(204)
            by_client = client.get(url).status_code
            try:
                with httpx.HTTPTransport() as transport:
                    by_transport = transport.handle_request(httpx.Request("GET", url)).status_code
            except httpx.ConnectError as error:
                by_transport = type(error).__name__
        found.append(f"{using}: client {by_client}, transport {by_transport}")
print("; ".join(found))
CHECK
)
echo "$seen"
test "$seen" = "httpcore: client 204, transport 204; httpx: client 204, transport ConnectError"
