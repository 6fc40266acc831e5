"""Write a CycloneDX SBOM of the wheel in dist/ and of all that an installation without extras brings.

The versions are those of constraints.txt, with which the wheel was tested. The same wheel gives the same SBOM.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from conviso_client import __version__
from conviso_client.codegen.files import replace_file
from tools.build_distributions import NAMES

NAME = "conviso-client.cdx.json"
_DYNAMIC = 'dynamic = ["version"]'


def main() -> int:
    """Write the SBOM and list its components. The exit status is 0, or 1 if it cannot be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, default=Path("dist", NAMES[0]), help="default: %(default)s")
    parser.add_argument("--output", type=Path, default=Path("build", "sbom"), help="a folder (default: %(default)s)")
    options = parser.parse_args()
    if not options.wheel.is_file():
        print(f"sbom: there is no {options.wheel}: make dist", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="conviso-client-sbom-") as work:
        text = sbom(options.wheel, Path.cwd(), Path(work))
    options.output.mkdir(parents=True, exist_ok=True)
    replace_file(options.output / NAME, text)
    components = ", ".join(f"{part['name']} {part['version']}" for part in json.loads(text)["components"])
    print(f"{options.output / NAME}: {components}")
    return 0


def sbom(wheel: Path, project: Path, work: Path) -> str:
    """Install the wheel alone, and have CycloneDX's own tool describe what is there and validate what it wrote."""
    python = work / "venv" / "bin" / "python"
    _run(sys.executable, "-m", "venv", "--without-pip", os.fspath(work / "venv"))
    install = (
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--constraint",
        os.fspath(project / "constraints.txt"),
    )
    _run(sys.executable, "-m", "pip", "--python", os.fspath(python), *install, os.fspath(wheel))
    settings = work / "pyproject.toml"
    settings.write_text(with_version((project / "pyproject.toml").read_text(encoding="utf-8")), encoding="utf-8")
    written = work / NAME
    described = ("--pyproject", os.fspath(settings), "--mc-type", "library", "--output-reproducible")
    _run(sys.executable, "-m", "cyclonedx_py", "environment", *described, "-o", os.fspath(written), os.fspath(python))
    return as_text(json.loads(written.read_text(encoding="utf-8")))


def with_version(pyproject: str) -> str:
    """Write down the version, which pyproject.toml leaves to _version.py."""
    if pyproject.count(_DYNAMIC) != 1:
        raise SystemExit(f"sbom: pyproject.toml must say {_DYNAMIC} once")
    return pyproject.replace(_DYNAMIC, f'version = "{__version__}"')


def as_text(document: dict[str, Any]) -> str:
    """Write an SBOM as text, with the address by which databases of vulnerabilities know the client."""
    document["metadata"]["component"]["purl"] = f"pkg:pypi/conviso-client@{__version__}"
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SystemExit(f"sbom: {' '.join(command)} failed")


if __name__ == "__main__":
    sys.exit(main())
