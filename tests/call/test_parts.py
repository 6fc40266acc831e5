"""Small parts: decoders, secrets, the record, threads."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import Any
from urllib.parse import quote

import anyio
import pytest

from conviso_client.call.arguments import _adapter
from conviso_client.call.codec import codec
from conviso_client.call.operation import Operation
from conviso_client.call.prepare import Platform
from conviso_client.call.runtime import Runtime
from conviso_client.errors import ConfigurationError
from conviso_client.generated import operations
from conviso_client.http.secret import Secret, hidden_beginning, hide, secrets_of
from conviso_client.quota import Quota

from .support import operation


class TestDecoders:
    def test_of_every_operation(self):
        every = [each for each in vars(operations).values() if isinstance(each, Operation)]
        assert len(every) > 100
        for each in every[::10]:
            assert codec(each) is codec(each)

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
            f"print(codec(operations.{name}).value.title)"
        )
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert "Asset" in result.stdout

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


def test_real_time_passes():
    async def sleep() -> float:
        began = runtime.time()
        await runtime.sleep_async(0.01)
        return runtime.time() - began

    runtime = Runtime()
    assert anyio.run(sleep) >= 0.01
    began = runtime.time()
    runtime.sleep(0.01)
    assert runtime.time() - began >= 0.01
    assert 0 <= runtime.random() < 1
    assert runtime.wall() > 1.7e9


def test_without_a_quota_the_shared_one_is_kept_to():
    url, key = "https://quota.example/graphql", Secret("key")
    platform = Platform(Secret("key"), url, None, None)
    assert platform.limiter_of(key) is Quota.shared().limiter(url, "key")
    assert platform.limiter_of(key) is platform.limiter_of(key)
    assert platform.limiter_of(Secret("another")) is Quota.shared().limiter(url, "another")


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

    def test_are_hidden_however_they_are_escaped(self):
        secrets = Secret(('a/b"&é', "another value"))
        spellings = [
            'a/b"&é',
            "a%2Fb%22%26%E9",
            "a%2fb%22%26%e9",
            "a/b&quot;&amp;&eacute;",
            "a&#x2F;b&#34;&#x26;&#233;",
            'a/b\\"&\\u00e9',
            "a\\/b\\u0022\\U0026\\u00E9",
            "another value",
            "another%20value",
        ]
        assert hide([*spellings, 1, None, {f"x {spellings[0]}": True}], secrets) == [
            *["***"] * len(spellings),
            1,
            None,
            {"x ***": True},
        ]
        assert hide("nothing here", Secret(())) == "nothing here"

    @pytest.mark.parametrize("at", range(30))
    def test_no_cut_leaves_a_part_of_one(self, at: int):
        secret = "0123456789abcdef"
        shown = hidden_beginning(b"-" * at + secret.encode() + b"-" * 500, 20, Secret((secret,)))
        assert not re.search("[0-9a-f]", shown)
        assert hidden_beginning(b"short", 20, Secret((secret,))) == "short"

    def test_of_headers_are_hidden_unless_they_are_too_short_to_be_any(self):
        secrets = secrets_of(Secret("the-key"), Secret((("A", " token-1 "), ("B", "prod"), ("C", ""))))
        assert secrets.reveal() == ("the-key", "token-1")


KEY = "Tweety/7f+3\"&=bird's"


def percent(text: str) -> str:
    return "".join(f"%{ord(each):02X}" for each in text)


@pytest.mark.parametrize(
    "spelled",
    [
        KEY,
        quote(KEY, safe=""),
        quote(quote(KEY, safe=""), safe=""),
        percent(KEY).lower(),
        escape(KEY),
        escape(escape(KEY)),
        KEY.replace("&", "&amp;").replace("'", "&apos;").replace('"', "&QUOT;"),
        "".join(f"&#{ord(each)};" for each in KEY),
        "".join(f"&#X{ord(each):04X};" for each in KEY),
        json.dumps(KEY),
        json.dumps(json.dumps(KEY)),
        json.dumps(KEY).replace("/", "\\/"),
        "".join(f"\\u{ord(each):04x}" for each in KEY),
        "".join(f"\\u{ord(each):04X}" for each in KEY),
        repr(KEY),
    ],
)
def test_a_secret_is_hidden_in_every_spelling(spelled: str):
    hidden = hide(f"x {spelled} y", secrets_of(Secret(KEY), Secret(())))
    assert hidden.replace('"', "").replace("'", "").replace("\\", "") == "x *** y"


def test_the_parts_of_a_header_are_hidden_too():
    headers = Secret(
        (("authorization", " Bearer abc/def-123 "), ("cookie", "sid=s3ss1on-id; lang=pt"), ("x-on", "yes"))
    )
    secrets = secrets_of(Secret("the-key"), headers)
    told = "Bearer abc/def-123, abc%2fdef-123, s3ss1on-id, lang=pt, yes"
    assert hide(told, secrets) == "***, ***, ***, lang=pt, yes"
