"""The registry of images in SQL (protocol §2.6); never their content or its digest."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select

from server.adapters.sql.schema import IMAGE, IMAGE_BRANCH, IMAGE_USER
from server.ports import ImageRecord, Release


class SqlImages:
    """The tables ``image``, ``image_user`` and ``image_branch`` (:class:`server.ports.Images`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, image: str) -> ImageRecord | None:
        """The image, or ``None``."""
        row = self._connection.execute(select(IMAGE).where(IMAGE.c.image_id == image)).one_or_none()
        return None if row is None else self._record(row)

    def all(self) -> tuple[ImageRecord, ...]:
        """Every image in order of ID."""
        return self._records(self._connection.execute(select(IMAGE).order_by(IMAGE.c.image_id)).all())

    def add(self, record: ImageRecord) -> None:
        """Insert an image and its release."""
        image = {"image_id": record.image}
        self._connection.execute(
            insert(IMAGE).values(
                **image,
                size=record.size,
                media_type=record.media_type,
                everyone=record.release.everyone,
                stored_at=record.stored_at,
            )
        )
        for user in record.release.users:
            self._connection.execute(insert(IMAGE_USER).values(**image, user_id=user))
        for branch in record.release.branches:
            self._connection.execute(insert(IMAGE_BRANCH).values(**image, branch=branch))

    def released(self, branch: str, user: int) -> tuple[ImageRecord, ...]:
        """The images released to this user at this branch, in order of ID."""
        query = select(IMAGE).where(_released(branch, user)).order_by(IMAGE.c.image_id)
        return self._records(self._connection.execute(query).all())

    def is_released(self, image: str, branch: str, user: int) -> bool:
        """Whether the image exists for this user at this branch."""
        query = select(IMAGE.c.image_id).where(IMAGE.c.image_id == image, _released(branch, user))
        return self._connection.execute(query).one_or_none() is not None

    def _records(self, rows: Iterable[Row[tuple[object, ...]]]) -> tuple[ImageRecord, ...]:
        return tuple(self._record(row) for row in rows)

    def _record(self, row: Row[tuple[object, ...]]) -> ImageRecord:
        users = select(IMAGE_USER.c.user_id).where(IMAGE_USER.c.image_id == row.image_id)
        branches = select(IMAGE_BRANCH.c.branch).where(IMAGE_BRANCH.c.image_id == row.image_id)
        release = Release(
            row.everyone,
            tuple(self._connection.scalars(users.order_by(IMAGE_USER.c.user_id))),
            tuple(self._connection.scalars(branches.order_by(IMAGE_BRANCH.c.branch))),
        )
        return ImageRecord(row.image_id, row.size, row.media_type, row.stored_at, release)


def _released(branch: str, user: int) -> ColumnElement[bool]:
    to_user = select(IMAGE_USER.c.image_id).where(IMAGE_USER.c.user_id == user)
    to_branch = select(IMAGE_BRANCH.c.image_id).where(IMAGE_BRANCH.c.branch == branch)
    return or_(IMAGE.c.everyone, IMAGE.c.image_id.in_(to_user), IMAGE.c.image_id.in_(to_branch))
