"""Tell the forge what the last `make schema-update` found: one pull request, or one issue, or nothing.

On GitHub it needs GITHUB_TOKEN and what Actions sets, on GitLab GITLAB_TOKEN and what GitLab CI sets. The branch
`schema-update` is pushed by force: it belongs to this command.
"""

from __future__ import annotations

import base64
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import httpx

from tools.changelog import as_text, read_changelog

REPORT = Path("build/schema")
BRANCH = "schema-update"
EDIT_TITLE = "The API's schema changed: operations must be edited"
_LONGEST_BODY = 60_000
"""GitHub takes 65,536 characters, GitLab more."""


class Forge(Protocol):
    """Where the project lives."""

    def remote(self) -> tuple[str, str]:
        """Give the address to push to, and the header that carries the token: it stays out of the address."""
        ...

    def propose(self, title: str, body: str) -> str:
        """Open the pull request of the branch, or refresh it; give its address."""
        ...

    def report(self, title: str, body: str) -> str:
        """Open an issue with this title, or refresh the one that is open; give its address."""
        ...


class GitHub:
    """GitHub's API, as a workflow sees it."""

    def __init__(self, environment: Mapping[str, str], http: httpx.Client) -> None:
        self.environment = environment
        self.http = http
        self.api = f"{environment['GITHUB_API_URL']}/repos/{environment['GITHUB_REPOSITORY']}"
        http.headers["Authorization"] = f"Bearer {environment['GITHUB_TOKEN']}"

    def remote(self) -> tuple[str, str]:
        server, repository = self.environment["GITHUB_SERVER_URL"], self.environment["GITHUB_REPOSITORY"]
        return f"{server}/{repository}.git", _basic("x-access-token", self.environment["GITHUB_TOKEN"])

    def propose(self, title: str, body: str) -> str:
        owner = self.environment["GITHUB_REPOSITORY"].split("/")[0]
        listed = self._send("GET", "pulls", params={"head": f"{owner}:{BRANCH}", "state": "open"})
        content = {"title": title, "body": body}
        if listed:
            return str(self._send("PATCH", f"pulls/{listed[0]['number']}", json=content)["html_url"])
        base = self.environment["GITHUB_REF_NAME"]
        return str(self._send("POST", "pulls", json={**content, "head": BRANCH, "base": base})["html_url"])

    def report(self, title: str, body: str) -> str:
        listed = self._send("GET", "issues", params={"state": "open", "per_page": "100"})
        known = [issue["number"] for issue in listed if issue["title"] == title and "pull_request" not in issue]
        content = {"title": title, "body": body}
        if known:
            return str(self._send("PATCH", f"issues/{known[0]}", json=content)["html_url"])
        return str(self._send("POST", "issues", json=content)["html_url"])

    def _send(self, method: str, path: str, **content: Any) -> Any:
        return _answer(self.http.request(method, f"{self.api}/{path}", **content))


class GitLab:
    """GitLab's API, as a job sees it."""

    def __init__(self, environment: Mapping[str, str], http: httpx.Client) -> None:
        self.environment = environment
        self.http = http
        self.api = f"{environment['CI_API_V4_URL']}/projects/{environment['CI_PROJECT_ID']}"
        http.headers["PRIVATE-TOKEN"] = environment["GITLAB_TOKEN"]

    def remote(self) -> tuple[str, str]:
        server, path = self.environment["CI_SERVER_URL"], self.environment["CI_PROJECT_PATH"]
        return f"{server}/{path}.git", _basic("oauth2", self.environment["GITLAB_TOKEN"])

    def propose(self, title: str, body: str) -> str:
        listed = self._send("GET", "merge_requests", params={"source_branch": BRANCH, "state": "opened"})
        content = {"title": title, "description": body}
        if listed:
            return str(self._send("PUT", f"merge_requests/{listed[0]['iid']}", json=content)["web_url"])
        branches = {"source_branch": BRANCH, "target_branch": self.environment["CI_DEFAULT_BRANCH"]}
        return str(self._send("POST", "merge_requests", json={**content, **branches})["web_url"])

    def report(self, title: str, body: str) -> str:
        listed = self._send("GET", "issues", params={"state": "opened", "search": title, "in": "title"})
        known = [issue["iid"] for issue in listed if issue["title"] == title]
        content = {"title": title, "description": body}
        if known:
            return str(self._send("PUT", f"issues/{known[0]}", json=content)["web_url"])
        return str(self._send("POST", "issues", json=content)["web_url"])

    def _send(self, method: str, path: str, **content: Any) -> Any:
        return _answer(self.http.request(method, f"{self.api}/{path}", **content))


