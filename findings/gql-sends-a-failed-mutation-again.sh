#!/bin/sh
# Expected: `retries` of a transport sends a query again, and a mutation that a server may have run only once; an answer
#           with status 500 is a server's error.
# Version:  gql 4.0.0 with its extra `requests`.
# Seen:     `RequestsHTTPTransport(retries=3)` sends the mutation four times, each of them to a server that had received it
#           whole and answered 500. The error is TransportConnectionFailed, though no connection failed.
# Output:   4 requests, TransportConnectionFailed
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'gql[requests]==4.0.0'
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import http.server, threading
from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport
received = []
class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *arguments):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
transport = RequestsHTTPTransport(f"http://127.0.0.1:{server.server_port}/", retries=3, retry_backoff_factor=0)
try:
    Client(transport=transport).execute(gql("mutation { createIssue }"))
except Exception as error:
    print(f"{len(received)} requests, {type(error).__name__}")
CHECK
)
echo "$seen"
test "$seen" = '4 requests, TransportConnectionFailed'
