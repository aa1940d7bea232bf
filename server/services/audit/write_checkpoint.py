"""Write a signed checkpoint of the audit log (protocol §7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from server.ports import Office, Transaction
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint, LogOrigin
from shared.protocol.merkle import Frontier

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_checkpoint(office: Office) -> Checkpoint:
    """Sign the log as it is now; the newest checkpoint when no row was added since.

    Returns:
        The checkpoint of the whole log.

    Raises:
        Failure: ``FENCE_REQUIRED`` while a restore waits for its fence, ``INTEGRITY`` when the log's head
            does not fit its rows, ``HOME_INVALID`` without the log key, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        return checkpoint_within(office, transaction)


def write_due_checkpoint(office: Office) -> Checkpoint | None:
    """Sign the log when 100 rows were added since the last time, or any and 60 seconds have passed.

    Returns:
        The checkpoint, or ``None`` when none is due.

    Raises:
        Failure: as :func:`write_checkpoint`.
    """
    with office.database.read() as transaction:
        if not _is_due(office, transaction):
            return None
    # Another server of this database may have been quicker; then its checkpoint is the newest.
    return write_checkpoint(office)


def checkpoint_within(office: Office, transaction: Transaction, begun: LogOrigin | None = None) -> Checkpoint:
    """Sign the log as a transaction leaves it.

    Args:
        office: the head office.
        transaction: a write transaction; it keeps every other writer of the log waiting from here on.
        begun: begin this log instead of going on with the one in force (protocol §5.7).

    Raises:
        Failure: as :func:`write_checkpoint`.
    """
    size, head_hash = transaction.audit.head(lock=True)
    if begun is None and transaction.fence.required():
        # Signed under the old log's name, the restored rows would contradict what it signed before.
        raise Failure(Code.FENCE_REQUIRED)
    newest = transaction.tree.newest()
    if newest is not None and newest.size == size and begun is None:
        return newest
    frontier = Frontier(transaction.tree.size(), transaction.tree.node)
    transaction.tree.add_nodes(_grow(frontier, transaction, size, head_hash))
    origin = begun or transaction.tree.origin()
    if origin is None or begun is not None:
        origin = begun or LogOrigin.begin(office.randomness)
        transaction.tree.begin(origin)
    checkpoint = office.log_key.checkpoint(origin, size, frontier.root())
    transaction.tree.add(checkpoint)
    return checkpoint


def _grow(
    frontier: Frontier, transaction: Transaction, size: int, head_hash: bytes
) -> Iterator[tuple[int, int, bytes]]:
    """The nodes that the rows since the last checkpoint complete; the last row is the head's."""
    leaf = head_hash
    for leaf in transaction.audit.leaf_hashes(frontier.size):
        yield from frontier.append(leaf)
    if frontier.size != size or leaf != head_hash:
        sentence = "The audit log's rows do not end at its head; run `ridgekey audit verify`."
        raise Failure(Code.INTEGRITY, sentence)


def _is_due(office: Office, transaction: Transaction) -> bool:
    config = office.config
    if transaction.fence.required():
        return False
    size, _ = transaction.audit.head()
    newest = transaction.tree.newest()
    if newest is None:
        return size > 0
    waited = office.clock.now() - (_EPOCH + timedelta(microseconds=newest.time_us))
    late = waited >= timedelta(seconds=config.checkpoint_interval_seconds) or waited < timedelta(0)
    return size - newest.size >= config.checkpoint_interval_rows or (size > newest.size and late)
