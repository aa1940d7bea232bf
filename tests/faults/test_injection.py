"""SQL and shell in every text that a person or a peer may give: row 26."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.ports import Actor, Office
from server.services.administration import exit_user, list_users, readmit_user
from server.services.audit import tail_audit, verify_audit
from shared.errors import Code, Failure
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame
from tests.command_lines import ridgekey
from tests.faults.conftest import World
from tests.faults.corpora import INJECTIONS
from tests.loopback import audit
from tests.server.database_file import run_sql
from tests.server.registered_office import DOMAIN
from tests.server.rpc.raw_exchange import RawExchange
from tests.staffed_homes import Homes

TABLES = ("branch", "user_grant", "counter", "generation", "image", "request")

LINES = st.text(string.printable[:-5] + "äß€字'\"\\%;", min_size=1, max_size=200).map(str.strip)


def rows_of(homes: Homes) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table: run_sql(homes.office, f"SELECT count(*) AS n FROM {table}", as_attacker=False)[0]["n"]  # noqa: S608
        for table in TABLES
    }


@pytest.mark.fault(26)
@pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS)
def test_a_command_takes_it_to_the_letter_or_refuses_it(homes: Homes, text: str) -> None:
    before = rows_of(homes)
    for command in (
        ("image", "show", text),
        ("branch", "show", text),
        ("user", "show", text),
        ("counter", "show", text),
        ("user", "grant", "18", text, "-o", homes.file("package")),
        ("audit", "tail", "--actor", text),
        ("audit", "tail", "--event", text),
    ):
        refused = ridgekey(*command, home=homes.office)
        assert refused.code in (0, 2, 3), command
        assert "Traceback" not in refused.err
    exited = ridgekey("user", "exit", "18", "--reason", text, home=homes.office)
    assert exited.code == 0
    (last,) = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"]
    assert last["reason"] == text
    assert rows_of(homes) == before
    assert ridgekey("audit", "verify", home=homes.office).code == 0
    assert not homes.file("owned").exists()


@pytest.mark.fault(26)
@settings(max_examples=50, deadline=None)
@given(reason=LINES.filter(bool))
def test_any_line_is_a_reason_to_the_letter(world: World, reason: str) -> None:
    office: Office = world.office
    actor = Actor.local(DOMAIN, reason)
    exit_user(office, 17, actor)
    readmit_user(office, 17, actor)
    assert [row.entry.reason for row in tail_audit(office, 2)] == [reason, reason]
    assert [user.user for user in list_users(office)] == [17]


@pytest.mark.fault(26)
@pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS)
def test_the_wire_refuses_it_before_a_number_is_taken(world: World, text: str) -> None:
    before = len(audit(world.office))
    with RawExchange(world.post, "small", b"sixteen letters.") as exchange:
        asked = replace(exchange.handshake.hello(), image=text)
        exchange.stream.send(RequestFrame.HELLO, codec.encode_hello(asked))
        with pytest.raises(Failure) as refused:
            exchange.stream.receive(ResponseFrame.CHALLENGE)
    assert refused.value.code in (Code.MALFORMED, Code.INVALID_INPUT, Code.IMAGE_NOT_FOUND)
    assert {row.entry.event for row in audit(world.office)[before:]} <= {"REFUSED", "REPEATED"}
    assert verify_audit(world.office).ok
