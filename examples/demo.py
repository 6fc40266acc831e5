"""A tour on this machine: sandboxes, the schema, the generated client, a script, an import of findings.

`make demo` runs this. It needs no account and no network, and stops the sandboxes that it starts.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from conviso_client import Conviso
from conviso_client.invicti import Invicti
from conviso_client.jobs import find_asset

ROOT = Path(__file__).resolve().parent.parent
CLI = [sys.executable, "-m", "conviso_client"]
API_KEY = "demo-key"
ADDRESS = re.compile(r"http://\S+")


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder, sandbox() as url:
        environment = {**os.environ, "CONVISO_API_URL": url, "CONVISO_API_KEY": API_KEY, "CONVISO_COMPANY_ID": ""}
        say("1. The sandbox", f"The API on this machine: {url}")

        pulled = Path(folder) / "schema.graphql"
        say("2. The schema", f"conviso-client schema pull --output {pulled.name}")
        run([*CLI, "schema", "pull", "--output", str(pulled)], environment)
        same = filecmp.cmp(pulled, ROOT / "schema.graphql", shallow=False)
        print("   It equals schema.graphql, byte for byte." if same else "   It DIFFERS from schema.graphql.")

        say("3. The client", "conviso-client generate --check")
        run([*CLI, "generate", "--check"], environment)

        say("4. A script", "python examples/quickstart.py")
        run([sys.executable, "examples/quickstart.py"], environment)

        invicti(environment, Path(folder) / "map.csv")
        say("Next", "docs/getting-started.md: write and run a program of your own, in ten minutes")
        print("   docs/recipes.md: twelve tasks, each in ten lines to copy")
        return 0 if same else 1
    return 128 + signal.SIGINT


def invicti(environment: dict[str, str], file: Path) -> None:
    """Import the findings of a sandbox of the Invicti Platform twice: the second run changes nothing."""
    with sandbox("--invicti", "--assets", "1", "--issues", "100") as url:
        environment = {**environment, "INVICTI_API_URL": url, "INVICTI_API_KEY": API_KEY}
        say("5. The Invicti Platform", "conviso-client import --from invicti --asset-map map.csv --company 443, twice")
        with Conviso(API_KEY, url=environment["CONVISO_API_URL"], company_id=443) as conviso:
            here = find_asset(conviso, "shop", create=True)
        with Invicti(API_KEY, url=url) as there:
            file.write_text("invicti,conviso\n" + "".join(f"{asset.id},{here.id}\n" for asset in there.iter_assets()))
        command = [*CLI, "import", "--from", "invicti", "--asset-map", str(file), "--company", "443"]
        run(command, environment)
        run(command, environment)


@contextlib.contextmanager
def sandbox(*options: str) -> Iterator[str]:
    """Run a sandbox until the block ends."""
    command = [*CLI, "sandbox", "--port", "0", "--api-key", API_KEY, "--seed", "1", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout
        address = next((match[0] for line in process.stdout if (match := ADDRESS.search(line))), None)
        if address is None:
            sys.exit("The sandbox did not start: see its output above.")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def stop(number: int, _: FrameType | None) -> NoReturn:
    """Exit through the `finally` blocks, which stop the sandboxes."""
    sys.exit(128 + number)


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a step; if it fails, so does the demo."""
    sys.stdout.flush()
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if finished.returncode:
        sys.exit(f"The step failed with exit status {finished.returncode}.")


def say(title: str, text: str) -> None:
    print(f"\n\033[1m{title}\033[0m\n   {text}" if sys.stdout.isatty() else f"\n{title}\n   {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
