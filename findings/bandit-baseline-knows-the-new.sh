#!/bin/sh
# Expected: `bandit --baseline` reports a weakness that the baseline does not have.
# Version:  bandit 1.9.4.
# Seen:     results are compared by file, test, text and severity: once a file has one known call of `eval`, each further one in it
#           is known too, in a function of its own as well, and the exit status is 0. In another file it is reported.
# Output:   same file: exit 0, 0 results; another file: exit 1, 1 result
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bandit==1.9.4
mkdir code
echo 'def first(text): return eval(text)' >code/a.py
venv/bin/bandit --quiet --recursive code --format json --output base.json || true
told() {
  status=0
  venv/bin/bandit --quiet --recursive code --baseline base.json --format json >out.json 2>/dev/null || status=$?
  echo "$1: exit $status, $(grep -c '"test_id"' out.json || true) result"
}
echo 'def second(text): return eval(text.strip())' >>code/a.py
seen="$(told 'same file')s"
echo 'def third(text): return eval(text.strip())' >code/b.py
seen="$seen; $(told 'another file')"
echo "$seen"
test "$seen" = 'same file: exit 0, 0 results; another file: exit 1, 1 result'
