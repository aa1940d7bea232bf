"""Rows of the audit log, and what is proven of it, as messages of the contract, and back."""

from __future__ import annotations

from server.ports import AuditEntry, AuditQuery, AuditRow, Event
from server.rpc.administration.records import moment_message, moment_of
from server.services.audit import AuditVerdict, Inclusion
from shared.identifiers import Finger
from shared.protocol.checkpoint import Checkpoint
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb

_PLAIN = (
    *("user", "image", "n", "generation", "request_id", "attempt", "suite", "inner_cipher", "tls_group"),
    *("reason", "count", "size", "duration"),
)
"""The columns of an entry that the message has under the same name and as they are."""


def row_message(row: AuditRow) -> pb.AuditRow:
    """A row as its message; a column that says nothing is absent."""
    entry = row.entry
    return pb.AuditRow(
        seq=row.seq,
        time=moment_message(row.time),
        actor=entry.actor,
        event=entry.event.value,
        finger=entry.finger,
        leaf_hash=row.leaf_hash,
        **{name: getattr(entry, name) for name in _PLAIN},
    )


def row_of(message: pb.AuditRow) -> AuditRow:
    """A row from its message."""
    columns = {name: getattr(message, name) for name in _PLAIN if message.HasField(name)}
    finger = Finger(message.finger) if message.HasField("finger") else None
    entry = AuditEntry(message.actor, Event(message.event), finger=finger, **columns)
    return AuditRow(message.seq, moment_of(message.time), entry, message.leaf_hash)


def query_message(query: AuditQuery) -> pb.AuditQuery:
    """A query as its message."""
    return pb.AuditQuery(
        after=query.after,
        event="" if query.event is None else query.event.value,
        user=query.user,
        actor=query.actor or "",
    )


def query_of(message: pb.AuditQuery) -> AuditQuery:
    """A query from its message."""
    return AuditQuery(
        message.after,
        Event(message.event) if message.event else None,
        message.user if message.HasField("user") else None,
        message.actor or None,
    )


def verdict_message(verdict: AuditVerdict) -> pb.VerifyAuditResponse:
    """A verdict as its message."""
    return pb.VerifyAuditResponse(
        ok=verdict.ok, rows=verdict.rows, checkpoints=verdict.checkpoints, first_bad=verdict.first_bad
    )


def verdict_of(message: pb.VerifyAuditResponse) -> AuditVerdict:
    """A verdict from its message."""
    first_bad = message.first_bad if message.HasField("first_bad") else None
    return AuditVerdict(message.ok, message.rows, message.checkpoints, first_bad)


def inclusion_message(proof: Inclusion) -> pb.ProveInclusionResponse:
    """A proof of inclusion as its message."""
    return pb.ProveInclusionResponse(
        row=proof.seq, leaf_hash=proof.leaf_hash, path=proof.path, checkpoint=proof.checkpoint.encode()
    )


def inclusion_of(message: pb.ProveInclusionResponse) -> Inclusion:
    """A proof of inclusion from its message."""
    checkpoint = Checkpoint.decode(message.checkpoint)
    return Inclusion(message.row, message.leaf_hash, tuple(message.path), checkpoint)
