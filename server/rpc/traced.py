"""The steps of a trace around the parts that do the work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from server.rpc.desk import Desk
from shared.tracing.traceparent import parent_in
from shared.tracing.tracer import Tracer

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_OURS = "/ridgekey.v1."


class _AtADesk(Protocol):
    _desk: Desk


_Self = TypeVar("_Self", bound=_AtADesk)
_Step = Callable[Concatenate[_Self, _Arguments], Awaitable[_Result]]


def step(name: str) -> Callable[[_Step], _Step]:
    """Make a method a step of the call that is served."""

    def decorated(method: _Step) -> _Step:
        @wraps(method)
        async def stepped(self: _Self, *arguments: Any, **named: Any) -> Any:
            with self._desk.tracer.step(name):
                return await method(self, *arguments, **named)

        return stepped

    return decorated


def traced_call(
    tracer: Tracer, method: str, metadata: Iterable[tuple[str, str | bytes]] | None
) -> AbstractContextManager[None]:
    """A span for one call that was admitted, below the caller's; health checks have none.

    Args:
        tracer: is told.
        method: its full name, which is one of the contract's since the call was admitted.
        metadata: as it came.
    """
    if not method.startswith(_OURS):
        return nullcontext()
    return tracer.trace(method.removeprefix(_OURS), parent_in(metadata or ()))
