"""What a backup of the database needs beside it: the images and enrolments that its rows name."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import GenerationStatus, Office, Transaction
from shared.protocol.messages import CheckpointReference


@dataclass(frozen=True)
class BackupSurvey:
    """One state of the registry, as far as a backup is about it.

    Attributes:
        audit_rows: the number of the newest audit row.
        checkpoint: the newest signed checkpoint; of size 0 when there is none.
        highest_number: the highest message number of any user.
        images: the IDs of the images that are held, in order.
        enrolments: user and generation of each enrolment that was not revoked, in order.
        revoked: those that were; their files may have been deleted, and are no loss.
    """

    audit_rows: int
    checkpoint: CheckpointReference
    highest_number: int
    images: tuple[str, ...]
    enrolments: tuple[tuple[int, int], ...]
    revoked: tuple[tuple[int, int], ...]


def survey_backup(transaction: Transaction) -> BackupSurvey:
    """Read what a backup has to know of the state that a transaction sees.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``, ``INTEGRITY``.
    """
    rows, _ = transaction.audit.head()
    newest = transaction.tree.newest()
    counters = transaction.counters.all()
    records = [each for counter in counters for each in transaction.generations.of_user(counter.user)]
    held = [each for each in records if each.status is not GenerationStatus.REVOKED]
    revoked = [each for each in records if each.status is GenerationStatus.REVOKED]
    return BackupSurvey(
        audit_rows=rows,
        checkpoint=CheckpointReference() if newest is None else newest.reference,
        highest_number=max((counter.n for counter in counters), default=0),
        images=tuple(record.image for record in transaction.images.all()),
        enrolments=tuple((each.user, each.generation) for each in held),
        revoked=tuple((each.user, each.generation) for each in revoked),
    )


def image_is_held(office: Office, image: str) -> bool:
    """Whether the registry has an image now; removals that are under way have ended then.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        record = transaction.images.get(image, lock=True)
        return record is not None and record.removal is None


def enrolment_is_held(office: Office, user: int, generation: int) -> bool:
    """Whether an enrolment is not revoked now; whoever was forgetting the user has ended then.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        transaction.counters.get(user, lock=True)
        record = transaction.generations.get(user, generation)
        return record is not None and record.status is not GenerationStatus.REVOKED
