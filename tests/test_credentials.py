from __future__ import annotations

import asyncio
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.http.credentials import Credentials
from conviso_client.http.secret import Secret


class Keys:
    """A source of keys that counts how often it is asked."""

    def __init__(self, *, pause: float = 0.0) -> None:
        self.asked = 0
        self.pause = threading.Event() if pause else None

    def __call__(self) -> str:
        self.asked += 1
        if self.pause:
            self.pause.wait(0.05)
        return f"key-{self.asked}"

    async def ask(self) -> str:
        self.asked += 1
        await anyio.lowlevel.checkpoint()
        return f"key-{self.asked}"


def credentials(source: Any = None) -> Credentials:
    return Credentials(Secret(source))


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVISO_API_KEY", raising=False)


class TestSources:
    def test_a_string(self):
        assert credentials("abc").key().reveal() == "abc"

    def test_white_space_around_it(self):
        assert credentials(" abc\n").key().reveal() == "abc"

    def test_the_environment(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("CONVISO_API_KEY", "from-the-environment")
        assert credentials().key().reveal() == "from-the-environment"
        assert credentials("given").key().reveal() == "given"

    @pytest.mark.parametrize("value", [None, ""])
    def test_none(self, monkeypatch: pytest.MonkeyPatch, value: str | None):
        if value is not None:
            monkeypatch.setenv("CONVISO_API_KEY", value)
        with pytest.raises(ConfigurationError, match=r"CONVISO_API_KEY.*api_key="):
            credentials()

    @pytest.mark.parametrize("wrong", [" ", 3, b"abc", "a b", "a\nb", "ü", "a\x7fb", ["abc"]])
    def test_what_is_no_key(self, wrong: Any):
        with pytest.raises(ConfigurationError, match="the API key"):
            credentials(wrong)
        with pytest.raises(ConfigurationError, match="the API key"):
            credentials(lambda: wrong).key()

    def test_an_empty_key_from_a_callable(self):
        with pytest.raises(ConfigurationError, match="the API key is empty"):
            credentials(lambda: "").key()

    def test_a_callable_that_fails(self):
        def fail() -> str:
            raise KeyError("vault")

        with pytest.raises(ConfigurationError, match="raised KeyError") as caught:
            credentials(fail).key()
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None

    def test_an_asynchronous_callable_in_a_synchronous_client(self):
        with pytest.raises(ConfigurationError, match="only AsyncConviso"):
            credentials(Keys().ask).key()

    def test_something_awaitable_that_is_no_coroutine(self):
        class Awaitable:
            def __await__(self) -> Any:
                yield

        with pytest.raises(ConfigurationError, match="only AsyncConviso"):
            credentials(Awaitable).key()


class TestAsking:
    def test_not_before_it_is_needed_and_then_once(self):
        keys = Keys()
        given = credentials(keys)
        assert keys.asked == 0
        assert given.key() is given.key()
        assert keys.asked == 1

    def test_again_after_a_refusal(self):
        keys = Keys()
        given = credentials(keys)
        first = given.key()
        second = given.key(refused=first)
        assert second.reveal() == "key-2"
        assert given.key(refused=first) is second  # somebody has asked already
        assert keys.asked == 2

    def test_a_fixed_key_stays_what_it_is(self):
        given = credentials("abc")
        assert given.key(refused=given.key()) is given.key()

    def test_many_threads_ask_once(self):
        keys = Keys(pause=0.05)
        given = credentials(keys)
        with ThreadPoolExecutor(16) as pool:
            first = set(pool.map(lambda _: given.key().reveal(), range(16)))
            refused = given.key()
            second = set(pool.map(lambda _: given.key(refused).reveal(), range(16)))
        assert (first, second, keys.asked) == ({"key-1"}, {"key-2"}, 2)

    def test_many_tasks_ask_once(self):
        keys = Keys()
        given = credentials(keys.ask)

        async def ask() -> tuple[set[str], set[str]]:
            first = {key.reveal() for key in await asyncio.gather(*(given.key_async() for _ in range(16)))}
            refused = await given.key_async()
            second = await asyncio.gather(*(given.key_async(refused) for _ in range(16)))
            return first, {key.reveal() for key in second}

        assert anyio.run(ask) == ({"key-1"}, {"key-2"})
        assert keys.asked == 2

    def test_a_task_that_comes_after_another_has_asked(self):
        keys = Keys()
        given = credentials(keys.ask)

        async def ask() -> str:
            first = await given.key_async()
            return (await given.key_async(first)).reveal() + (await given.key_async(first)).reveal()

        assert anyio.run(ask) == "key-2key-2"

    def test_an_ordinary_callable_in_an_asynchronous_client(self):
        assert anyio.run(credentials(Keys()).key_async).reveal() == "key-1"

    def test_event_loops_in_turn(self):
        keys = Keys()
        given = credentials(keys.ask)
        first = anyio.run(given.key_async)
        assert anyio.run(given.key_async, first).reveal() == "key-2"

    def test_an_asynchronous_callable_that_fails(self):
        async def fail() -> str:
            raise KeyError("vault")

        with pytest.raises(ConfigurationError, match="raised KeyError"):
            anyio.run(credentials(fail).key_async)

    def test_a_thread_that_waited_while_another_asked_is_not_asked_for_again(self):
        class Watched:
            """A lock that tells when the second thread has come to it."""

            def __init__(self) -> None:
                self.lock = threading.Lock()
                self.arrived: list[int] = []
                self.second = threading.Event()

            def __enter__(self) -> None:
                self.arrived.append(threading.get_ident())
                if len(self.arrived) == 2:
                    self.second.set()
                self.lock.acquire()

            def __exit__(self, *_: object) -> None:
                self.lock.release()

        asked = []

        def ask() -> str:
            asked.append(1)
            assert watched.second.wait(60)
            return "key"

        given, watched = credentials(ask), Watched()
        given._asking = watched  # type: ignore[assignment]
        with ThreadPoolExecutor(2) as pool:
            keys = list(pool.map(lambda _: given.key().reveal(), range(2)))
        assert keys == ["key", "key"]
        assert len(asked) == 1

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
    def test_a_fork_while_another_thread_asks(self):
        release = threading.Event()

        def ask() -> str:
            release.wait(60)
            return "key"

        given = credentials(ask)
        thread = threading.Thread(target=given.key)
        thread.start()
        child = os.fork()
        if child == 0:  # pragma: no cover  # another process
            release.set()
            os._exit(0 if given.key().reveal() == "key" else 1)
        release.set()
        thread.join()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_shows_nothing():
    given = credentials("abc")
    assert repr(given) == "Credentials(***)"
    with pytest.raises(TypeError):
        vars(given)
    with pytest.raises(ConfigurationError, match="make a new client"):
        pickle.dumps(given)


class TestACallableThatUsesTheClientThatAsksIt:
    """Neither would ever end: the callable waits for the client, and the client for the callable."""

    @pytest.mark.parametrize("refused", [False, True])
    def test_in_the_same_thread(self, refused: bool):
        keys: list[Any] = ["first"] if refused else []

        def ask() -> str:
            return keys.pop() if keys else made.key(old).reveal()

        made = credentials(ask)
        old = made.key() if refused else None
        with pytest.raises(ConfigurationError, match="uses the client that asks it"):
            made.key(old)

    def test_in_a_thread_that_has_its_context(self):
        def ask() -> str:
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(copy_context().run, made.key).result(10).reveal()

        made = credentials(ask)
        with pytest.raises(ConfigurationError, match="uses the client that asks it"):
            made.key()

    def test_in_a_task(self):
        async def ask() -> str:
            return (await asyncio.create_task(made.key_async())).reveal()

        made = credentials(ask)
        with pytest.raises(ConfigurationError, match="uses the client that asks it"):
            asyncio.run(asyncio.wait_for(made.key_async(), 10))

    @pytest.mark.parametrize("backend", ["asyncio", "trio"])
    def test_a_callable_that_is_not_asynchronous(self, backend: str):
        other = credentials(lambda: asked.append(1) or "of-another")
        asked: list[Any] = []

        def ask() -> str:
            return other.key().reveal()

        made = credentials(ask)
        assert anyio.run(made.key_async, backend=backend).reveal() == "of-another"
        assert asked == [1]

    def test_what_it_catches_is_its_own_affair(self):
        def ask() -> str:
            try:
                return made.key().reveal()
            except ConfigurationError:
                return "by-other-means"

        made = credentials(ask)
        assert made.key().reveal() == "by-other-means"

    def test_what_it_started_may_use_the_client_later(self):
        contexts: list[Any] = []

        def ask() -> str:
            contexts.append(copy_context())
            return f"key-{len(contexts)}"

        made = credentials(ask)
        old = made.key()
        assert contexts[0].run(made.key, old).reveal() == "key-2"
