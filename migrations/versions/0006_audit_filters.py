"""Indexes for the filters of the audit log: by user, by event, by actor, each in the order of the log."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_user_id_seq": "user_id",
    "ix_audit_event_seq": "event",
    "ix_audit_actor_seq": "actor",
}


def upgrade() -> None:
    """Make them; no row is changed."""
    for name, column in INDEXES.items():
        op.create_index(name, "audit", [column, "seq"])


def downgrade() -> None:
    """Remove them; the filters then read the log."""
    for name in INDEXES:
        op.drop_index(name, "audit")
