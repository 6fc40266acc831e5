#!/bin/sh
# Expected: a value that contradicts the schema (2.7 for an Int, "false" for a Boolean, a string for a list) is an error.
# Version:  sgqlc 18.
# Seen:     the answer is passed through Python's own int, bool and list: 2.7 becomes 2, the string "false" becomes True, and
#           "12" for a list of Int becomes [1, 2]. Only an impossible conversion, such as an unknown enum value, is refused.
# Output:   count 2, open True, lines [1, 2], kind ValueError
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sgqlc==18
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
from sgqlc.types import Boolean, Enum, Field, Int, Schema, Type, list_of
schema = Schema()
class Kind(Enum):
    __schema__ = schema
    __choices__ = ("SAST", "DAST")
class Issue(Type):
    __schema__ = schema
    count = Int
    open = Boolean
    lines = list_of(Int)
    kind = Field(Kind)
seen = []
for field, value in {"count": 2.7, "open": "false", "lines": "12", "kind": "SCA"}.items():
    try:
        seen.append(f"{field} {getattr(Issue({field: value}), field)}")
    except ValueError as error:
        seen.append(f"{field} {type(error).__name__}")
print(", ".join(seen))
CHECK
)
echo "$seen"
test "$seen" = 'count 2, open True, lines [1, 2], kind ValueError'
