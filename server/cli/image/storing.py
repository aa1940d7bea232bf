"""Stores files one after the other; what becomes of one does not hold up the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.cli.image.incoming import read_image
from server.cli.image.selection import Candidate
from server.ports import ImageRecord, Release
from server.services.verbs import Administration, Progress
from shared.errors import Failure
from shared.stores.image_contents import Content, contents_of

_BATCH_BYTES = 32 << 20
_BATCH_FILES = 64
"""What is looked over at once: DICOM files share the process that reads them."""


@dataclass(frozen=True)
class Order:
    """What is to be done with every file: to whom it is released, and why; a dry run stores nothing."""

    release: Release
    reason: str
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file: it is stored or would be, or the failure says why not."""

    candidate: Candidate
    record: ImageRecord | None = None
    is_new: bool = False
    identifying: bool = False
    failure: Failure | None = None


def store_all(
    office: Administration, candidates: Sequence[Candidate], order: Order, on_way: Progress
) -> Iterator[Outcome]:
    """Check and store each file; its outcome comes when it is certain, ``on_way`` hears of its bytes."""
    for batch in _batches(candidates, office.deployment().max_image_bytes):
        read = {each: data for each, data in batch if isinstance(data, bytes)}
        contents = iter(contents_of([(each.name, data) for each, data in read.items()]))
        for candidate, data in batch:
            found = data if isinstance(data, Failure) else next(contents)
            if isinstance(found, Failure):
                yield Outcome(candidate, failure=found)
            else:
                yield _store(office, candidate, read[candidate], found, order, on_way)


def _batches(
    candidates: Sequence[Candidate], limit: int
) -> Iterator[list[tuple[Candidate, bytes | Failure]]]:
    """The files with their bytes, as many at once as are held in memory together."""
    batch: list[tuple[Candidate, bytes | Failure]] = []
    held = 0
    for candidate in candidates:
        data = _read(candidate, limit)
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


def _store(
    office: Administration,
    candidate: Candidate,
    data: bytes,
    content: Content,
    order: Order,
    on_way: Progress,
) -> Outcome:
    what = (candidate.image, data, content.media_type, order.release)
    try:
        if order.dry_run:
            done = office.preview_put(*what, on_way)
        else:
            done = office.put_image(*what, order.reason, on_way)
    except Failure as failure:
        return Outcome(candidate, failure=failure)
    return Outcome(candidate, done.record, done.is_new, content.identifying)
