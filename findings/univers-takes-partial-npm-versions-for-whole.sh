#!/bin/sh
# Expected: `NpmVersionRange.from_native` reads a range as npm does, where "1.2" and "1.2.*" stand for every 1.2 version (semver's
#           X-ranges), and "^0" for every version below 1.
# Version:  univers 32.0.1, semver 7.8.6 of npm.
# Seen:     a part that is left out is 0, except after "^" and "~": "<=1.2" ends at 1.2.0, and ">1" begins right after 1.0.0. "^0" and
#           "1.2.*" hold no version at all. An advisory that is read so misses what it means and names what it does not.
# Output:   1.2.3 in "1.2": npm true, univers False; 1.2.3 in "<=1.2": npm true, univers False; 1.2.3 in ">1": npm false, univers True;
#           1.2.3 in "1.2.*": npm true, univers False; 0.3.0 in "^0": npm true, univers False
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check univers==32.0.1
npm install --silent --no-audit --no-fund semver@7.8.6 >/dev/null
cat >told.py <<'CHECK'
import sys
from univers.version_range import NpmVersionRange
from univers.versions import SemverVersion
print(SemverVersion(sys.argv[1]) in NpmVersionRange.from_native(sys.argv[2]))
CHECK
told() {
  npm=$(node -p "require('semver').satisfies('$1', '$2')")
  echo "$1 in \"$2\": npm $npm, univers $(venv/bin/python told.py "$1" "$2")"
}
seen="$(told 1.2.3 1.2); $(told 1.2.3 '<=1.2'); $(told 1.2.3 '>1'); $(told 1.2.3 '1.2.*'); $(told 0.3.0 '^0')"
echo "$seen"
test "$seen" = '1.2.3 in "1.2": npm true, univers False; 1.2.3 in "<=1.2": npm true, univers False; 1.2.3 in ">1": npm false, univers True; '\
'1.2.3 in "1.2.*": npm true, univers False; 0.3.0 in "^0": npm true, univers False'
