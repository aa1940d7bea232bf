"""What an index would save the filters of a long audit log, and what it costs every row that is written.

``python -m benchmarks.audit_filters [ROWS [URL]]`` builds a log, and beside it the exchanges that it tells
of: on SQLite in a folder that is removed again, or in the empty PostgreSQL database at URL. Indexes are added
one by one and looked at in between; without ``ROWS`` the log has 20,000 rows.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bare_databases import BareDatabase, BarePostgres, BareSqlite
from server.adapters.sql.audit_rows import body_of, values_of
from server.bootstrap.head_office import open_head_office
from server.bootstrap.initialise import Plan, initialise
from server.ports import (
    AuditEntry,
    AuditQuery,
    BranchRecord,
    BranchStatus,
    Event,
    GenerationRecord,
    GenerationStatus,
    Office,
)
from server.services.audit import browse_audit
from server.services.exchange import browse_exchanges
from server.services.portions import Place
from shared.identifiers import Finger
from shared.protocol.audit import leaf_hash

CANDIDATES: Mapping[str, tuple[str, str]] = {
    "user": ("ix_audit_user_id_seq", "user_id, seq"),
    "event": ("ix_audit_event_seq", "event, seq"),
    "actor": ("ix_audit_actor_seq", "actor, seq"),
}
"""By filter the name of the index, and its columns."""

_TRIED = ((), ("user",), ("user", "event"), tuple(CANDIDATES))
_DOMAIN = "spiffe://ridgekey.internal"
_BRANCHES, _USERS = 20, 600
_RARE, _REFUSED = 5000, 500
"""One row of so many is an administrator's, and one of so many a refusal."""

_ROWS_SHOWN, _PORTION, _APPENDS = 50, 1000, 50
_REPEATS, _LONG_ENOUGH_SECONDS = 9, 2.0
_BEGAN = datetime(2026, 5, 1, tzinfo=UTC)
_BEGAN_US = int(_BEGAN.timestamp()) * 1_000_000
_STATES = ("delivered", "unconfirmed", "abandoned")
_EVENTS = (Event.RESERVED, Event.RELEASED, Event.DELIVERED)


