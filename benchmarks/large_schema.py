"""Make a schema and operations as large as an issue tracker's: `python -m benchmarks.large_schema FOLDER`.

600 types, 85 inputs that contain one another as filters do, and 300 operations, in `schema.graphql` and `queries/`.
`conviso-client generate --schema FOLDER/schema.graphql --queries FOLDER/queries --package large.client` generates it in
less than 15 s and 700 MB on an idle core.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["write_project"]

TYPES = 600
INPUTS = 85
OPERATIONS = 300
_FILES = 12


def write_project(folder: Path) -> None:
    """Write the schema and the operations below a folder."""
    (folder / "queries").mkdir(parents=True, exist_ok=True)
    (folder / "schema.graphql").write_text("\n".join(_schema()) + "\n", encoding="utf-8")
    for number in range(_FILES):
        text = "\n".join(_operation(each) for each in range(number, OPERATIONS, _FILES))
        fragments = "\n".join(_fragment(each) for each in range(number, OPERATIONS, _FILES))
        (folder / "queries" / f"domain{number}.graphql").write_text(f"{text}\n{fragments}\n", encoding="utf-8")


def _schema() -> Iterator[str]:
    yield "scalar ISO8601DateTime"
    yield "enum Order { ASC DESC }"
    yield "interface Node { id: ID! createdAt: ISO8601DateTime! }"
    yield "type PageInfo { hasNextPage: Boolean! endCursor: String }"
    yield "input TextFilter { eq: String in: [String!] contains: String not: TextFilter }"
    for number in range(INPUTS):
        others = " ".join(f"of{other}: Filter{other}" for other in range(INPUTS) if other != number)
        yield (
            f"input Filter{number} {{ and: [Filter{number}!] or: [Filter{number}!] not: Filter{number} "
            f"name: TextFilter order: Order {others} }}"
        )
    for number in range((TYPES - 3) // 2):
        related = " ".join(f"other{step}: Thing{(number * 7 + step) % 298}" for step in range(1, 6))
        fields = " ".join(f"field{field}: String" for field in range(12))
        yield f"type Thing{number} implements Node {{ id: ID! createdAt: ISO8601DateTime! {fields} {related} }}"
        yield f"type Thing{number}Connection {{ nodes: [Thing{number}!]! pageInfo: PageInfo! }}"
    yield f"union Any = {' | '.join(f'Thing{number}' for number in range(40))}"
    roots = (
        f"things{number}(filter: Filter{number % INPUTS}, first: Int): Thing{number % 298}Connection! "
        for number in range(OPERATIONS)
    )
    yield f"type Query {{ any: Any {' '.join(roots)} }}"


def _operation(number: int) -> str:
    return (
        f"# List the things {number}.\n"
        f"query things{number}($filter: Filter{number % INPUTS}, $first: Int = 50) {{\n"
        f"  things{number}(filter: $filter, first: $first) {{\n"
        f"    nodes {{ ...Part{number} other1 {{ id other2 {{ id field1 }} }} }}\n"
        f"    pageInfo {{ hasNextPage endCursor }}\n"
        f"  }}\n"
        f"}}\n"
    )


def _fragment(number: int) -> str:
    fields = " ".join(f"field{field}" for field in range(3))
    return f"fragment Part{number} on Thing{number % 298} {{ id createdAt {fields} other3 {{ id field3 }} }}"


if __name__ == "__main__":
    write_project(Path(sys.argv[1]))
