#!/bin/sh
# Expected: two fragments with different names become two classes, or the second is refused.
# Version:  ariadne-codegen 0.19.0.
# Seen:     underscores of a fragment's name are dropped: Book_Part and BookPart both become the class BookPart. The second
#           definition hides the first, so the operation that selects `title` is read by a model that demands `id`.
# Output:   exit 0, classes BookPart BookPart, read: id
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ariadne-codegen==0.19.0
cd "$folder"
printf 'type Query { book: Book }\ntype Book { id: ID! title: String }\n' >schema.graphql
cat >queries.graphql <<'QUERIES'
query one { book { ...Book_Part } }
query two { book { ...BookPart } }
fragment Book_Part on Book { id }
fragment BookPart on Book { title }
QUERIES
cat >pyproject.toml <<'SETTINGS'
[tool.ariadne-codegen]
schema_path = "schema.graphql"
queries_path = "queries.graphql"
target_package_name = "made"
SETTINGS
status=0
venv/bin/ariadne-codegen >/dev/null 2>&1 || status=$?
classes=$(sed -n 's/^class \(.*\)(.*/\1/p' made/fragments.py | xargs)
read=$(venv/bin/python -c 'from made.two import Two; print(*Two.model_fields["book"].annotation.__args__[0].model_fields)')
seen="exit $status, classes $classes, read: $read"
echo "$seen"
test "$seen" = "exit 0, classes BookPart BookPart, read: id"
