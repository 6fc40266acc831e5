"""The two drivers of a plan: they act on its effects and tell it what came of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from conviso_client.errors import ConvisoError
from conviso_client.http.async_transport import AsyncTransport
from conviso_client.http.base import Slot
from conviso_client.http.credentials import Credentials
from conviso_client.http.transport import Transport
from conviso_client.quota.limiter import QuotaWaitExceeded

from .effects import Acquire, Effect, Send, Settle, Sleep
from .plan import Call, Plan, plan, queue_is_full
from .runtime import Runtime

__all__ = ["AsyncHands", "Hands", "drive", "drive_async"]


class Hands(NamedTuple):
    """What acts on effects."""

    transport: Transport
    credentials: Credentials
    runtime: Runtime

    def run(self, call: Call) -> Any:
        """Make a call: return its result, or raise the one error that says what happened."""
        with call.record:
            try:
                return self._run(call, self.transport.enter(call.options.max_queue))
            except ConvisoError:
                raise
            except BaseException:  # a signal's, a hook's: from anywhere, as between taking a slot and giving it back
                self.transport.discard()
                raise

    def _run(self, call: Call, slot: Slot | None) -> Any:
        if slot is None:
            raise queue_is_full(call)
        try:
            return drive(plan(call, slot.waited), self)
        finally:
            slot.release()

    def act(self, effect: Effect) -> Any:
        """Act on one effect."""
        match effect:
            case Send():
                return self.transport.send(effect)
            case Acquire(limiter, wait, again):
                try:
                    return limiter.acquire(wait, again)
                except QuotaWaitExceeded as refusal:
                    return refusal.with_traceback(None)
            case Settle(limiter, permit, settlement):
                return limiter.settle(permit, settlement)
            case Sleep(seconds):
                return self.runtime.sleep(seconds)
            case _:
                return self.credentials.key(effect.refused)


class AsyncHands(NamedTuple):
    """What acts on effects without blocking the event loop."""

    transport: AsyncTransport
    credentials: Credentials
    runtime: Runtime

    async def run(self, call: Call) -> Any:
        """Make a call: return its result, or raise the one error that says what happened."""
        with call.record:
            return await self._run(call, await self.transport.enter(call.options.max_queue))

    async def _run(self, call: Call, slot: Slot | None) -> Any:
        if slot is None:
            raise queue_is_full(call)
        try:
            return await drive_async(plan(call, slot.waited), self)
        finally:
            slot.release()

    async def act(self, effect: Effect) -> Any:
        """Act on one effect."""
        match effect:
            case Send():
                return await self.transport.send(effect)
            case Acquire(limiter, wait, again):
                try:
                    return await limiter.acquire_async(wait, again)
                except QuotaWaitExceeded as refusal:
                    return refusal.with_traceback(None)
            case Settle(limiter, permit, settlement):
                from anyio import CancelScope

                with CancelScope(shield=True):
                    return await limiter.settle_async(permit, settlement)
            case Sleep(seconds):
                return await self.runtime.sleep_async(seconds)
            case _:
                return await self.credentials.key_async(effect.refused)


def drive(steps: Plan, hands: Hands) -> Any:
    """Run a plan to its end."""
    answer = trouble = None
    try:
        while True:
            effect = steps.send(answer) if trouble is None else steps.throw(trouble)
            answer = trouble = None
            try:
                answer = hands.act(effect)
            except BaseException as error:  # noqa: BLE001  # the plan raises it again
                trouble = error
    except StopIteration as end:
        return end.value
    finally:
        del trouble


async def drive_async(steps: Plan, hands: AsyncHands) -> Any:
    """Run a plan to its end."""
    answer = trouble = None
    try:
        while True:
            effect = steps.send(answer) if trouble is None else steps.throw(trouble)
            answer = trouble = None
            try:
                answer = await hands.act(effect)
            except BaseException as error:  # noqa: BLE001  # the plan raises it again
                trouble = error
    except StopIteration as end:
        return end.value
    finally:
        del trouble
