"""A world without a network, in which time passes only when a plan waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from conviso_client.call.operation import Operation
from conviso_client.call.options import Options
from conviso_client.call.plan import Acquire, AskKey, Call, Effect, Plan, Settle, Sleep, plan
from conviso_client.call.reply import read
from conviso_client.call.runtime import Runtime
from conviso_client.http.request import Failure, JsonBody, Reply, Request, Send
from conviso_client.http.secret import Secret
from conviso_client.observe.record import Record
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded


def operation(*, repeatable: bool, **changes: Any) -> Operation[Any]:
    settings: dict[str, Any] = {
        "name": "thing",
        "method": "thing",
        "kind": "query" if repeatable else "mutation",
        "document": "{ thing }",
        "result": "",
        "models": "",
        "repeatable": repeatable,
        "depth": 1,
        "complexity": 1,
    }
    return Operation(**(settings | changes))


class Turn(NamedTuple):
    """What comes of one attempt."""

    result: Reply | Failure
    seconds: float = 0.0
    """How long it takes, if the attempt may take so long."""
    hold: float = 0.0
    """How long the quota lets the next attempt wait."""


class World:
    """Acts on the effects of a plan."""

    def __init__(self, turns: Iterator[Turn], random: Callable[[], float] = lambda: 0.5) -> None:
        self.turns = turns
        self.random = random
        self.now = 0.0
        self.hold = 0.0
        self.sent: list[Send] = []
        self.sleeps: list[float] = []
        self.effects: list[Effect] = []
        self.began: float | None = None

    def call(self, repeatable: bool, **options: Any) -> Call:
        op = operation(repeatable=repeatable)
        limiter: Any = object()
        return Call(
            operation=op,
            request=Request("http://localhost/graphql", JsonBody(b"{}"), "id", None, Secret(())),
            read=read,
            options=Options().changed(options),
            limiter_of=lambda _: limiter,
            record=Record(op, "id", None, "http://127.0.0.1/graphql", lambda: self.now),
            runtime=Runtime(lambda: self.now, lambda: 0.0, random=self.random),
        )

    def act(self, effect: Effect) -> Any:
        self.effects.append(effect)
        match effect:
            case AskKey():
                return Secret("another-key")
            case Acquire(_, wait, again, _):
                if wait is not None and self.hold > wait:
                    return QuotaWaitExceeded(self.hold, "held")
                self.now, self.hold = self.now + self.hold, 0.0
                if again is None:
                    self.began = self.now
                return Permit(1, self.now)
            case Send(left=left):
                self.sent.append(effect)
                turn = next(self.turns)
                self.now += turn.seconds if left is None else min(turn.seconds, left)
                self.hold = turn.hold
                return turn.result
            case Sleep(seconds):
                self.sleeps.append(seconds)
                self.now += seconds
            case Settle():
                pass
        return None

    def run(self, call: Call) -> Any:
        steps: Plan = plan(call, Secret("key"))
        answer = None
        try:
            while True:
                answer = self.act(steps.send(answer))
        except StopIteration as end:
            return end.value
