"""Say whether the tag in the environment variable TAG can be released from this tree.

The tag must be `v` and the version in _version.py, and the newest section of the changelog that version with the day
of its release.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from conviso_client import __version__
from conviso_client._version import INSTALLED_FROM
from tools.changelog import Changelog, as_text, read_changelog

_DATED = re.compile(r"\A \(\d{4}-\d{2}-\d{2}\)\n")


def main() -> int:
    """Check, and give the exit status: 0 it can be released, 1 not yet."""
    changelog = read_changelog(Path("CHANGELOG.md"))
    problems = list(release_problems(os.environ.get("TAG", ""), __version__, changelog, INSTALLED_FROM))
    for problem in problems:
        print(f"release-check: {problem}", file=sys.stderr)
    if not problems:
        print(f"release-check: {__version__} can be released")
    return 1 if problems else 0


def release_problems(
    tag: str, version: str, changelog: Changelog, installed_from: str = "conviso-client"
) -> Iterator[str]:
    """Say what of tag, version and changelog does not agree."""
    if not tag:
        yield f"TAG is not set: TAG=v{version} make release-check"
    elif tag != f"v{version}":
        yield f"the tag is {tag}, and the version v{version}: tag v{version}, or change src/conviso_client/_version.py"
    if installed_from != "conviso-client":
        yield f"errors say pip install '{installed_from}': change it in src/conviso_client/_version.py"
    newest = changelog.newest
    if as_text(newest.version) != version:
        yield f"the newest section of CHANGELOG.md is {as_text(newest.version)}, not {version}"
    elif not newest.is_released or not _DATED.match(newest.text):
        yield f"the section {version} of CHANGELOG.md does not say when it was released: ## {version} (2026-01-31)"


if __name__ == "__main__":
    sys.exit(main())
