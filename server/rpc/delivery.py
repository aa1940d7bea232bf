"""Packs an image for one message and streams it in sealed chunks (protocol §4.3, §6)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from server.rpc.desk import Desk
from server.rpc.frames import Frames
from server.rpc.pace import Pace
from server.rpc.vigil import Vigil
from server.services import exchange as services
from shared.ciphers.inner import transform
from shared.crypto.secret import Secret
from shared.protocol.chunks import ChunkSealer, count_chunks, cut
from shared.protocol.messages import Hello, Manifest


@dataclass(frozen=True)
class Parcel:
    """An image ready for sealing: what is announced, and its bytes under the inner cipher."""

    manifest: Manifest
    data: bytes = field(repr=False)


async def pack(
    desk: Desk, hello: Hello, terms: services.Terms, reservation: services.Reservation, key: Secret
) -> Parcel:
    """Read the image from the vault and apply the inner cipher (protocol §4.1).

    Args:
        desk: the head office.
        hello: the admitted request.
        terms: the inner cipher chosen.
        reservation: the message number.
        key: the biometric key, for the inner cipher.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``, ``NOT_FOUND`` or ``INTEGRITY`` of the vault, ``TOO_LARGE`` for the
            inner cipher.
    """

    def read_and_transform() -> Parcel:
        image = desk.office.images.get(hello.image)
        chunk_size = desk.office.config.chunk_bytes
        manifest = Manifest(
            size=len(image.data),
            chunk_size=chunk_size,
            chunk_count=count_chunks(len(image.data), chunk_size),
            media_type=image.media_type,
            sha256=image.sha256,
            n=reservation.n,
            request_id=hello.request_id,
            inner_cipher=terms.choice.inner_cipher,
        )
        return Parcel(manifest, transform(terms.choice.inner_cipher, image.data, key))

    await desk.packers.acquire()
    work = asyncio.get_running_loop().run_in_executor(None, read_and_transform)
    # The thread goes on when the branch hangs up; its place is free only when it has ended.
    work.add_done_callback(lambda _: desk.packers.release())
    return await asyncio.shield(work)


async def stream(desk: Desk, vigil: Vigil, frames: Frames, sealer: ChunkSealer, parcel: Parcel) -> None:
    """Send every chunk; beside the checks in time, look again after so many chunks (protocol §6).

    Raises:
        Failure: ``USER_EXITED``, ``BRANCH_REVOKED`` and the like as soon as one holds, ``TOO_SLOW`` when the
            branch does not keep the least rate.
    """
    config = desk.office.config
    pace, unchecked = Pace(config, desk.office.clock), 0
    for piece, last in cut(parcel.data, parcel.manifest.chunk_size):
        if unchecked >= config.recheck_interval_chunks:
            await vigil.check()
            unchecked = 0
        await frames.send_chunk(sealer.seal(piece, last), pace.allow(len(piece)))
        unchecked += 1
