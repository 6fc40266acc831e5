"""Small parts: decoders, secrets, the record, lenient decoding, threads."""

from __future__ import annotations

import contextlib
import copy
import gc
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from conviso_client.call.arguments import _adapter
from conviso_client.call.codec import codec
from conviso_client.call.operation import Operation
from conviso_client.call.prepare import Shared
from conviso_client.call.runtime import Runtime
from conviso_client.client.answer import Answer
from conviso_client.errors import ConfigurationError
from conviso_client.generated import operations
from conviso_client.http.secret import Secret, hide
from conviso_client.quota import Quota

from .support import operation


class TestDecoders:
    def test_of_every_operation(self):
        every = [each for each in vars(operations).values() if isinstance(each, Operation)]
        assert len(every) > 100
        for each in every[::10]:
            assert codec(each) is codec(each)

    @pytest.mark.parametrize("collects", [True, False])
    @pytest.mark.parametrize("fits", [True, False])
    def test_of_answers_leave_the_garbage_collector_as_it_was(self, collects: bool, fits: bool):
        body = b'{"data": {"thing": ["x", "x"]}}'
        decoder = codec(operation(repeatable=True, result="list[str]" if fits else "list[int]", models="builtins"))
        was = gc.isenabled()
        try:
            (gc.enable if collects else gc.disable)()
            with contextlib.nullcontext() if fits else pytest.raises(ValueError):
                assert len(decoder.decode(body)) == 2
            assert gc.isenabled() is collects
        finally:
            (gc.enable if was else gc.disable)()

    def test_of_an_annotation_that_names_what_there_is_not(self):
        with pytest.raises(NameError, match="Nothing"):
            _adapter("Nothing", "a.b")
        op = operation(repeatable=True, result="Nothing", models="builtins")
        with pytest.raises(NameError, match="Nothing"):
            codec(op).decode(b"{}")

    @pytest.mark.parametrize("name", ["asset", "create_asset", "update_asset"])
    def test_of_models_that_inherit_from_another_module(self, name: str):
        program = (
            "from conviso_client.call.codec import codec; from conviso_client.generated import operations\n"
            f"print(codec(operations.{name})._envelope.pydantic_complete)"
        )
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert result.stdout == "True\n"

    def test_builtin_and_typing_names(self):
        decoder = codec(operation(repeatable=True, result="Optional[List[int]]", models="builtins"))
        assert decoder.value.validate_json(b"[1]") == [1]

    def test_a_name_that_is_not_there(self):
        with pytest.raises(NameError, match="Nothing"):
            codec(operation(repeatable=True, result="Nothing", models="builtins"))

    def test_threads_make_one(self):
        gate = threading.Barrier(8)

        def make(_: int) -> Any:
            gate.wait()
            return codec(operation(repeatable=True, name="together", result="dict[str, int]", models="builtins"))

        with ThreadPoolExecutor(8) as pool:
            assert len(set(map(id, pool.map(make, range(8))))) == 1

    def test_lenient_unions(self):
        validator = codec(operations.issues).lenient
        rows = [{"__typename": "SastFinding", "id": "1", "title": 5}, {"__typename": "New", "id": "2"}, {"id": "3"}, 4]
        value = validator.validate_python({"collection": rows})
        assert [type(row).__name__ for row in value.collection] == [
            "SastIssueSummary",
            "OtherIssueSummary",
            "NoneType",
            "NoneType",
        ]
        assert value.collection[0].title is None
        assert value.metadata is None


def test_real_time_passes():
    async def sleep() -> float:
        began = runtime.time()
        await runtime.sleep_async(0.01)
        return runtime.time() - began

    runtime = Runtime()
    assert anyio.run(sleep) >= 0.01
    assert 0 <= runtime.random() < 1
    assert runtime.wall() > 1.7e9


def test_without_a_quota_the_shared_one_is_kept_to():
    url, key = "https://quota.example/graphql", Secret("key")
    shared = Shared(Secret("key"), url, None, None)
    assert shared.limiter_of(key) is Quota.shared().limiter(url, "key")
    assert shared.limiter_of(key) is shared.limiter_of(key)
    assert shared.limiter_of(Secret("another")) is Quota.shared().limiter(url, "another")


class TestSecrets:
    def test_show_nothing(self):
        secret = Secret("value")
        assert repr(secret) == str(secret) == "***"
        assert secret.reveal() == "value"
        assert secret.same_as(Secret("value"))
        assert not secret.same_as(Secret("other"))
        with pytest.raises(TypeError):
            vars(secret)
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(ConfigurationError):
                attempt(secret)

    def test_hide(self):
        key = Secret('a/b"&')
        hidden = hide({'x a/b"&': ['a/b"&', "a%2Fb%22%26", "a/b&quot;&amp;", 'a/b\\"&', 1, None]}, key)
        assert hidden == {"x ***": ["***", "***", "***", "***", 1, None]}


def test_answer_shows_what_it_has():
    assert repr(Answer({"a": 1}, (), {})) == "Answer(data={'a': 1}, errors=(), extensions={})"
