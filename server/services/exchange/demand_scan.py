"""What this head office demands of the person at a branch's finger pad (protocol §3.4)."""

from __future__ import annotations

from server.ports import Office
from shared.protocol.verification import NOTHING, Demand, Mode

_MODES = {"off": Mode.NONE, "embedding": Mode.EMBEDDING, "closed-set": Mode.CLOSED_SET}
"""The mode of each value of the setting ``verification``."""


def demand_scan(office: Office) -> Demand:
    """The demand of every exchange: the configured way, by the verifier that is current for it.

    Raises:
        Failure: ``HOME_INVALID`` when the head office has no verifier for what it demands; a server that
            starts so says it then.
    """
    mode = _MODES[office.config.verification]
    if mode is Mode.NONE:
        return NOTHING
    return Demand(mode, office.models.current_verifier(mode.value).digest)
