"""Run real scanners on a small project, import what they write, and import it again: `make scanners`.

bandit, semgrep and pip-audit are installed into an environment of their own. Then each report goes to a sandbox: the
first import creates, the second writes nothing, and once a finding is fixed the third closes it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

from conviso_client import Conviso, Quota
from conviso_client.findings import plan_import, read_findings
from conviso_client.jobs import find_asset
from conviso_client.sandbox import Sandbox

SCANNERS = ("bandit[sarif]>=1.9,<2", "semgrep>=1.150,<2", "pip-audit>=2.9,<3")
FILES: Mapping[str, str] = {
    "app.py": "import subprocess\n\n\ndef run(command):\n    return subprocess.call(command, shell=True)\n",
    "more.py": "def check(value):\n    return eval(value)\n",
    "requirements.txt": "jinja2==2.10\n",
    "rules.yml": "rules:\n  - id: no-eval\n    languages: [python]\n    severity: ERROR\n"
    "    message: eval runs what it is given\n    pattern: eval(...)\n",
}
FIXED = "more.py"
"""The file whose finding is gone after it is mended."""


def main() -> int:
    """Return 0 if every scanner's findings came once, stayed, and were closed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = _installed(folder / "venv")
        project = folder / "project"
        project.mkdir()
        for file, text in FILES.items():
            (project / file).write_text(text, encoding="utf-8")
        before = _scanned(programs, project, folder / "before")
        (project / FIXED).write_text("def check(value):\n    return value\n", encoding="utf-8")
        after = _scanned(programs, project, folder / "after")
        with (
            Sandbox() as sandbox,
            Conviso(sandbox.api_key, url=sandbox.url, company_id=443, quota=Quota.off()) as conviso,
        ):
            good = [_imported(conviso, sandbox, before[tool], after[tool]) for tool in before]
        return 0 if all(good) else 1


def _installed(folder: Path) -> Path:
    print("installing", *SCANNERS, flush=True)
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, *SCANNERS], check=True)  # noqa: S603
    return folder / "bin"


def _scanned(programs: Path, project: Path, reports: Path) -> dict[str, Path]:
    reports.mkdir()
    commands = {
        "bandit": ("--quiet", "--recursive", ".", "--format", "sarif", "--output"),
        "semgrep": ("scan", "--metrics", "off", "--quiet", "--config", "rules.yml", ".", "--sarif", "--output"),
        "pip-audit": (
            "--requirement",
            "requirements.txt",
            "--no-deps",
            "--disable-pip",
            "--format",
            "cyclonedx-json",
            "-o",
        ),
    }
    found = {}
    for tool, words in commands.items():
        found[tool] = reports / f"{tool}.json"
        # Their exit statuses say that something was found, or not, each in its own way: the report counts.
        done = subprocess.run(  # noqa: S603
            [programs / tool, *words, found[tool]], cwd=project, capture_output=True, text=True, check=False
        )
        if not found[tool].exists():
            raise SystemExit(f"{tool} wrote no report: {done.stderr}")
    return found


def _imported(conviso: Conviso, sandbox: Sandbox, before: Path, after: Path) -> bool:
    asset = find_asset(conviso, f"org/{before.stem}", create=True).id
    rounds = []
    for report in (before, before, after):
        reading = read_findings(report)
        result = plan_import(conviso, reading, asset=asset, close_missing=True).apply()
        result.raise_for_failures()
        rounds.append({name: count for name, count in result.counts.items() if count})
    writes = len(sandbox.seen("batchCreateOrUpdateFindings"))
    print(f"{before.stem}: {rounds}, {writes} writes so far", flush=True)
    first, second, _ = rounds
    return set(second) <= {"unchanged", "skipped"} and first.get("create", 0) == second.get("unchanged", 0)


if __name__ == "__main__":
    sys.exit(main())
