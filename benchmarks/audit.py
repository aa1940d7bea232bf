"""A month of audit: how long a log of a million rows takes to verify, and how soon its tail is shown.

``python -m benchmarks.audit [ROWS [URL]]`` builds the log, on SQLite in a folder that is removed again, or in
the empty PostgreSQL database at URL; without ``ROWS`` it has 20,000, so that all benchmarks stay short.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bare_databases import BareDatabase, BarePostgres, BareSqlite
from server.adapters.sql.audit_rows import body_of, values_of
from server.bootstrap.head_office import open_head_office
from server.bootstrap.initialise import Plan, initialise
from server.ports import AuditEntry, Event, Office
from server.services.audit import tail_audit, verify_audit, write_checkpoint
from shared.protocol.audit import leaf_hash

_PER_CHECKPOINT = 100
_REPEATS = 5


def main(rows: int = 20_000, url: str | None = None) -> None:
    """Build, verify, and print one JSON object: seconds, and microseconds a row."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "head-office"
        initialise(Plan(home, listen="127.0.0.1:1", database=url))
        office = open_head_office(home)
        bare: BareDatabase = BareSqlite(home) if url is None else BarePostgres(url)
        build = _timed(lambda: fill(office, bare, rows))
        verify = _timed(lambda: _require(verify_audit(office).ok))
        shown = [_timed(lambda: tail_audit(office, 20)) for _ in range(_REPEATS)]
        office.database.close()
    figures = {
        "database": bare.kind,
        "rows": rows,
        "build_seconds": round(build, 2),
        "verify_seconds": round(verify, 2),
        "verify_microseconds_a_row": round(verify / rows * 1e6, 1),
        "tail_milliseconds": round(statistics.median(shown) * 1000, 2),
    }
    print(json.dumps(figures))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _require(ok: bool) -> None:
    assert ok


def fill(office: Office, bare: BareDatabase, rows: int) -> None:
    """Rows as exchanges leave them, put in behind its back, signed by the head office after every hundred."""
    with office.database.read() as transaction:
        seq, previous = transaction.audit.head()
    while seq < rows:
        portion = []
        for _ in range(_PER_CHECKPOINT):
            seq += 1
            body = body_of(_entry(seq), seq)
            previous = leaf_hash(seq, previous, body)
            portion.append(tuple(values_of(seq, body, previous).values()))
        bare.put("audit", portion)
        bare.run(f"UPDATE audit_head SET seq = {seq}, leaf_hash = '{previous.hex()}'")  # noqa: S608  ours
        write_checkpoint(office)


def _entry(seq: int) -> AuditEntry:
    return AuditEntry(
        actor="spiffe://ridgekey.internal/branch/basra",
        event=(Event.RESERVED, Event.RELEASED, Event.DELIVERED)[seq % 3],
        user=1 + seq % 600,
        image="xray-7",
        n=1 + seq // 1800,
        generation=1,
        request_id=seq.to_bytes(16, "big"),
        attempt=1,
        suite="aes-256-gcm",
        inner_cipher="none",
        tls_group="X25519MLKEM768",
        size=4096,
        duration=0.25,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:3])
