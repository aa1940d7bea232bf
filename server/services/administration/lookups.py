"""Find what an administrator named, or say that it is not there."""

from __future__ import annotations

from server.ports import BranchRecord, CounterRecord, ImageRecord, Transaction
from shared.errors import Code, Failure
from shared.identifiers import parse_branch_name, parse_image_id


def find_user(transaction: Transaction, user: int, *, lock: bool = False) -> CounterRecord:
    """The user's counter row.

    Raises:
        Failure: ``NOT_FOUND``.
    """
    counter = transaction.counters.get(user, lock=lock)
    if counter is None:
        raise Failure(Code.NOT_FOUND, f"There is no user {user}; add one with `ridgekey user add {user}`.")
    return counter


def find_branch(transaction: Transaction, name: str, *, lock: bool = False) -> BranchRecord:
    """The branch's row.

    Raises:
        Failure: ``NOT_FOUND``, or ``INVALID_INPUT`` for what is no branch name.
    """
    branch = transaction.branches.get(parse_branch_name(name), lock=lock)
    if branch is None:
        raise Failure(
            Code.NOT_FOUND, f"There is no branch {name}; `ridgekey branch list` shows those approved."
        )
    return branch


def find_image(transaction: Transaction, image_id: str, *, lock: bool = False) -> ImageRecord:
    """The image's row, which may be a tombstone.

    Raises:
        Failure: ``NOT_FOUND``, or ``INVALID_INPUT`` for what is no image ID.
    """
    record = transaction.images.get(parse_image_id(image_id), lock=lock)
    if record is None:
        sentence = f"There is no image {image_id}; `ridgekey image list` shows those stored."
        raise Failure(Code.NOT_FOUND, sentence)
    return record
