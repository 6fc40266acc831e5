"""One implementation of a job for both clients: a generator yields what to do next, two short loops do it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from conviso_client.errors import ConvisoError

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso

__all__ = ["Blocking", "Call", "Clock", "Each", "Pause", "Steps", "carry_out", "carry_out_async", "clock"]

T = TypeVar("T")


class Call(NamedTuple):
    """Call a method of the client; the step's answer is what it returns, or the `ConvisoError` that it raises."""

    method: str
    arguments: Sequence[Any] = ()
    keywords: Mapping[str, Any] = {}


class Each(NamedTuple):
    """Give each row of a list to `sink`, until that returns True."""

    method: str
    keywords: Mapping[str, Any]
    sink: Callable[[Any], bool | None]


class Blocking(NamedTuple):
    """Run what takes long and waits for nobody: tasks go on meanwhile."""

    function: Callable[[], Any]


class Pause(NamedTuple):
    """Wait for so many seconds."""

    seconds: float


Steps = Generator[Call | Each | Blocking | Pause, Any, T]


class Clock(NamedTuple):
    """What time is to a job."""

    time: Callable[[], float]
    sleep: Callable[[float], object]
    sleep_async: Callable[[float], Awaitable[object]]


async def _sleep_async(seconds: float) -> None:
    from anyio import sleep

    await sleep(seconds)


clock = Clock(time.monotonic, time.sleep, _sleep_async)
"""The clock of all jobs; `conviso_client.testing` puts one in its place that does not wait."""


def carry_out(conviso: Conviso, steps: Steps[T]) -> T:
    """Carry out the steps with threads' client, and return what the generator returns."""
    answer: Any = None
    failure: ConvisoError | None = None
    while True:
        try:
            step = steps.send(answer) if failure is None else steps.throw(failure)
        except StopIteration as end:
            result: T = end.value
            return result
        answer = failure = None
        try:
            if isinstance(step, Call):
                answer = getattr(conviso, step.method)(*step.arguments, **step.keywords)
            elif isinstance(step, Each):
                with closing(iter(getattr(conviso, step.method)(**step.keywords))) as rows:
                    any(map(step.sink, rows))
            elif isinstance(step, Pause):
                clock.sleep(step.seconds)
            else:
                answer = step.function()
        except ConvisoError as error:
            failure = error


async def carry_out_async(conviso: AsyncConviso, steps: Steps[T]) -> T:
    """Carry out the steps with tasks' client, and return what the generator returns."""
    from anyio.to_thread import run_sync

    answer: Any = None
    failure: ConvisoError | None = None
    while True:
        try:
            step = steps.send(answer) if failure is None else steps.throw(failure)
        except StopIteration as end:
            result: T = end.value
            return result
        answer = failure = None
        try:
            if isinstance(step, Call):
                answer = await getattr(conviso, step.method)(*step.arguments, **step.keywords)
            elif isinstance(step, Each):
                async with aclosing(aiter(getattr(conviso, step.method)(**step.keywords))) as rows:
                    async for row in rows:
                        if step.sink(row):
                            break
            elif isinstance(step, Pause):
                await clock.sleep_async(step.seconds)
            else:
                answer = await run_sync(step.function)
        except ConvisoError as error:
            failure = error
