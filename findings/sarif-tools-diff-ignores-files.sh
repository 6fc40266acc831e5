#!/bin/sh
# Expected: `sarif diff` sees that the finding of one file was mended and that another file has a new one: +1 -1.
# Version:  sarif-tools 3.0.5.
# Seen:     findings are counted by code and message alone: one gone from a.py and one new in b.py cancel each other out.
#           `sarif summary` also counts a suppressed result, and one whose baselineState is "absent".
# Output:   all levels: +0 +0; errors of one open, one suppressed, one absent: 3
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sarif-tools==3.0.5
cd "$folder"
report() {
  printf '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "scanner"}}, "results": [%s]}]}' "$1"
}
result() {
  printf '{"ruleId": "R1", "level": "error", "message": {"text": "found"}, "locations": [{"physicalLocation": '
  printf '{"artifactLocation": {"uri": "%s"}, "region": {"startLine": 1}}}]%s}' "$1" "$2"
}
report "$(result a.py '')" >old.sarif
report "$(result b.py '')" >new.sarif
suppressed=', "suppressions": [{"kind": "inSource"}]'
gone=', "baselineState": "absent"'
report "$(result a.py ''), $(result b.py "$suppressed"), $(result c.py "$gone")" >all.sarif
errors=$(venv/bin/sarif summary all.sarif | sed -n 's/^error: //p')
seen="$(venv/bin/sarif diff old.sarif new.sarif | grep '^all levels'); errors of one open, one suppressed, one absent: $errors"
echo "$seen"
test "$seen" = "all levels: +0 +0; errors of one open, one suppressed, one absent: 3"
