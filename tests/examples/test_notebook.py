"""The notebook's code, cell by cell and in order, against the sandbox."""

from __future__ import annotations

import json
from typing import Any

import matplotlib as mpl
import pytest

from conviso_client.sandbox import Sandbox
from conviso_client.testing import Skipped

from .conftest import EXAMPLES

NOTEBOOK = json.loads((EXAMPLES / "mttr.ipynb").read_text(encoding="utf-8"))
CELLS = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def test_the_notebook_draws_three_figures(
    conviso_sandbox: Sandbox, conviso_waits: Skipped, monkeypatch: pytest.MonkeyPatch
) -> None:
    del conviso_waits  # it is there already
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    shown: list[Any] = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.gcf()))
    monkeypatch.setenv("CONVISO_API_URL", conviso_sandbox.url)
    monkeypatch.setenv("CONVISO_API_KEY", conviso_sandbox.api_key)
    monkeypatch.delenv("CONVISO_COMPANY_ID", raising=False)
    names: dict[str, Any] = {}
    for cell in CELLS:
        exec(compile("".join(cell["source"]), f"mttr.ipynb, cell {cell['id']}", "exec"), names)
    for figure in shown:
        figure.draw_without_rendering()
    kinds = [(len(figure.axes[0].lines), len(figure.axes[0].patches) > 0) for figure in shown]
    plt.close("all")
    assert kinds == [(5, False), (0, True), (0, True)]


def test_no_output_is_kept() -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in CELLS)
