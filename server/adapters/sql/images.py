"""The registry of images in SQL (protocol §2.6); never their content or its digest."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    insert,
    not_,
    or_,
    select,
    update,
)

from server.adapters.sql.schema import IMAGE, IMAGE_BRANCH, IMAGE_USER
from server.ports import ImageRecord, Release, Removal

_HELD = IMAGE.c.removed_at.is_(None)
"""Whether an image is there; else its row is a tombstone."""


class SqlImages:
    """The tables ``image``, ``image_user`` and ``image_branch`` (:class:`server.ports.Images`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, image: str, *, lock: bool = False) -> ImageRecord | None:
        """The image or its tombstone, or ``None``."""
        one = IMAGE.c.image_id == image
        if lock:  # and then read what the last to hold the row left there
            self._connection.execute(select(IMAGE.c.image_id).where(one).with_for_update())
        found = self._records(select(IMAGE).where(one))
        return found[0] if found else None

    def all(self) -> tuple[ImageRecord, ...]:
        """Every image that is held, in order of ID."""
        return self._records(select(IMAGE).where(_HELD))

    def removed(self) -> tuple[ImageRecord, ...]:
        """Every tombstone in order of ID."""
        return self._records(select(IMAGE).where(not_(_HELD)))

    def add(self, record: ImageRecord) -> None:
        """Insert an image and its release."""
        self._connection.execute(
            insert(IMAGE).values(
                image_id=record.image,
                size=record.size,
                media_type=record.media_type,
                everyone=record.release.everyone,
                stored_at=record.stored_at,
            )
        )
        self._name_receivers(record.image, record.release)

    def released(self, branch: str, user: int) -> tuple[ImageRecord, ...]:
        """The images released to this user at this branch, in order of ID."""
        return self._records(select(IMAGE).where(_released(branch, user)))

    def is_released(self, image: str, branch: str, user: int) -> bool:
        """Whether the image exists for this user at this branch."""
        query = select(IMAGE.c.image_id).where(IMAGE.c.image_id == image, _released(branch, user))
        return self._connection.execute(query).one_or_none() is not None

    def share(self, image: str) -> None:
        """Share the image's row; who it is released to is then read in a statement of its own."""
        self._connection.execute(
            select(IMAGE.c.image_id).where(IMAGE.c.image_id == image).with_for_update(read=True)
        )

    def set_release(self, image: str, release: Release) -> None:
        """Replace to whom an image is released."""
        one = IMAGE.c.image_id == image
        self._connection.execute(update(IMAGE).where(one).values(everyone=release.everyone))
        for named in (IMAGE_USER, IMAGE_BRANCH):
            self._connection.execute(delete(named).where(named.c.image_id == image))
        self._name_receivers(image, release)

    def remove(self, image: str, removal: Removal) -> None:
        """Make an image a tombstone, released to nobody."""
        self.set_release(image, Release())
        stone = {"removed_at": removal.at, "removal_reason": removal.reason}
        self._connection.execute(update(IMAGE).where(IMAGE.c.image_id == image).values(**stone))

    def _name_receivers(self, image: str, release: Release) -> None:
        for user in release.users:
            self._connection.execute(insert(IMAGE_USER).values(image_id=image, user_id=user))
        for branch in release.branches:
            self._connection.execute(insert(IMAGE_BRANCH).values(image_id=image, branch=branch))

    def _records(self, query: Select[Any]) -> tuple[ImageRecord, ...]:
        """The images of a query in order of ID: three statements, however many they are."""
        rows = self._connection.execute(query.order_by(IMAGE.c.image_id)).all()
        wanted = query.with_only_columns(IMAGE.c.image_id)
        users = self._released_to(IMAGE_USER.c.image_id, IMAGE_USER.c.user_id, wanted)
        branches = self._released_to(IMAGE_BRANCH.c.image_id, IMAGE_BRANCH.c.branch, wanted)
        return tuple(
            ImageRecord(
                row.image_id,
                row.size,
                row.media_type,
                row.stored_at,
                Release(row.everyone, tuple(users[row.image_id]), tuple(branches[row.image_id])),
                None if row.removed_at is None else Removal(row.removed_at, row.removal_reason),
            )
            for row in rows
        )

    def _released_to(
        self, image: Column[Any], receiver: Column[Any], wanted: Select[Any]
    ) -> defaultdict[str, list[Any]]:
        """Who is named for each of the wanted images, in order."""
        named: defaultdict[str, list[Any]] = defaultdict(list)
        query = select(image, receiver).where(image.in_(wanted)).order_by(image, receiver)
        for image_id, name in self._connection.execute(query):
            named[image_id].append(name)
        return named


def _released(branch: str, user: int) -> ColumnElement[bool]:
    to_user = select(IMAGE_USER.c.image_id).where(IMAGE_USER.c.user_id == user)
    to_branch = select(IMAGE_BRANCH.c.image_id).where(IMAGE_BRANCH.c.branch == branch)
    named = or_(IMAGE.c.everyone, IMAGE.c.image_id.in_(to_user), IMAGE.c.image_id.in_(to_branch))
    return and_(_HELD, named)
