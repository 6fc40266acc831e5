"""One implementation of a job for both clients: a generator yields steps, and two short loops carry them out."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from conviso_client.errors import ConvisoError

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso

__all__ = [
    "Batches",
    "Blocking",
    "ClientCall",
    "Clock",
    "Each",
    "Pause",
    "Steps",
    "carry_out",
    "carry_out_async",
    "clock",
]

T = TypeVar("T")


class ClientCall(NamedTuple):
    """Call a method of the client; the generator receives its result, or the `ConvisoError` that it raises."""

    method: str
    arguments: Sequence[Any] = ()
    keywords: Mapping[str, Any] = {}


class Each(NamedTuple):
    """Pass each row of a list to `sink`, until that returns True."""

    method: str
    keywords: Mapping[str, Any]
    sink: Callable[[Any], bool | None]


class Batches(NamedTuple):
    """Pass the rows of each page of a pager to `sink`, which may block."""

    pager: Any
    sink: Callable[[Any], None]


class Blocking(NamedTuple):
    """Run a blocking function, with tasks in a thread."""

    function: Callable[[], Any]


class Pause(NamedTuple):
    """Wait for so many seconds."""

    seconds: float


Step = ClientCall | Each | Batches | Blocking | Pause
Steps = Generator[Step, Any, T]


class Clock(NamedTuple):
    """The clock of a job."""

    time: Callable[[], float]
    sleep: Callable[[float], object]
    sleep_async: Callable[[float], Awaitable[object]]


async def _sleep_async(seconds: float) -> None:
    from anyio import sleep

    await sleep(seconds)


clock = Clock(time.monotonic, time.sleep, _sleep_async)
"""The clock of all jobs; `conviso_client.testing` replaces it by one that does not wait."""


def carry_out(conviso: Conviso | None, steps: Steps[T]) -> T:
    """Carry out the steps with `Conviso`, None if no step needs it, and return the generator's result."""
    answer: Any = None
    failure: ConvisoError | None = None
    with closing(steps):
        while True:
            try:
                step = steps.send(answer) if failure is None else steps.throw(failure)
            except StopIteration as end:
                result: T = end.value
                return result
            answer = failure = None
            try:
                answer = _answer(conviso, step)
            except ConvisoError as error:
                failure = error


def _answer(conviso: Conviso | None, step: Step) -> Any:
    if isinstance(step, ClientCall):
        return getattr(conviso, step.method)(*step.arguments, **step.keywords)
    if isinstance(step, Each):
        with closing(iter(getattr(conviso, step.method)(**step.keywords))) as rows:
            return any(map(step.sink, rows))
    if isinstance(step, Batches):
        with closing(step.pager.batches()) as batches:
            return any(map(step.sink, batches))
    if isinstance(step, Pause):
        return clock.sleep(step.seconds)
    return step.function()


async def carry_out_async(conviso: AsyncConviso | None, steps: Steps[T]) -> T:
    """Carry out the steps with `AsyncConviso`, None if no step needs it, and return the generator's result."""
    answer: Any = None
    failure: ConvisoError | None = None
    with closing(steps):
        while True:
            try:
                step = steps.send(answer) if failure is None else steps.throw(failure)
            except StopIteration as end:
                result: T = end.value
                return result
            answer = failure = None
            try:
                answer = await _answer_async(conviso, step)
            except ConvisoError as error:
                failure = error


async def _answer_async(conviso: AsyncConviso | None, step: Step) -> Any:
    from anyio.to_thread import run_sync

    if isinstance(step, ClientCall):
        return await getattr(conviso, step.method)(*step.arguments, **step.keywords)
    if isinstance(step, Each):
        async with aclosing(aiter(getattr(conviso, step.method)(**step.keywords))) as rows:
            async for row in rows:
                if step.sink(row):
                    break
        return None
    if isinstance(step, Batches):
        async with aclosing(step.pager.batches()) as batches:
            async for rows in batches:
                await run_sync(step.sink, rows)
        return None
    if isinstance(step, Pause):
        return await clock.sleep_async(step.seconds)
    return await run_sync(step.function)
