"""In a process that used no other operation before, each decodes: no model relies on what another one loaded."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import importlib, pkgutil
import conviso_client.generated.models as models
from conviso_client.models.results import ResultModel
from conviso_client.models.schemas import schema_of

for module in pkgutil.iter_modules(models.__path__):
    for value in vars(importlib.import_module(f"{models.__name__}.{module.name}")).values():
        if isinstance(value, type) and issubclass(value, ResultModel):
            schema_of(value)
            print(value.__name__)
"""


def test_every_model_knows_the_types_of_its_fields_as_soon_as_it_is_loaded() -> None:
    finished = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout.split()) > 200
