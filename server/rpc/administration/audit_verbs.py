"""What administrators ask of the audit log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import islice

import grpc

from server.ports import AuditQuery, AuditRow, Event
from server.rpc.administration.audit_records import (
    inclusion_message,
    query_of,
    row_message,
    verdict_message,
)
from server.rpc.administration.names import known
from server.rpc.administration.window import Window, portions
from server.services.verbs import Administration
from shared.errors import Code, Failure
from shared.identifiers import IdRange
from shared.protocol.checkpoint import Checkpoint
from shared.protocol.counter import MAX_MESSAGE_NUMBER
from shared.wire.fields import number
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb

Context = grpc.aio.ServicerContext

ROWS_AT_ONCE = 1000
"""So many rows of the log are read in one call; who reads on asks again."""

MOST_NEWEST_ROWS = 10_000
_TOO_MANY = (
    f"At most {MOST_NEWEST_ROWS} of the newest rows are told to another machine at once; `ridgekey audit "
    "export FILE` writes all of them."
)
MOST_ACTOR_CHARACTERS = 400


class AuditVerbs:
    """Verbs of the audit log, which is read here and signed, never altered."""

    window: Window

    async def TailAudit(
        self, request: pb.TailAuditRequest, context: Context
    ) -> AsyncIterator[pb.TailAuditResponse]:
        """The newest rows of a query."""
        del context
        query = _query(request.query, self.window.office.config.id_range)
        if request.rows > MOST_NEWEST_ROWS:
            raise Failure(Code.INVALID_INPUT, _TOO_MANY, field="rows")
        rows = await self.window.ask(request, lambda office: office.tail_audit(request.rows, query))
        async for message in portions(rows, lambda some: pb.TailAuditResponse(rows=map(row_message, some))):
            yield message

    async def ReadAudit(
        self, request: pb.ReadAuditRequest, context: Context
    ) -> AsyncIterator[pb.ReadAuditResponse]:
        """The oldest rows of a query."""
        del context
        if not 1 <= request.rows <= ROWS_AT_ONCE:
            raise Failure(Code.MALFORMED, field="rows")
        query = _query(request.query, self.window.office.config.id_range)

        def read(office: Administration) -> Sequence[AuditRow]:
            with office.export_audit(query) as rows:
                return tuple(islice(rows, request.rows))

        found = await self.window.ask(request, read)
        async for message in portions(found, lambda some: pb.ReadAuditResponse(rows=map(row_message, some))):
            yield message

    async def VerifyAudit(self, request: pb.VerifyAuditRequest, context: Context) -> pb.VerifyAuditResponse:
        """Whether the log holds."""
        del context
        return verdict_message(await self.window.ask_long(request, lambda office: office.verify_audit()))

    async def ProveInclusion(
        self, request: pb.ProveInclusionRequest, context: Context
    ) -> pb.ProveInclusionResponse:
        """That the newest checkpoint holds a row."""
        del context
        return inclusion_message(
            await self.window.ask(request, lambda office: office.prove_inclusion(request.row))
        )

    async def CompareWitness(
        self, request: pb.CompareWitnessRequest, context: Context
    ) -> pb.CompareWitnessResponse:
        """Whether the log begins as a checkpoint says."""
        del context
        witnessed = Checkpoint.decode(request.checkpoint)
        holds = await self.window.ask_long(request, lambda office: office.verify_witness(witnessed))
        return pb.CompareWitnessResponse(holds=holds)

    async def WriteCheckpoint(
        self, request: pb.WriteCheckpointRequest, context: Context
    ) -> pb.WriteCheckpointResponse:
        """Sign the log as it is now."""
        del context
        signed = await self.window.ask(request, lambda office: office.write_checkpoint())
        return pb.WriteCheckpointResponse(checkpoint=signed.encode())


def _query(message: pb.AuditQuery, id_range: IdRange) -> AuditQuery:
    number(message.after, 0, MAX_MESSAGE_NUMBER, "after")
    if message.event:
        known(Event, message.event, "event")
    if message.HasField("user"):
        id_range.check(message.user)
    if len(message.actor) > MOST_ACTOR_CHARACTERS or not message.actor.isprintable():
        raise Failure(Code.MALFORMED, field="actor")
    return query_of(message)
