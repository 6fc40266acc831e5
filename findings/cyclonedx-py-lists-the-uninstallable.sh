#!/bin/sh
# Expected: the SBOM of a requirements file has what pip would install from it here: no package whose marker is false, and a
#           local project under its own name.
# Version:  cyclonedx-bom 7.5.0.
# Seen:     markers are not read: a package for Python 2 alone is listed like the others, so a scanner finds its weaknesses. A
#           path is a component named "unknown" without version and purl, so two local projects cannot be told apart.
# Output:   enum34 1.1.10 pkg:pypi/enum34@1.1.10, unknown None None, unknown None None
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import json, pathlib, subprocess, sys
for name in ("one", "two"):
    pathlib.Path(name).mkdir()
    pathlib.Path(name, "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "1.0"\n')
pathlib.Path("requirements.txt").write_text('./one\n./two\nenum34==1.1.10; python_version < "3"\n')
tool = pathlib.Path(sys.executable).with_name("cyclonedx-py")
made = subprocess.run([tool, "requirements", "requirements.txt"], capture_output=True, check=True)
print(", ".join(f"{one['name']} {one.get('version')} {one.get('purl')}" for one in json.loads(made.stdout)["components"]))
CHECK
)
echo "$seen"
test "$seen" = 'enum34 1.1.10 pkg:pypi/enum34@1.1.10, unknown None None, unknown None None'
