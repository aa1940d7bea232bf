"""The handshake of one exchange as two objects, one for each end (protocol §3 and §4).

Each object's methods are the steps of its end in their order; a step verifies first and assigns last. Not
here: reading and writing frames, regenerating the biometric key, counting, time, and the audit.
"""

from __future__ import annotations

from shared.protocol.handshake.branch import BranchHandshake, ExchangeOrder
from shared.protocol.handshake.server import ServerHandshake
from shared.protocol.transcript import ChannelContext

__all__ = ["BranchHandshake", "ChannelContext", "ExchangeOrder", "ServerHandshake"]