def main() -> int:
    """Publish what was found, if anything was."""
    outcome = REPORT / "outcome"
    found = outcome.read_text(encoding="utf-8").strip() if outcome.exists() else ""
    if found not in ("changed", "edit"):
        print("Nothing to publish.")
        return 0
    body = (REPORT / "report.md").read_text(encoding="utf-8")
    if len(body) > _LONGEST_BODY:
        body = f"{body[:_LONGEST_BODY]}\n\n... and more: run `make schema-update`.\n"
    with httpx.Client(timeout=30) as http:
        forge = _forge(os.environ, http)
        try:
            print(_publish(found, body, forge))
        except httpx.HTTPError as error:
            print(f"schema-publish: {error}", file=sys.stderr)
            return 1
        except subprocess.CalledProcessError as error:
            print(f"schema-publish: {shlex.join(error.cmd)} failed", file=sys.stderr)
            return 1
    return 0


def _publish(found: str, body: str, forge: Forge) -> str:
    if found == "edit":
        return forge.report(EDIT_TITLE, body)
    version = as_text(read_changelog(Path("CHANGELOG.md")).newest.version)
    title = f"Follow the API's schema ({version})"
    _push(title, forge)
    return forge.propose(title, body)


def _push(title: str, forge: Forge) -> None:
    address, header = forge.remote()
    name = os.environ.get("GIT_AUTHOR_NAME", "schema-update")
    email = os.environ.get("GIT_AUTHOR_EMAIL", "schema-update@users.noreply.github.com")
    _git("checkout", "-B", BRANCH)
    _git("add", "--update")
    _git("add", "src/conviso_client/generated")
    _git("-c", f"user.name={name}", "-c", f"user.email={email}", "commit", "--quiet", "--message", title)
    settings = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader", "GIT_CONFIG_VALUE_0": header}
    is_there = _succeeds("fetch", "--quiet", "--depth", "1", address, BRANCH, environment=settings)
    if not is_there or not _succeeds("diff", "--quiet", "FETCH_HEAD", "HEAD"):
        _git("push", "--quiet", "--force", address, f"HEAD:{BRANCH}", environment=settings)


def _git(*arguments: str, environment: Mapping[str, str] | None = None) -> None:
    subprocess.run(["git", *arguments], check=True, env={**os.environ, **(environment or {})})  # noqa: S603, S607


def _succeeds(*arguments: str, environment: Mapping[str, str] | None = None) -> bool:
    command = ["git", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, env={**os.environ, **(environment or {})})  # noqa: S603
    return done.returncode == 0


def _forge(environment: Mapping[str, str], http: httpx.Client) -> Forge:
    for token, forge in (("GITHUB_TOKEN", GitHub), ("GITLAB_TOKEN", GitLab)):
        if environment.get(token):
            return forge(environment, http)
    raise SystemExit("schema-publish: set GITHUB_TOKEN or GITLAB_TOKEN")


def _basic(user: str, token: str) -> str:
    return f"Authorization: Basic {base64.b64encode(f'{user}:{token}'.encode()).decode()}"


def _answer(response: httpx.Response) -> Any:
    if response.is_error:
        message = f"{response.request.method} {response.url.path}: HTTP {response.status_code} {response.text[:300]}"
        raise httpx.HTTPStatusError(message, request=response.request, response=response)
    return response.json()


if __name__ == "__main__":
    sys.exit(main())
