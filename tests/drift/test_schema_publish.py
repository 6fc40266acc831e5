"""What the nightly job tells the forge, against a server on loopback that keeps what it is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
TOKEN = "canary-token"


class FakeForge(ThreadingHTTPServer):
    """Keeps pull requests and issues; the same lists serve both dialects."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lists: dict[str, list[dict[str, Any]]] = {"pulls": [], "merge_requests": [], "issues": []}
        self.seen: list[tuple[str, str]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: FakeForge

    def respond(self) -> None:
        path = self.path.split("?")[0].strip("/").split("/")
        kept = next(name for name in self.server.lists if name in path)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"null")
        self.server.seen.append((self.command, kept))
        given = self.headers.get("Authorization", "") + self.headers.get("PRIVATE-TOKEN", "")
        items = self.server.lists[kept]
        answer: Any = items
        if self.command == "POST":
            number = len(items) + 1
            items.append({**body, "number": number, "iid": number, "html_url": f"/{number}", "web_url": f"/{number}"})
            answer = items[-1]
        elif self.command in ("PATCH", "PUT"):
            answer = items[int(path[-1]) - 1]
            answer.update(body)
        content = json.dumps(answer).encode()
        self.send_response(self.server.status if TOKEN in given else 401)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_PUT = respond  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def forge() -> Iterator[FakeForge]:
    with FakeForge() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Checkout:
    """A clone of a small project, with a remote to push to."""

    def __init__(self, folder: Path, forge: FakeForge) -> None:
        self.forge = forge
        self.origin = folder / "remotes" / "conviso" / "client.git"
        self.folder = folder / "clone"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin), cwd=folder)
        self.git("clone", "--quiet", str(self.origin), str(self.folder), cwd=folder)
        (self.folder / "src/conviso_client/generated").mkdir(parents=True)
        (self.folder / "CHANGELOG.md").write_text("# Changes\n\n## 0.2.0 (not released)\n\n- All.\n")
        (self.folder / "src/conviso_client/generated/enums.py").write_text("")
        (self.folder / ".gitignore").write_text("build/\n")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "start")

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        name = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        command = ["git", *name, *arguments]
        return subprocess.run(command, cwd=cwd or self.folder, check=True, capture_output=True, text=True).stdout

    def found(self, outcome: str, report: str = "### It changed\n") -> None:
        (self.folder / "build/schema").mkdir(parents=True, exist_ok=True)
        (self.folder / "build/schema/outcome").write_text(f"{outcome}\n")
        (self.folder / "build/schema/report.md").write_text(report)

    def publish(self, dialect: str) -> subprocess.CompletedProcess[str]:
        server = (self.origin.parents[1]).as_uri()
        settings = {
            "github": {
                "GITHUB_TOKEN": TOKEN,
                "GITHUB_API_URL": self.forge.url,
                "GITHUB_SERVER_URL": server,
                "GITHUB_REPOSITORY": "conviso/client",
                "GITHUB_REF_NAME": "main",
            },
            "gitlab": {
                "GITLAB_TOKEN": TOKEN,
                "CI_API_V4_URL": self.forge.url,
                "CI_SERVER_URL": server,
                "CI_PROJECT_ID": "7",
                "CI_PROJECT_PATH": "conviso/client",
                "CI_DEFAULT_BRANCH": "main",
            },
            "none": {},
        }[dialect]
        others = {
            name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GITLAB_", "CI_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "tools.schema_publish"],
            cwd=self.folder,
            env={**others, "PYTHONPATH": str(PROJECT), **settings},
            check=False,
            capture_output=True,
            text=True,
        )


@pytest.fixture
def checkout(tmp_path: Path, forge: FakeForge) -> Checkout:
    return Checkout(tmp_path, forge)


REQUESTS = {"github": "pulls", "gitlab": "merge_requests"}


@pytest.mark.parametrize("dialect", REQUESTS)
def test_one_request_is_opened_and_then_refreshed(checkout: Checkout, dialect: str) -> None:
    listed = checkout.forge.lists[REQUESTS[dialect]]
    for text in ("one", "two"):
        (checkout.folder / "src/conviso_client/generated/enums.py").write_text(text)
        checkout.found("changed", f"### {text}\n")
        done = checkout.publish(dialect)
        assert done.returncode == 0, done.stderr
        assert [request["title"] for request in listed] == ["Follow the API's schema (0.2.0)"]
        assert listed[0].get("body", listed[0].get("description")) == f"### {text}\n"
        assert checkout.git("show", "schema-update:src/conviso_client/generated/enums.py", cwd=checkout.origin) == text
        checkout.git("checkout", "--quiet", "--force", "main")
    assert checkout.forge.lists["issues"] == []


def test_the_same_update_is_not_pushed_again(checkout: Checkout) -> None:
    commits = set()
    for _ in range(2):
        (checkout.folder / "src/conviso_client/generated/enums.py").write_text("one")
        checkout.found("changed")
        assert checkout.publish("github").returncode == 0
        commits.add(checkout.git("rev-parse", "schema-update", cwd=checkout.origin))
        checkout.git("checkout", "--quiet", "--force", "main")
        checkout.git("-c", "user.name=b", "commit", "--quiet", "--amend", "--no-edit", "--reset-author")
    assert len(commits) == 1


@pytest.mark.parametrize("dialect", REQUESTS)
def test_one_issue_is_opened_and_then_refreshed(checkout: Checkout, dialect: str) -> None:
    for text in ("one", "two"):
        checkout.found("edit", f"- [ ] {text}\n")
        assert checkout.publish(dialect).returncode == 0
        (issue,) = checkout.forge.lists["issues"]
        assert issue["title"] == "The API's schema changed: operations must be edited"
        assert issue.get("body", issue.get("description")) == f"- [ ] {text}\n"
    assert checkout.forge.lists[REQUESTS[dialect]] == []
    assert checkout.git("branch", "--list", "schema-update", cwd=checkout.origin) == ""


@pytest.mark.parametrize("dialect", REQUESTS)
@pytest.mark.parametrize("outcome", ["same", None])
def test_it_is_quiet_when_nothing_changed(checkout: Checkout, dialect: str, outcome: str | None) -> None:
    if outcome:
        checkout.found(outcome)
    done = checkout.publish(dialect)
    assert (done.returncode, done.stdout) == (0, "Nothing to publish.\n")
    assert checkout.forge.seen == []


def test_a_long_report_is_cut(checkout: Checkout) -> None:
    checkout.found("edit", "x" * 100_000)
    assert checkout.publish("github").returncode == 0
    assert len(checkout.forge.lists["issues"][0]["body"]) < 65_536


def test_a_refusal_is_told_without_the_token(checkout: Checkout) -> None:
    checkout.found("edit")
    checkout.forge.status = 403
    done = checkout.publish("github")
    assert done.returncode == 1
    assert "HTTP 403" in done.stderr
    assert TOKEN not in done.stderr + done.stdout


def test_a_tree_without_the_update_is_told_without_a_traceback(checkout: Checkout) -> None:
    checkout.found("changed")
    done = checkout.publish("github")
    assert done.returncode == 1
    assert "schema-publish: git -c user.name=" in done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr + done.stdout
    assert checkout.forge.seen == []


def test_without_a_forge_it_says_what_to_set(checkout: Checkout) -> None:
    checkout.found("edit")
    assert "set GITHUB_TOKEN or GITLAB_TOKEN" in checkout.publish("none").stderr
