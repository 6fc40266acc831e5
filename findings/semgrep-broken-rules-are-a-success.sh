#!/bin/sh
# Expected: a scan whose rules could not be read is marked as failed in its report: `executionSuccessful` false.
# Version:  semgrep 1.185.0.
# Seen:     the exit status is 7, and the report says executionSuccessful true with no rules and no results. A job that
#           closes what a report no longer holds would close everything; only the notifications speak of an error.
# Output:   exit 7, successful True, 0 results, levels of notifications: error
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check semgrep==1.185.0
mkdir "$folder/code"
cd "$folder/code"
printf 'print(eval("1 + 1"))\n' >one.py
printf 'rules:\n  - {id: no-eval, languages: [python], severity: ERROR, message: eval}\n' >"$folder/rules.yml"
status=0
PATH="$folder/venv/bin:$PATH" semgrep scan --quiet --metrics off --disable-version-check \
  --config "$folder/rules.yml" --sarif --output "$folder/out.sarif" . >/dev/null 2>&1 || status=$?
seen=$("$folder/venv/bin/python" - "$folder/out.sarif" "$status" <<'CHECK'
import json, sys
run = json.load(open(sys.argv[1]))["runs"][0]
call = run["invocations"][0]
levels = sorted({note.get("level", "?") for note in call.get("toolExecutionNotifications", [])})
print(f"exit {sys.argv[2]}, successful {call['executionSuccessful']}, {len(run['results'])} results, "
      f"levels of notifications: {', '.join(levels) or 'none'}")
CHECK
)
echo "$seen"
test "$seen" = "exit 7, successful True, 0 results, levels of notifications: error"
