#!/bin/sh
# Expected: `strawberry schema-codegen` makes a server that has the schema that was given: every query against the one is valid
#           against the other.
# Version:  strawberry-graphql 0.341.2 with its extra `cli`.
# Seen:     the arguments of every field are gone, with their defaults, and so are deprecations. `cve_id` of the schema is a field
#           `cve_id` in Python, whose name in the new schema is `cveId`. The tool says "Code generated", and nothing else.
# Output:   issues: [Issue!]!; cveId: String; old: Int
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'strawberry-graphql[cli]==0.341.2'
cat >given.graphql <<'SCHEMA'
type Query {
  issues(limit: Int! = 50): [Issue!]!
}

type Issue {
  cve_id: String
  old: Int @deprecated(reason: "see new")
}
SCHEMA
venv/bin/strawberry schema-codegen given.graphql --output made.py >said.txt
grep -q 'Code generated' said.txt
PYTHONPATH=. venv/bin/strawberry export-schema made:schema >made.graphql
field() { sed -n "s/^  \($1.*\)/\1/p" made.graphql; }
seen="$(field issues); $(field cve); $(field old)"
echo "$seen"
test "$seen" = 'issues: [Issue!]!; cveId: String; old: Int'
