#!/bin/sh
# Expected: the argument of a schema that was built from SDL has its default in `default_value`, as in 3.2.
# Version:  graphql-core 3.3.2, beside 3.2.14.
# Seen:     3.3 has it in `default`, as it was written, and `default_value` is Undefined, which meant "no default" in 3.2.
#           A tool that compares schemas or documents arguments goes on without an error, and sees no default any more.
# Output:   3.2.14 5, 3.3.2 Undefined
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
cat >"$folder/ask.py" <<'CHECK'
from graphql import build_schema, version
argument = build_schema("type Query { f(a: Int = 5): Int }").query_type.fields["f"].args["a"]
print(version, argument.default_value)
CHECK
seen=""
for version in 3.2.14 3.3.2; do
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "graphql-core==$version"
  seen="$seen${seen:+, }$("$folder/venv/bin/python" "$folder/ask.py")"
done
echo "$seen"
test "$seen" = "3.2.14 5, 3.3.2 Undefined"
