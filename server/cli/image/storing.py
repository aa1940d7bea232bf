"""Stores files one after the other; what becomes of one does not hold up the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.cli.image.incoming import read_image
from server.cli.image.selection import Candidate
from server.ports import Actor, ImageRecord, Office, Release
from server.services.administration import preview_put, put_image
from shared.errors import Failure
from shared.stores.image_contents import Content, contents_of

_BATCH_BYTES = 32 << 20
_BATCH_FILES = 64
"""What is looked over at once: DICOM files share the process that reads them."""


@dataclass(frozen=True)
class Order:
    """What is to be done with every file: to whom it is released, and by whom; a dry run stores nothing."""

    release: Release
    actor: Actor
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file: it is stored or would be, or the failure says why not."""

    candidate: Candidate
    record: ImageRecord | None = None
    is_new: bool = False
    identifying: bool = False
    failure: Failure | None = None


def store_all(office: Office, candidates: Sequence[Candidate], order: Order) -> Iterator[Outcome]:
    """Check and store each file; its outcome comes when it is certain."""
    for batch in _batches(office, candidates):
        read = {each: data for each, data in batch if isinstance(data, bytes)}
        contents = iter(contents_of([(each.name, data) for each, data in read.items()]))
        for candidate, data in batch:
            found = data if isinstance(data, Failure) else next(contents)
            if isinstance(found, Failure):
                yield Outcome(candidate, failure=found)
            else:
                yield _store(office, candidate, read[candidate], found, order)


def _batches(
    office: Office, candidates: Sequence[Candidate]
) -> Iterator[list[tuple[Candidate, bytes | Failure]]]:
    """The files with their bytes, as many at once as are held in memory together."""
    batch: list[tuple[Candidate, bytes | Failure]] = []
    held = 0
    for candidate in candidates:
        data = _read(candidate, office.config.max_image_bytes)
        batch.append((candidate, data))
        held += len(data) if isinstance(data, bytes) else 0
        if held >= _BATCH_BYTES or len(batch) >= _BATCH_FILES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _read(candidate: Candidate, limit: int) -> bytes | Failure:
    try:
        return read_image(candidate.source, limit)
    except Failure as failure:
        return failure


def _store(office: Office, candidate: Candidate, data: bytes, content: Content, order: Order) -> Outcome:
    what = (office, candidate.image, data, content.media_type, order.release)
    try:
        done = preview_put(*what) if order.dry_run else put_image(*what, order.actor)
    except Failure as failure:
        return Outcome(candidate, failure=failure)
    return Outcome(candidate, done.record, done.is_new, content.identifying)
