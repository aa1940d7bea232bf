"""A user is enrolled anew while exchanges are under way: row 34."""

from __future__ import annotations

import pytest

from branch_client.conversation import fetch
from server.ports import Event
from server.services.administration import enrol_user
from shared.errors import Code, Failure
from shared.wire.envelope import ResponseFrame
from tests.faults.conftest import World
from tests.loopback import ADMIN, FINGERS, audit, grant, noise_print
from tests.server.rpc.raw_exchange import RawExchange


@pytest.mark.fault(34)
def test_what_is_under_way_ends_and_the_next_needs_the_new_generation(world: World) -> None:
    with (
        RawExchange(world.post, "small", b"challenged then.") as challenged,
        RawExchange(world.post, "large", b"streaming so far") as streaming,
    ):
        challenged.hello()
        streaming.hello()
        streaming.prove()
        streaming.accept()
        streaming.take_chunks(1)
        prints = {finger: noise_print(500 + finger) for finger in FINGERS}
        enrol_user(world.office, 17, prints, world.office.models.current(), ADMIN, replace=True)
        with pytest.raises(Failure) as ended:
            streaming.take_chunks(streaming.manifest.chunk_count - 1)
        assert ended.value.code is Code.GENERATION_STALE
        challenged.prove()
        with pytest.raises(Failure) as refused:
            challenged.stream.receive(ResponseFrame.ACCEPT)
        assert refused.value.code is Code.GENERATION_STALE
    assert Event.DELIVERED not in [row.entry.event for row in audit(world.office)]

    with pytest.raises(Failure) as stale:
        fetch(world.basra, 17, "small")
    assert stale.value.code is Code.GENERATION_STALE
    grant(world.office, 17, world.basra, world.folder)
    fetched = fetch(world.basra, 17, "small")
    last = audit(world.office)[-1].entry
    assert (last.event, last.n, last.generation) == (Event.DELIVERED, fetched.n, 2)
