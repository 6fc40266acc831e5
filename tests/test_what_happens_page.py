"""The recipe of the page "What happens when..." keeps its promise, and its table names the errors that there are."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conviso_client import errors
from conviso_client.sandbox import Sandbox

PAGE = (Path(__file__).parents[1] / "docs" / "what-happens-when.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        monkeypatch.setenv("CONVISO_API_KEY", sandbox.api_key)
        monkeypatch.setenv("CONVISO_API_URL", sandbox.url)
        yield sandbox


def run(snippet: str, sandbox: Sandbox) -> str:
    """Return what the snippet prints."""
    company = next(iter(sorted(sandbox.companies)))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet.replace("company_id=443", f"company_id={company!r}"), "snippet", "exec"), {})
    return printed.getvalue()


def test_a_write_whose_outcome_is_unknown_is_looked_for(sandbox: Sandbox):
    """The recipe of the page makes one asset, though the answer to its creation is lost."""
    [recipe] = [each for each in SNIPPETS if "OutcomeUnknown" in each]
    sandbox.faults.next(operation="createAsset", status=503, after=True)
    assert "not sure about org/payments-api" in run(recipe, sandbox)
    assert len(sandbox.seen("createAsset")) == 1


def test_names_on_the_page():
    named = set(re.findall(r"`([A-Z]\w+)`", PAGE))
    assert named - set(errors.__all__) <= {"Answer", "True", "False", "None"}
    assert len(named) > 10
