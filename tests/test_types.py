"""`conviso_client.types`: every input, enum and model by name, loaded when it is asked for."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from conviso_client import types
from conviso_client.models.enums import OpenEnum
from conviso_client.models.inputs import InputModel
from conviso_client.models.results import ResultModel

MODULES = [importlib.import_module(f"conviso_client.generated.{name}") for name in ("enums", "inputs", "models")]
NAMES = [name for module in MODULES for name in module.__all__]


def test_every_name_is_the_generated_one() -> None:
    for module in MODULES:
        for name in module.__all__:
            assert getattr(types, name) is getattr(module, name)
    assert sorted(NAMES) == dir(types)


def test_a_name_is_the_same_each_time() -> None:
    assert types.CreateAssetInput is types.CreateAssetInput
    assert issubclass(types.CreateAssetInput, InputModel)
    assert issubclass(types.AssetSummary, ResultModel)
    assert issubclass(types.SeverityCategory, OpenEnum)


@pytest.mark.parametrize(
    "name", ["Nothing", "createAsset", "_private", "Any", "Field", "ResultModel", "datetime", "annotations_"]
)
def test_a_name_that_is_no_type_of_the_api_is_refused(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'conviso_client.types' has no attribute '{name}'"):
        getattr(types, name)


def test_an_import_of_such_a_name_is_an_import_error() -> None:
    with pytest.raises(ImportError, match=r"cannot import name 'Nothing' from 'conviso_client.types'"):
        from conviso_client.types import Nothing  # noqa: F401


def test_an_import_of_all_gives_every_name_and_nothing_else() -> None:
    names: dict[str, object] = {}
    exec("from conviso_client.types import *", names)
    del names["__builtins__"]
    assert sorted(names) == sorted(NAMES)


def test_importing_it_loads_no_models() -> None:
    code = (
        "import sys, conviso_client.types as types\n"
        "print([name for name in sys.modules if '.generated.' in name and name.count('.') > 2 or name == 'pydantic'])\n"
        "types.CreateAssetInput(name='x')\n"
        "print(any(name.startswith('conviso_client.generated.models.') for name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["[]", "False"]
