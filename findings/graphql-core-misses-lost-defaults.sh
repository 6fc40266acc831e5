#!/bin/sh
# Expected: `find_breaking_changes` names an argument or an input field that a client must now pass, because its type is
#           non-null and its default is gone: every document that left it out is invalid from then on.
# Version:  graphql-core 3.2.14.
# Seen:     the lost default of an argument is reported as dangerous, not as breaking. That of an input field is in neither
#           list, and so is a default that changed. A gate on breaking changes lets both through.
# Output:   breaking 0; dangerous: Query.issues arg limit defaultValue was removed.; the old document: 2 errors
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check graphql-core==3.2.14
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
from graphql import build_schema, parse, validate
from graphql.utilities import find_breaking_changes, find_dangerous_changes
old, new = (
    build_schema(f"input Filter {{ page: Int!{page} }} type Query {{ issues(filter: Filter, limit: Int!{limit}): Int }}")
    for page, limit in ((" = 1", " = 50"), ("", ""))
)
document = parse("{ issues(filter: {}) }")
assert not validate(old, document)
dangerous = "; ".join(change.description for change in find_dangerous_changes(old, new))
print(f"breaking {len(find_breaking_changes(old, new))}; dangerous: {dangerous}; "
      f"the old document: {len(validate(new, document))} errors")
CHECK
)
echo "$seen"
test "$seen" = 'breaking 0; dangerous: Query.issues arg limit defaultValue was removed.; the old document: 2 errors'
