"""The checks that every RPC passes before its handler runs (protocol §2.2–2.4)."""

from __future__ import annotations

import grpc

from server.ports import Office
from server.rpc.access import is_administrative, is_health_check, require_access
from server.rpc.call import Call
from server.rpc.identity import read_peer
from server.rpc.vigil import Vigil
from shared.errors import Code, Failure


class Gate:
    """Admits calls: identity, access, deadline, branch status, in this order.

    Args:
        office: the head office.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._open = True

    def close(self) -> None:
        """Admit no further call; those admitted go on."""
        self._open = False

    async def admit(self, call: Call, context: grpc.aio.ServicerContext) -> None:
        """Check one call, note who makes it, and say what is to be checked beside it.

        Raises:
            Failure: ``PQ_REQUIRED``, ``UNAUTHENTICATED``, ``CERTIFICATE_EXPIRED``, ``PERMISSION_DENIED``,
                ``ADMINISTRATION_OFF``, ``DEADLINE_REQUIRED``, ``DRAINING``, or what the status of the branch
                or administrator says.
        """
        config = self._office.config
        call.peer = read_peer(
            context.auth_context(),
            trust_domain=config.trust_domain,
            require_pq=config.require_pq,
            now=self._office.clock.now(),
        )
        require_access(call.method, call.peer.identity.role)
        if is_administrative(call.method) and not config.administration:
            raise Failure(Code.ADMINISTRATION_OFF)
        self._require_deadline(context.time_remaining())
        if not self._open:
            raise Failure(Code.DRAINING)
        call.vigil = Vigil(self._office, call.peer, registered=not is_health_check(call.method))
        await call.vigil.check()  # the branch may have been suspended a moment ago

    def _require_deadline(self, remaining: float | None) -> None:
        longest = self._office.config.max_deadline_seconds
        if remaining is None or remaining > longest:
            sentence = f"Every call must carry a deadline of at most {longest:.0f} seconds."
            raise Failure(Code.DEADLINE_REQUIRED, sentence)
