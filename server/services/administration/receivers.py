"""To whom an image is to be released, checked (protocol §2.6)."""

from __future__ import annotations

from server.ports import Office, Release, Transaction
from server.services.administration.lookups import find_branch, find_user
from shared.errors import Code, Failure


def checked_release(office: Office, release: Release) -> Release:
    """The release in order and without repeats.

    Raises:
        Failure: ``INVALID_INPUT`` unless it is exactly one of everyone, users, branches;
            ``ID_OUT_OF_RANGE``.
    """
    if [release.everyone, bool(release.users), bool(release.branches)].count(True) != 1:
        sentence = "Say to whom the image is released: to everyone, or to users, or to branches."
        raise Failure(Code.INVALID_INPUT, sentence, field="release")
    users = tuple(sorted({office.config.id_range.check(user) for user in release.users}))
    return Release(release.everyone, users, tuple(sorted(set(release.branches))))


def require_receivers(transaction: Transaction, release: Release) -> None:
    """Whoever is named is in the registry.

    Raises:
        Failure: ``NOT_FOUND``.
    """
    for user in release.users:
        find_user(transaction, user)
    for branch in release.branches:
        find_branch(transaction, branch)


def check_receivers(office: Office, release: Release) -> Release:
    """The release in order; for whoever stores many images, before the first.

    Raises:
        Failure: as :func:`checked_release` and :func:`require_receivers`; ``STORAGE_UNAVAILABLE``.
    """
    wanted = checked_release(office, release)
    with office.database.read() as transaction:
        require_receivers(transaction, wanted)
    return wanted
