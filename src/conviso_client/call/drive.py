"""The two executors of a plan: they act on its effects, blocking or not, and tell it what came of them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any, NamedTuple

from conviso_client.errors import ConvisoError
from conviso_client.http.credentials import Credentials
from conviso_client.http.request import Send
from conviso_client.http.transport import AsyncTransport, Transport
from conviso_client.quota.limiter import QuotaWaitExceeded

from .plan import Acquire, Call, Plan, Settle, Sleep, full, plan
from .runtime import Runtime

__all__ = ["AsyncExecutor", "Executor"]

UNHEARD = nullcontext()
"""Takes the place of the record of a call to which nobody listens."""


class Executor(NamedTuple):
    """Makes calls from threads."""

    transport: Transport
    credentials: Credentials
    runtime: Runtime

    def run(self, call: Call) -> Any:
        """Make a call: return its result, or raise the one error that says what happened."""
        with call.record or UNHEARD:
            try:
                slot = self.transport.enter(call.options.max_queue)
                if slot is not None:
                    try:
                        return self._drive(plan(call, self.credentials.key(), slot.waited))
                    finally:
                        slot.release()
            except ConvisoError:
                raise
            except BaseException:  # a signal's, a hook's: from anywhere, as between taking a slot and giving it back
                self.transport.discard()
                raise
            raise full(call)

    def _drive(self, steps: Plan) -> Any:
        """Act on each effect, and throw what that raises into the plan, which has a permit to give back."""
        answer: Any = None
        trouble: BaseException | None = None
        try:
            while True:
                effect = steps.send(answer) if trouble is None else steps.throw(trouble)
                answer = trouble = None
                try:
                    match effect:
                        case Send():
                            answer = self.transport.send(effect)
                        case Acquire(limiter, wait, again, on_hold):
                            answer = limiter.acquire(wait, again, on_hold)
                        case Settle(limiter, permit, settlement):
                            limiter.settle(permit, settlement)
                        case Sleep(seconds):
                            self.runtime.sleep(seconds)
                        case _:
                            answer = self.credentials.key(effect.refused)
                except QuotaWaitExceeded as refusal:
                    answer = refusal.with_traceback(None)
                except BaseException as error:  # noqa: BLE001  # the plan raises it again
                    trouble = error
        except StopIteration as end:
            return end.value
        finally:
            del trouble


class AsyncExecutor(NamedTuple):
    """Makes calls from tasks, without blocking the event loop."""

    transport: AsyncTransport
    credentials: Credentials
    runtime: Runtime

    async def run(self, call: Call) -> Any:
        """Make a call: return its result, or raise the one error that says what happened."""
        with call.record or UNHEARD:
            slot = await self.transport.enter(call.options.max_queue)
            if slot is None:
                raise full(call)
            try:
                return await self._drive(plan(call, await self.credentials.key_async(), slot.waited))
            finally:
                slot.release()

    async def _drive(self, steps: Plan) -> Any:
        """Do what `Executor._drive` does."""
        answer: Any = None
        trouble: BaseException | None = None
        try:
            while True:
                effect = steps.send(answer) if trouble is None else steps.throw(trouble)
                answer = trouble = None
                try:
                    match effect:
                        case Send():
                            answer = await self.transport.send(effect)
                        case Acquire(limiter, wait, again, on_hold):
                            answer = await limiter.acquire_async(wait, again, on_hold)
                        case Settle(limiter, permit, settlement):
                            from anyio import CancelScope

                            # A cancelled task must give its permit back, or the quota counts it for a minute.
                            with CancelScope(shield=True):
                                await limiter.settle_async(permit, settlement)
                        case Sleep(seconds):
                            await self.runtime.sleep_async(seconds)
                        case _:
                            answer = await self.credentials.key_async(effect.refused)
                except QuotaWaitExceeded as refusal:
                    answer = refusal.with_traceback(None)
                except BaseException as error:  # noqa: BLE001  # the plan raises it again
                    trouble = error
        except StopIteration as end:
            return end.value
        finally:
            del trouble
