"""The Merkle tree over the audit log, its checkpoints, the fence after a restore; the log append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "audit_log", "audit_node", "audit_checkpoint")


def upgrade() -> None:
    """Make the tables, and the triggers that keep the log from being changed."""
    _create_tree_tables()
    _create_fence_tables()
    for table in APPEND_ONLY:
        _forbid_changes(table)


def downgrade() -> None:
    """Remove them."""
    _allow_changes("audit")
    for table in ("reported_mark", "fence", "audit_checkpoint", "audit_node", "audit_log"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_tree_tables() -> None:
    op.create_table(
        "audit_log",
        sa.Column("log_id", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("past_log_id", sa.String(64), nullable=False),
        sa.Column("past_size", sa.BigInteger, nullable=False),
        sa.Column("past_root", sa.String(64), nullable=False),
        sa.UniqueConstraint("number", name="uq_audit_log_number"),
    )
    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint("level >= 1", name="ck_audit_node_level"),
    )
    log = sa.ForeignKey("audit_log.log_id", name="fk_audit_checkpoint_log")
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("log_id", sa.String(64), log, primary_key=True),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("time_us", sa.BigInteger, nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.CheckConstraint("size >= 1", name="ck_audit_checkpoint_size"),
    )


def _create_fence_tables() -> None:
    fence = op.create_table(
        "fence",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("required", sa.Boolean, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_fence_single"),
    )
    op.bulk_insert(fence, [{"id": 1, "required": False}])
    branch = sa.ForeignKey("branch.name", name="fk_reported_mark_branch")
    user = sa.ForeignKey("counter.user_id", name="fk_reported_mark_user")
    op.create_table(
        "reported_mark",
        sa.Column("branch", sa.String(63), branch, primary_key=True),
        sa.Column("user_id", sa.Integer, user, primary_key=True, autoincrement=False),
        sa.Column("mark", sa.BigInteger, nullable=False),
        sa.Column("reported_at", sa.BigInteger, nullable=False),
    )


def _forbid_changes(table: str) -> None:
    """Nobody changes a row by mistake; who may alter the schema can take this away (protocol §7.1)."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        return
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{change}")
