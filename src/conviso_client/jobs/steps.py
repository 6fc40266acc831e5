"""One implementation of a job for both clients: a generator yields what to do next, two short loops do it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from conviso_client.errors import ConvisoError

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso

__all__ = ["Blocking", "Call", "Each", "Steps", "carry_out", "carry_out_async"]

T = TypeVar("T")


class Call(NamedTuple):
    """Call a method of the client; the step's answer is what it returns, or the `ConvisoError` that it raises."""

    method: str
    arguments: Sequence[Any] = ()
    keywords: Mapping[str, Any] = {}


class Each(NamedTuple):
    """Give each row of a list to `sink`."""

    method: str
    keywords: Mapping[str, Any]
    sink: Callable[[Any], None]


class Blocking(NamedTuple):
    """Run what takes long and waits for nobody: tasks go on meanwhile."""

    function: Callable[[], Any]


Steps = Generator[Call | Each | Blocking, Any, T]


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
                for row in getattr(conviso, step.method)(**step.keywords):
                    step.sink(row)
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
                async for row in getattr(conviso, step.method)(**step.keywords):
                    step.sink(row)
            else:
                answer = await run_sync(step.function)
        except ConvisoError as error:
            failure = error
