"""The generated reference: every example runs against the sandbox, and what the pages say follows from the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conviso_client import Conviso, Quota
from conviso_client.call.operation import Operation
from conviso_client.codegen.documents import read_documents
from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox
from tests.operations.arguments import OPERATIONS
from tools.reference.decisions import decisions_part
from tools.reference.evidence import places_of_variables, tally
from tools.reference.example import Examples
from tools.reference.known import SOURCES, known_parts
from tools.reference.offline import foreign_resources
from tools.reference.operation_pages import operation_pages
from tools.reference.pages import filled, generated_pages, generated_parts
from tools.reference.source import Known, Source, read_source
from tools.reference.type_pages import type_pages
from tools.reference.writing import mark

ROOT = Path(__file__).parents[2]
A_FILE = b'{"bomFormat": "CycloneDX", "components": [], "app_name": "Shop"}'


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(ROOT)


@pytest.fixture(scope="module")
def examples(source: Source) -> dict[str, str]:
    return Examples(source).all()


@pytest.fixture(scope="module")
def pages(source: Source) -> dict[str, str]:
    return generated_pages(source)


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def conviso(running: Sandbox) -> Iterator[Conviso]:
    with Conviso(running.api_key, url=running.url, company_id=443, quota=Quota.off()) as client:
        yield client


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
def test_the_example_runs_and_shows_something(
    operation: Operation[Any],
    examples: dict[str, str],
    running: Sandbox,
    conviso: Conviso,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    example = examples[operation.method]
    running.reset()
    monkeypatch.chdir(tmp_path)
    for name in re.findall(r'from_path\("(.+?)"\)', example):
        Path(name).write_bytes(A_FILE)
    exec(compile(example, operation.method, "exec"), {"conviso": conviso})
    assert running.seen(operation.name)
    assert capsys.readouterr().out.strip()


ELSEWHERE = """
import hashlib, json, pathlib
from tools.reference.pages import generated_pages
from tools.reference.source import read_source
pages = generated_pages(read_source(pathlib.Path()))
print(hashlib.sha256(json.dumps(pages).encode()).hexdigest())
"""


@pytest.mark.parametrize("folder", ["operations", "types"])
def test_every_operation_and_every_type_is_described_once(source: Source, pages: dict[str, str], folder: str) -> None:
    names = {"operations": [operation.method for operation in OPERATIONS.values()], "types": list(source.face.types)}
    texts = [text for place, text in pages.items() if place.startswith(f"reference/{folder}/")]
    headed = re.findall(r"^##+ `(\w+)`$", "\n".join(texts), re.MULTILINE)
    assert sorted(headed) == sorted(names[folder])


def test_every_argument_is_described_with_its_default(source: Source, pages: dict[str, str]) -> None:
    page = pages["reference/operations/issues.md"]
    section = page.partition("## `issues`\n")[2].partition("\n## ")[0]
    described = re.findall(r"^- `(\w+)`, .*?(?: = `(.+?)`)? \([a-z2]", section, re.MULTILINE)
    parameters = source.face.methods["issues"].parameters
    assert described == [(parameter.name, parameter.default or "") for parameter in parameters]
    assert "depth 5 of 15" in section
    assert f"complexity {OPERATIONS['issues'].complexity} of 400" in section


def test_only_confirmed_names_are_sent(source: Source) -> None:
    sent = {name for described in source.operations for name in tally(described, source).sent}
    assert len(sent) > 500
    assert {name for name in sent if source.known[name].evidence != "confirmed"} == set()


def test_an_operation_that_was_not_generated(source: Source, tmp_path: Path) -> None:
    (tmp_path / "new.graphql").write_text("query program { program { id } }", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="program is not in the generated client: run make generate"):
        _ = replace(source, documents=read_documents(tmp_path)).domains


def test_what_is_known_of_an_operation(source: Source) -> None:
    by_name = {described.operation.name: described for described in source.operations}
    found = tally(by_name["securityGateRun"], source)
    assert "SecurityGateRun.status" in found.inferred
    assert all(source.known[name].certainty == "inferred" for name in found.inferred)
    assert "DeleteAssetInput.clientMutationId" in tally(by_name["deleteAsset"], source).old
    assert "ScansHistoriesFiltersInput.statuses" in tally(by_name["scanHistories"], source).guessed
    places = places_of_variables(by_name["issues"], source)
    assert places["filters"] == ("Query.issues(filters:)",)
    assert "withDetail" not in places


@pytest.mark.parametrize(
    ("known", "word"),
    [
        (Known("confirmed", "documented", ()), "confirmed"),
        (Known("confirmed", "inferred", ()), "type deduced"),
        (Known("2024", "documented", ()), "2024 only"),
        (Known("guessed", "inferred", ()), "guessed"),
    ],
)
def test_marks(source: Source, known: Known, word: str) -> None:
    firm = {"A.x": Known("confirmed", "documented", ()), "B.y": known}
    assert mark(["A.x", "B.y"], replace(source, known=firm)) == word
    assert mark([], replace(source, known=firm)) == "client's own"


def test_without_a_table_nothing_is_marked(source: Source, examples: dict[str, str]) -> None:
    """As after the schema was pulled from the live API as a whole."""
    settled = replace(source, known={})
    pages = operation_pages(settled, examples) | type_pages(settled)
    marked = re.compile(r"(\| |\()(confirmed|type deduced|guessed)\b")
    assert not [place for place, text in pages.items() if marked.search(text)]
    assert len(set(known_parts(settled).values())) == 1


def test_every_source_is_explained(source: Source) -> None:
    assert {name for known in source.known.values() for name in known.sources} <= set(SOURCES)


def test_every_generated_page_is_in_the_navigation(pages: dict[str, str]) -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    assert set(re.findall(r"reference/\S+\.md", navigation)) == set(pages)


def test_the_written_pages_have_all_their_parts(source: Source) -> None:
    parts = generated_parts(source, ROOT / "docs" / "decisions")
    pages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]
    assert {name for page in pages for name in re.findall(r"<!-- generated: (.+) -->", page)} == set(parts)
    stale = "<!-- generated: decisions -->\nold\n<!-- end -->"
    assert filled(stale, {"decisions": "new"}) == "<!-- generated: decisions -->\n\nnew\n\n<!-- end -->"
    with pytest.raises(ValueError, match="no generated part decision; there are"):
        filled(stale.replace("decisions", "decision"), parts)


def test_llms_txt_lists_every_page_and_assistants_read_every_method(source: Source) -> None:
    docs = ROOT / "docs"
    linked = set(re.findall(r"\]\((.+?)\)", (docs / "llms.txt").read_text(encoding="utf-8")))
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")} - {"index.md", "architecture.md"}
    assert linked == {page for page in pages if not page.startswith("decisions/")}
    page = (docs / "assistants.md").read_text(encoding="utf-8")
    assert {name for name in source.face.methods if f"`{name}`" not in page} == set()
    assert len(re.findall(r"^\d+\. \*\*", page, re.MULTILINE)) == 10


def test_a_decision_without_a_title(tmp_path: Path) -> None:
    (tmp_path / "0001-right.md").write_text("# 1. A | decision\n\nWhy.\n", encoding="utf-8")
    assert r"| 0001 | [A \| decision](0001-right.md) |" in decisions_part(tmp_path)
    (tmp_path / "0002-wrong.md").write_text("Why.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"0002-wrong\.md: the first line must be '# ' and the decision, not 'Why\.'"):
        decisions_part(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script src="https://cdn.example.com/a.js"></script>'),
        ("a.html", '<link rel="stylesheet" href="//fonts.example.com/css">'),
        ("deep/a.html", '<p><img alt="" src="http://img.example.com/a.png"></p>'),
        ("a.css", "@font-face { src: url('https://fonts.example.com/a.woff2') }"),
        ("a.css", '@import "//fonts.example.com/a.css";'),
        ("a.html", "<style>p { background: url(https://img.example.com/b.png) }</style>"),
        ("a.svg", '<image href="#x"/><style>@import "https://fonts.example.com/c.css"</style>'),
    ],
)
def test_what_a_site_loads_from_elsewhere_is_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    [found] = foreign_resources(tmp_path)
    assert re.fullmatch(rf"{name}: (https?:)?//\w+\.example\.com/[\w.]+", found)


def test_links_to_elsewhere_load_nothing(tmp_path: Path) -> None:
    text = '<a href="https://example.com/">x</a><img src="../a.png"><link rel="canonical" href="https://example.com/">'
    (tmp_path / "a.html").write_text(text + '<script src="a.js"></script>', encoding="utf-8")
    assert foreign_resources(tmp_path) == []
