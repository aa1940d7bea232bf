"""The call being served: gRPC hands a handler nothing from an interceptor, so it is kept beside the task."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from server.rpc.identity import Peer
from server.rpc.vigil import Vigil


@dataclass
class Call:
    """What is known of one RPC while it is served.

    Attributes:
        method: full method name.
        peer: the caller, once admitted.
        vigil: the checks beside it, once admitted.
        user: the user it asks for, once read; goes with a refusal into the audit.
    """

    method: str
    peer: Peer | None = None
    vigil: Vigil | None = None
    user: int | None = None

    @property
    def actor_uri(self) -> str:
        """The caller's identity, empty while unknown."""
        return self.peer.identity.uri if self.peer else ""

    @property
    def caller(self) -> Peer:
        """The admitted caller.

        Raises:
            RuntimeError: no interceptor admitted this call.
        """
        if self.peer is None:
            raise RuntimeError("a handler ran for a call that was never admitted")
        return self.peer

    @property
    def watch(self) -> Vigil:
        """The checks beside an admitted call.

        Raises:
            RuntimeError: no interceptor admitted this call.
        """
        if self.vigil is None:
            raise RuntimeError("a handler ran for a call that was never admitted")
        return self.vigil


_CURRENT: ContextVar[Call] = ContextVar("call")


def begin_call(method: str) -> Call:
    """Start the record of the RPC that this task serves."""
    call = Call(method)
    _CURRENT.set(call)
    return call


def current_call() -> Call:
    """The RPC that this task serves.

    Raises:
        LookupError: this task serves none.
    """
    return _CURRENT.get()
