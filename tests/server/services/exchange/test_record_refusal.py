"""Refusals are audited, bounded (protocol §7.5)."""

from __future__ import annotations

from dataclasses import replace

from server.ports import Office
from server.services.exchange import flush_refusals, record_refusal, sweep
from shared.errors import Code, Failure
from tests.server.registered_office import BASRA, MOSUL
from tests.server.settable_clock import SettableClock

DENIED = Failure(Code.NOT_GRANTED)


def refusals(office: Office) -> list[tuple[str, str, str | None, int | None]]:
    with office.database.read() as transaction:
        rows = [row.entry for row in transaction.audit.tail(1000)]
    return [(row.event.value, row.actor, row.reason, row.count) for row in rows]


def test_first_at_once_then_one_row_a_minute(office: Office, clock: SettableClock) -> None:
    for _ in range(5):
        record_refusal(office, BASRA.uri, DENIED, 17)
    assert refusals(office) == [("REFUSED", BASRA.uri, "NOT_GRANTED", None)]
    clock.advance(59)
    sweep(office)
    assert len(refusals(office)) == 1
    clock.advance(1)
    sweep(office)
    sweep(office)
    assert refusals(office)[1:] == [("REPEATED", BASRA.uri, "NOT_GRANTED", 4)]
    record_refusal(office, BASRA.uri, DENIED)
    assert refusals(office)[2:] == [("REFUSED", BASRA.uri, "NOT_GRANTED", None)]


def test_peers_and_reasons_are_told_apart(office: Office) -> None:
    record_refusal(office, BASRA.uri, DENIED)
    record_refusal(office, MOSUL.uri, DENIED)
    record_refusal(office, BASRA.uri, Failure(Code.RATE_LIMITED))
    record_refusal(office, "", Failure(Code.UNAUTHENTICATED))
    assert [(actor, reason) for _, actor, reason, _ in refusals(office)] == [
        (BASRA.uri, "NOT_GRANTED"),
        (MOSUL.uri, "NOT_GRANTED"),
        (BASRA.uri, "RATE_LIMITED"),
        ("unknown", "UNAUTHENTICATED"),
    ]


def test_user_is_stored_only_when_it_is_an_id_of_this_deployment(office: Office) -> None:
    record_refusal(office, BASRA.uri, Failure(Code.ID_OUT_OF_RANGE), 2**31)
    record_refusal(office, BASRA.uri, DENIED, 600)
    with office.database.read() as transaction:
        assert [row.entry.user for row in transaction.audit.tail(2)] == [None, 600]


def test_wrong_proof_is_left_to_its_own_row(office: Office) -> None:
    record_refusal(office, BASRA.uri, Failure(Code.PROOF_FAILED), 17)
    assert refusals(office) == []


def test_stopping_writes_what_was_counted(office: Office) -> None:
    for _ in range(3):
        record_refusal(office, BASRA.uri, DENIED)
    flush_refusals(office, everything=True)
    assert refusals(office)[-1] == ("REPEATED", BASRA.uri, "NOT_GRANTED", 2)


class BrokenDatabase:
    """A database that takes nothing just now."""

    def write(self) -> object:
        """Fails."""
        raise Failure(Code.STORAGE_UNAVAILABLE)


def test_refusal_that_cannot_be_audited_now_is_counted(office: Office, clock: SettableClock) -> None:
    broken = replace(office, database=BrokenDatabase())
    record_refusal(broken, BASRA.uri, DENIED)
    record_refusal(broken, BASRA.uri, DENIED)
    clock.advance(61)
    flush_refusals(broken)
    clock.advance(61)
    flush_refusals(office)
    assert refusals(office) == [("REPEATED", BASRA.uri, "NOT_GRANTED", 2)]