def main(rows: int = 20_000, url: str | None = None) -> None:
    """Build, try every choice of indexes, and print a JSON object of each: milliseconds, bytes, seconds."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "head-office"
        initialise(Plan(home, listen="127.0.0.1:1", database=url))
        office = open_head_office(home)
        bare: BareDatabase = BareSqlite(home) if url is None else BarePostgres(url)
        _drop_candidates(bare)
        _fill(office, bare, rows)
        for chosen in _TRIED:
            print(json.dumps(_tried(office, bare, chosen, rows)), flush=True)
        office.database.close()


def _tried(office: Office, bare: BareDatabase, chosen: tuple[str, ...], rows: int) -> dict[str, object]:
    """What the pages and the rows cost with these indexes and no other candidate."""
    _drop_candidates(bare)
    begun = bare.clock()
    for each in chosen:
        name, columns = CANDIDATES[each]
        bare.run(f"CREATE INDEX {name} ON audit ({columns})")
    made = bare.clock() - begun
    bare.tidy()
    pages = _pages(office, rows).items()
    return {
        "database": bare.kind,
        "rows": rows,
        "indexes": list(chosen),
        "seconds to make": round(made, 1),
        "bytes a row": {each: round(bare.size(CANDIDATES[each][0]) / rows, 1) for each in chosen},
        "milliseconds a page": {name: _fastest(look, bare.clock) for name, look in pages},
        **_append(office, bare),
    }


def _drop_candidates(bare: BareDatabase) -> None:
    for name, _ in CANDIDATES.values():
        bare.run(f"DROP INDEX IF EXISTS {name}")


def _pages(office: Office, rows: int) -> dict[str, Callable[[], object]]:
    """The filters of the console's pages and of ``audit tail``, frequent and rare."""
    queries = {
        "any row": AuditQuery(),
        "a user": AuditQuery(user=3),
        "a user without rows": AuditQuery(user=_USERS + 1),
        "a frequent event": AuditQuery(event=Event.RELEASED),
        "a rare event": AuditQuery(event=Event.IMAGE_REMOVED),
        "an event that never was": AuditQuery(event=Event.COUNTERS_FENCED),
        "a branch": AuditQuery(actor=f"{_DOMAIN}/branch/b3"),
        "an administrator": AuditQuery(actor=f"{_DOMAIN}/admin/local"),
        "nobody": AuditQuery(actor=f"{_DOMAIN}/branch/nobody"),
        "a user and a frequent event": AuditQuery(user=3, event=Event.DELIVERED),
        "a user and a rare event": AuditQuery(user=3, event=Event.PROOF_REFUSED),
        "a branch and a rare event": AuditQuery(event=Event.REFUSED, actor=f"{_DOMAIN}/branch/b3"),
        "an administrator and a frequent event": AuditQuery(
            event=Event.DELIVERED, actor=f"{_DOMAIN}/admin/local"
        ),
    }
    middle: Place[bytes] = Place(behind=_request_id(rows // 2))

    def asked(query: AuditQuery) -> Callable[[], object]:
        return lambda: browse_audit(office, query, Place(), _ROWS_SHOWN)

    return {
        **{name: asked(query) for name, query in queries.items()},
        "exchanges, newest": lambda: browse_exchanges(office, Place(), _ROWS_SHOWN, under_way=False),
        "exchanges, middle": lambda: browse_exchanges(office, middle, _ROWS_SHOWN, under_way=False),
    }


def _fastest(look: Callable[[], object], clock: Callable[[], float]) -> float:
    """The fastest of several, in milliseconds: other work on the machine makes the others slower."""
    spent: list[float] = []
    while len(spent) < _REPEATS and sum(spent) < _LONG_ENOUGH_SECONDS:
        begun = clock()
        look()
        spent.append(clock() - begun)
    return round(min(spent) * 1000, 2)


def _append(office: Office, bare: BareDatabase) -> dict[str, object]:
    """What one more row costs, in a transaction of its own as in T1: time, and bytes of the log ahead."""
    with office.database.write() as transaction:  # the pages of a new index are full, and split once
        for number in range(_PORTION):
            transaction.audit.append(_entry(3 * number))
    bare.tidy()
    spent = []
    before = bare.written()
    for number in range(_APPENDS):
        begun = bare.clock()
        with office.database.write() as transaction:
            transaction.audit.append(_entry(3 * number))
        spent.append(bare.clock() - begun)
    return {
        "microseconds to append, median": round(statistics.median(spent) * 1e6),
        "bytes written to append": round((bare.written() - before) / _APPENDS),
    }


def _fill(office: Office, bare: BareDatabase, rows: int) -> None:
    """Rows as months of exchanges leave them, and the exchanges, put in behind the head office's back."""
    _register(office)
    with office.database.read() as transaction:
        seq, previous = transaction.audit.head()
    while seq < rows:
        portion, exchanges = [], []
        for _ in range(_PORTION):
            seq += 1
            body = body_of(_entry(seq), seq)
            previous = leaf_hash(seq, previous, body)
            portion.append(tuple(values_of(seq, body, previous).values()))
            if seq % len(_EVENTS) == 0:
                exchanges.append(_request(seq))
        bare.put("audit", portion)
        bare.put("request", exchanges)
    bare.run(f"UPDATE audit_head SET seq = {seq}, leaf_hash = '{previous.hex()}'")  # noqa: S608  ours


def _register(office: Office) -> None:
    """The branches and users that the exchanges are of."""
    digest = bytes(32)
    with office.database.write() as transaction:
        for number in range(_BRANCHES):
            uri = f"{_DOMAIN}/branch/b{number}"
            record = BranchRecord(f"b{number}", uri, digest, BranchStatus.ACTIVE, _BEGAN, _BEGAN)
            transaction.branches.add(record)
        for user in range(1, _USERS + 1):
            transaction.counters.add(user)
            own = GenerationRecord(user, 1, GenerationStatus.ACTIVE, digest, (Finger.LEFT_INDEX,), _BEGAN)
            transaction.generations.add(own)
            transaction.counters.set_generation(user, 1)


def _entry(seq: int) -> AuditEntry:
    """Mostly exchanges; some refusals, and few acts of an administrator."""
    if seq % _RARE == 0:
        event = Event.IMAGE_REMOVED if seq % (3 * _RARE) == 0 else Event.USER_EXITED
        return AuditEntry(f"{_DOMAIN}/admin/local", event, user=_user(seq), reason="left the ward")
    branch = f"{_DOMAIN}/branch/b{seq // 3 % _BRANCHES}"
    if seq % _REFUSED == 0:
        return AuditEntry(branch, Event.REFUSED, user=_user(seq), reason="NOT_GRANTED")
    return AuditEntry(
        actor=branch,
        event=_EVENTS[seq % 3],
        user=_user(seq),
        image="xray-7",
        n=1 + seq // 3,
        generation=1,
        finger=Finger.LEFT_INDEX,
        request_id=_request_id(seq),
        attempt=1,
        suite="aes-256-gcm",
        inner_cipher="none",
        tls_group="X25519MLKEM768",
        size=4096,
        duration=0.25,
    )


def _user(seq: int) -> int:
    return 1 + seq // 3 * 7919 % _USERS


def _request_id(seq: int) -> bytes:
    return (seq // 3).to_bytes(16, "big")


def _request(seq: int) -> tuple[object, ...]:
    reserved = _BEGAN_US + seq * 1_000_000
    return (
        _request_id(seq).hex(),
        f"b{seq // 3 % _BRANCHES}",
        _user(seq),
        "xray-7",
        1,
        1 + seq // 3,
        _STATES[0 if seq % 300 else seq // 300 % 3],
        1,
        reserved,
        reserved + 1_000_000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, *sys.argv[2:3])
