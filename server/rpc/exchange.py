"""``ExchangeService`` as gRPC calls it: decode, call, encode."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import grpc

from server.rpc.call import current_call
from server.rpc.conversation import Conversation
from server.rpc.desk import Desk
from server.rpc.frames import Frames
from server.rpc.measured import measured_exchange
from server.rpc.places import Places
from server.services import exchange as services
from shared.wire.gen.ridgekey.v1 import exchange_pb2, exchange_pb2_grpc

Context = grpc.aio.ServicerContext

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ExchangeService(exchange_pb2_grpc.ExchangeServiceServicer):
    """The head office's service for branches; every caller has passed the gate.

    Args:
        desk: the head office.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        config = desk.office.config
        self._places = Places(config.exchanges_per_branch, config.exchanges_total)
        self._renewals = Places(1, config.exchanges_total)

    async def Exchange(self, request_iterator: object, context: Context) -> None:
        """Serve one attempt of one exchange (protocol §3)."""
        del request_iterator  # frames are read one at a time, each within its time
        call = current_call()
        with self._places.taken(call.caller.identity.uri):
            frames = Frames(context, call.watch, self._desk.office.config.handshake_timeout_seconds)
            with measured_exchange(self._desk.meter, self._desk.office.clock) as ending:
                ending.outcome = await Conversation(self._desk, call, frames).run()
                self._desk.tracer.note(outcome=ending.outcome)

    async def ListImages(
        self, request: exchange_pb2.ListImagesRequest, context: Context
    ) -> exchange_pb2.ListImagesResponse:
        """List the images released to one user at the calling branch (protocol §2.6)."""
        del context
        call = current_call()
        call.user = request.user
        images = await self._desk.ask(services.list_images, call.caller.identity, request.user)
        return exchange_pb2.ListImagesResponse(
            images=[
                exchange_pb2.ImageSummary(image=each.image, size=each.size, media_type=each.media_type)
                for each in images
            ]
        )

    async def RenewCertificate(
        self, request: exchange_pb2.RenewCertificateRequest, context: Context
    ) -> exchange_pb2.RenewCertificateResponse:
        """Issue a certificate that follows the caller's, one at a time for each branch (protocol §2.8)."""
        del context
        peer = current_call().caller
        with self._renewals.taken(peer.identity.uri):
            renew = self._desk.registrar.renew
            admission = await asyncio.to_thread(renew, peer, request.request, force=request.force)
        return exchange_pb2.RenewCertificateResponse(admission=admission)

    async def Ping(self, request: exchange_pb2.PingRequest, context: Context) -> exchange_pb2.PingResponse:
        """Say which release answers, when, and by which key agreement; the caller is admitted besides."""
        del request, context
        office, caller = self._desk.office, current_call().caller
        services.require_rate(office, caller.identity)
        time_us = (office.clock.now() - _EPOCH) // timedelta(microseconds=1)
        return exchange_pb2.PingResponse(
            release=version("ridgekey"), time_us=time_us, tls_group=caller.tls_group
        )
