#!/bin/sh
# Expected: a query is valid that selects the same field many times: all of them are one, says the specification.
# Version:  graphql-core 3.2.14.
# Seen:     the rule that compares fields gives up after so many comparisons, and `validate` returns "Validation aborted."
#           for a document of 2 kB; 1,000 different aliases of the field are valid. A client that joins selections by text
#           is refused by servers on graphql-core alone.
# Output:   100 equal: 0 errors; 1000 equal: Validation aborted.; 1000 aliases: 0 errors
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check graphql-core==3.2.14
seen=$("$folder/venv/bin/python" - <<'CHECK'
from graphql import build_schema, parse, validate
schema = build_schema("type Query { a: Int }")
def told(selections):
    errors = validate(schema, parse(f"{{ {' '.join(selections)} }}"))
    return ", ".join(error.message for error in errors) or "0 errors"
aliases = [f"a{number}: a" for number in range(1000)]
print(f"100 equal: {told(['a'] * 100)}; 1000 equal: {told(['a'] * 1000)}; 1000 aliases: {told(aliases)}")
CHECK
)
echo "$seen"
test "$seen" = "100 equal: 0 errors; 1000 equal: Validation aborted.; 1000 aliases: 0 errors"
