#!/bin/sh
# Expected: an SBOM that is read and written again has the vector of its rating as it was, and a CVSS library reads it.
# Version:  cyclonedx-python-lib 11.12.0, cvss 3.6.
# Seen:     reading cuts "CVSS:3.1/" off the vector, and writing does not put it back. The version is left in `method` alone,
#           and CVSS3 refuses the rest. The list of CWEs is sorted on the way, so another weakness comes first.
# Output:   AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, cvss: CVSS3MalformedError, CWEs 79 20 become 20 79
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'cyclonedx-python-lib[validation]==11.12.0' cvss==3.6
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import json
from cvss import CVSS3
from cvss.exceptions import CVSSError
from cyclonedx.model.bom import Bom
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
given = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "vulnerabilities": [
    {"id": "EXAMPLE-1", "cwes": [79, 20], "ratings": [{"score": 9.8, "method": "CVSSv31", "vector": vector}]}]}
assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(given)) is None
CVSS3(vector)
written = json.loads(JsonV1Dot6(Bom.from_json(given)).output_as_string())["vulnerabilities"][0]
left = written["ratings"][0]["vector"]
try:
    told = CVSS3(left).base_score
except CVSSError as error:
    told = type(error).__name__
print(f"{left}, cvss: {told}, CWEs 79 20 become {' '.join(map(str, written['cwes']))}")
CHECK
)
echo "$seen"
test "$seen" = 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, cvss: CVSS3MalformedError, CWEs 79 20 become 20 79'
