"""Paths, links and look-alikes in the place of an image's name: row 27."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.bootstrap.head_office import open_head_office
from shared.errors import Code, Failure
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame
from tests.command_lines import ridgekey, ridgekey_branch
from tests.faults.conftest import World
from tests.faults.corpora import NAMES
from tests.server.rpc.raw_exchange import RawExchange
from tests.staffed_homes import ONE_PRINT, Homes


@pytest.mark.fault(27)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_command_leaves_the_store(homes: Homes, name: str) -> None:
    before = homes.everything()
    for home, run, command in (
        (homes.office, ridgekey, ("image", "put", ONE_PRINT, "--everyone", "--id", name)),
        (homes.office, ridgekey, ("image", "show", name)),
        (homes.basra, ridgekey_branch, ("fetch", "17", name, "-o", homes.file("image"))),
    ):
        refused = run(*command, home=home)
        assert refused.code in (2, 3), command
        assert "Traceback" not in refused.err
    assert homes.everything() == before


@pytest.mark.fault(27)
def test_a_link_in_the_store_is_not_followed(homes: Homes) -> None:
    stored, elsewhere = homes.office / "images" / "scan-1.sealed", homes.file("elsewhere")
    stored.rename(elsewhere)
    stored.symlink_to(elsewhere)
    office = open_head_office(homes.office)
    with pytest.raises(Failure) as refused:
        office.images.get("scan-1")
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    office.database.close()


@pytest.mark.fault(27)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_wire_refuses_it(world: World, name: str) -> None:
    with RawExchange(world.post, "small", b"sixteen letters.") as exchange:
        asked = replace(exchange.handshake.hello(), image=name)
        exchange.stream.send(RequestFrame.HELLO, codec.encode_hello(asked))
        with pytest.raises(Failure) as refused:
            exchange.stream.receive(ResponseFrame.CHALLENGE)
    assert refused.value.code in (Code.MALFORMED, Code.INVALID_INPUT, Code.IMAGE_NOT_FOUND)
