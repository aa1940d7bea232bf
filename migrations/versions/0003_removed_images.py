"""Tombstones of removed images: their IDs stay taken, and say when and why the images went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_IMAGE = sa.table(
    "image",
    sa.column("image_id", sa.String),
    sa.column("removed_at", sa.BigInteger),
    sa.column("removal_reason", sa.String),
)
_AUDIT = sa.table(
    "audit",
    sa.column("seq", sa.BigInteger),
    sa.column("time_us", sa.BigInteger),
    sa.column("event", sa.String),
    sa.column("image_id", sa.String),
    sa.column("reason", sa.String),
)


def upgrade() -> None:
    """Make the columns. A database that went down and up again knows from its audit what was removed."""
    # Added one by one, and not by making the table anew: other tables refer to it.
    op.add_column("image", sa.Column("removed_at", sa.BigInteger))
    op.add_column("image", sa.Column("removal_reason", sa.String(200)))
    for image, time_us, reason in _removals():
        found = sa.and_(_IMAGE.c.image_id == image, _IMAGE.c.removed_at.is_(None))
        op.execute(sa.update(_IMAGE).where(found).values(removed_at=time_us, removal_reason=reason))


def downgrade() -> None:
    """Remove them. The rows stay, released to nobody, so that no ID becomes free."""
    op.drop_column("image", "removal_reason")
    op.drop_column("image", "removed_at")


def _removals() -> list[sa.Row[tuple[str, int, str | None]]]:
    columns = (_AUDIT.c.image_id, _AUDIT.c.time_us, _AUDIT.c.reason)
    query = sa.select(*columns).where(_AUDIT.c.event == "IMAGE_REMOVED").order_by(_AUDIT.c.seq)
    return list(op.get_bind().execute(query))
