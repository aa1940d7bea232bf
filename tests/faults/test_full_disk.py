"""A file system without a byte left, under the database and at the branch: row 24."""

from __future__ import annotations

import pytest

from branch_client.conversation import fetch
from server.ports import Event
from server.services.administration import show_counter
from server.services.audit import verify_audit
from shared.errors import Code, Failure
from tests.faults.conftest import World
from tests.faults.small_disk import SmallDisk
from tests.loopback import audit, picture
from tests.server.registered_office import hello, open_office, register, release_image


@pytest.mark.fault(24)
@pytest.mark.sqlite
def test_a_full_disk_under_the_database_stops_and_recovers_without_a_restart(disk: SmallDisk) -> None:
    office = open_office(disk.folder)
    register(office)
    assert release_image(office, hello(1))[0].n == 1
    disk.fill()
    for number in (2, 3):
        with pytest.raises(Failure) as refused:
            release_image(office, hello(number))
        assert refused.value.code is Code.AUDIT_UNAVAILABLE
        assert show_counter(office, 17).n == 1
    disk.empty()
    assert release_image(office, hello(2))[0].n == 2
    assert verify_audit(office).ok
    office.database.close()


@pytest.mark.fault(24)
def test_a_full_disk_at_the_branch_discards_and_the_next_fetch_takes_it_up(
    world: World, disk: SmallDisk
) -> None:
    target = disk.folder / "image"
    disk.fill()
    with pytest.raises(Failure) as refused:
        fetch(world.basra, 17, "small", output=target)
    assert refused.value.code is Code.LOCAL_FAILURE
    assert [file.name for file in disk.folder.iterdir()] == ["filler"]
    discarded = audit(world.office)[-1].entry
    assert discarded.event is Event.DISCARDED
    disk.empty()
    again = fetch(world.basra, 17, "small", output=target)
    assert (again.n, again.attempt) == (discarded.n, 2)
    assert target.read_bytes() == picture(10_000)
