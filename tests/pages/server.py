"""A server on loopback with one list under three names, which can be told how to answer for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 20
"""Seconds after which a test that waits in vain fails."""

Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]
"""Status, JSON and further headers."""


class ListServer:
    """Answers `requirements` (object style), `projectStatuses` (flat style) and `companies` (without metadata)."""

    def __init__(self, rows: int) -> None:
        self.rows = [str(n) for n in range(rows)]
        self.cap = 1_000
        self.asked: list[int] = []
        self.headers: list[dict[str, str]] = []
        self.variables: list[dict[str, Any]] = []
        self.on: dict[int, Callable[[], Answer | None]] = {}
        """What happens when a page is asked for; an answer that it returns is sent instead of the page."""
        self.metadata: Callable[[dict[str, int]], Any] = lambda given: given
        self.held: set[int] = set()
        """Pages that are not answered until `release`."""
        self.in_flight = 0
        self.most_in_flight = 0
        self.together = 0
        """Requests for pages after the first that must be there at once before any is answered."""
        self._released = threading.Event()
        self._changed = threading.Condition()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/graphql"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._released.set()
        self._http.shutdown()
        self._http.server_close()

    def release(self) -> None:
        self._released.set()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), f"in vain: asked for {self.asked}"

    def answer(self, headers: dict[str, str], body: dict[str, Any]) -> Answer:
        name, variables = body["operationName"], body["variables"]
        nested = variables.get("pagination") or {}
        number = variables.get("page") or nested.get("page") or 1
        length = min(self.cap, variables.get("limit") or nested.get("perPage") or 50)
        with self._changed:
            self.asked.append(number)
            self.headers.append(headers)
            self.variables.append(variables)
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self._changed.notify_all()
            if number > 1 and self.together:
                self._changed.wait_for(lambda: self.most_in_flight >= self.together, PATIENCE)
        try:
            if number in self.held:
                self._released.wait(PATIENCE)
            instead = self.on.get(number, lambda: None)()
            return instead or (200, {"data": {name: self._page(name, number, length)}})
        finally:
            with self._changed:
                self.in_flight -= 1
                self._changed.notify_all()

    def _page(self, name: str, number: int, length: int) -> dict[str, Any]:
        rows = [_ROWS[name](id_) for id_ in self.rows[(number - 1) * length : number * length]]
        if name == "companies":
            return {"collection": rows}
        total = len(self.rows)
        numbers = {
            "totalCount": total,
            "totalPages": -(-total // length),
            "currentPage": number,
            "limitValue": length,
        }
        return {"collection": rows, "metadata": self.metadata(numbers)}


_NOW = "2026-01-31T10:00:00Z"
_ROWS: dict[str, Callable[[str], dict[str, Any]]] = {
    "projectStatuses": lambda id_: {"id": id_, "label": id_, "isInitial": False},
    "companies": lambda id_: {
        **dict.fromkeys(("active", "configured")),
        "id": id_,
        "label": id_,
        "sid": id_,
        "createdAt": _NOW,
        "updatedAt": _NOW,
    },
    "requirements": lambda id_: {
        **dict.fromkeys(("description", "global", "createdAt", "updatedAt", "checklistType", "projectType")),
        "id": id_,
        "label": id_,
    },
}


def _handler(server: ListServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            given = {name.lower(): value for name, value in self.headers.items()}
            status, answer, *headers = server.answer(given, body)
            content = json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                for name, value in (headers[0] if headers else {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                self.close_connection = True

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, json.JSONDecodeError):  # the client went away in the middle of its request
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler
