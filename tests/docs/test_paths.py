"""What the guides of contributors name is there: files, and what they say is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = ["ARCHITECTURE.md", "CONTRIBUTING.md"]


def found(name: str) -> Path | None:
    """Return the file or folder that a guide means; None if there is none."""
    places = (ROOT / name, ROOT / "src/conviso_client" / name, ROOT / "src/conviso_client" / f"{name}.py")
    return next((place for place in places if place.exists()), None)


@pytest.mark.parametrize("guide", GUIDES)
def test_files_are_where_a_guide_says(guide: str) -> None:
    names = re.findall(r"`([\w.]+/[\w./-]*)`", (ROOT / guide).read_text("utf-8"))
    assert len(names) > 15
    made_on_demand = {"build/schema/", "site/"}
    assert [name for name in names if name not in made_on_demand and found(name) is None] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_names_are_in_the_files_that_a_guide_says(guide: str) -> None:
    places = re.findall(r"((?:`[\w.]+`(?:, | and )?)+) in `([\w/.]+\.py)`", (ROOT / guide).read_text("utf-8"))
    assert len(places) > 3
    for names, file in places:
        path = found(file)
        assert path is not None
        for name in re.findall(r"(\w+)`", names):
            assert re.search(
                rf"^ *(async def|def|class) {name}\b|^{name}\b.* = ", path.read_text("utf-8"), re.MULTILINE
            ), name
