#!/bin/sh
# Expected: `sarif --check error` fails a build whose report has errors. Its help: "Exit with error code if there are any issues of
#           the specified level".
# Version:  sarif-tools 3.0.5.
# Seen:     the exit code is the number of issues, of which a process keeps the last eight bits: 256 errors, or 512, are a success,
#           though the tool announces "exiting with return code 256".
# Output:   255 errors: exit 255; 256 errors: exit 0; 257 errors: exit 1
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sarif-tools==3.0.5
cd "$folder"
told() {
  python3 - "$1" >report.sarif <<'REPORT'
import json, sys
result = {"ruleId": "R1", "level": "error", "message": {"text": "eval"}}
print(json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "scanner"}}, "results": [result] * int(sys.argv[1])}]}))
REPORT
  status=0
  "$folder/venv/bin/sarif" --check error summary report.sarif >/dev/null 2>&1 || status=$?
  echo "$1 errors: exit $status"
}
seen="$(told 255); $(told 256); $(told 257)"
echo "$seen"
test "$seen" = '255 errors: exit 255; 256 errors: exit 0; 257 errors: exit 1'
