#!/bin/sh
# Expected: a schema that was pulled with the library's own introspection query has every argument and input field.
# Version:  graphql-core 3.2.14.
# Seen:     `get_introspection_query()` asks for no deprecated inputs, so a server leaves them out: the client's schema has no
#           trace of them, and a document that uses one is invalid there and valid on the server. `repeatable` and
#           `specifiedBy` vanish alike. `introspection_from_schema` has the opposite defaults and keeps all of them.
# Output:   query: 1 argument, 2 errors, repeatable False; schema: 2 arguments, 0 errors, repeatable True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check graphql-core==3.2.14
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
from graphql import (build_client_schema, build_schema, get_introspection_query, graphql_sync, introspection_from_schema,
                     parse, validate)
server = build_schema("""
directive @tag repeatable on FIELD
input Filter { word: String, text: String @deprecated }
type Query { issues(filter: Filter, page: Int @deprecated): Int }
""")
document = parse('{ issues(page: 1, filter: {text: "x"}) }')
assert not validate(server, document)
def told(name, answer):
    schema = build_client_schema(answer)
    count = len(schema.query_type.fields["issues"].args)
    return (f"{name}: {count} argument{'s' * (count > 1)}, {len(validate(schema, document))} errors, "
            f"repeatable {schema.get_directive('tag').is_repeatable}")
by_query = graphql_sync(server, get_introspection_query()).data
print(told("query", by_query), told("schema", introspection_from_schema(server)), sep="; ")
CHECK
)
echo "$seen"
test "$seen" = 'query: 1 argument, 2 errors, repeatable False; schema: 2 arguments, 0 errors, repeatable True'
