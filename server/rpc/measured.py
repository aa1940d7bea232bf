"""What is measured of the work of one server process, around the parts that do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.ports import Clock, Meter
from server.rpc.desk import Regenerator
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.exact.network import Network
from shared.keygen.request import KeyRequest

REFUSED, BROKEN = "refused", "broken"


class MeasuredRegenerator:
    """A regenerator whose keys are counted and timed (:class:`server.rpc.desk.Regenerator`).

    Args:
        regenerator: makes the keys.
        meter: is told.
        clock: measures.
    """

    def __init__(self, regenerator: Regenerator, meter: Meter, clock: Clock) -> None:
        self._regenerator = regenerator
        self._meter = meter
        self._clock = clock

    async def regenerate(self, branch: str, network: Network, request: KeyRequest, print_: Print) -> Secret:
        """As :meth:`server.rpc.desk.Regenerator.regenerate`."""
        began = self._clock.monotonic()
        key = await self._regenerator.regenerate(branch, network, request, print_)
        self._meter.key_made(self._clock.monotonic() - began)
        return key


class Ending:
    """How an exchange ends, unless an exception says otherwise."""

    outcome = BROKEN


@contextmanager
def measured_exchange(meter: Meter, clock: Clock) -> Iterator[Ending]:
    """Count and time one exchange; the block says how it ended."""
    began, ending = clock.monotonic(), Ending()
    meter.exchange_began()
    try:
        yield ending
    except Failure:
        ending.outcome = REFUSED
        raise
    except BaseException:
        ending.outcome = BROKEN
        raise
    finally:
        meter.exchange_ended(ending.outcome, clock.monotonic() - began)
