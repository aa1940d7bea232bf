"""The registry of branches, users, enrolments and images; counters, requests, strikes; the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release, and the head of an empty audit log."""
    _create_registry()
    _create_enrolment_tables()
    _create_image_tables()
    _create_exchange_tables()
    _create_audit_tables()


def downgrade() -> None:
    """Remove them."""
    for table in (
        "audit_head",
        "audit",
        "strike",
        "request",
        "image_branch",
        "image_user",
        "image",
        "user_grant",
        "generation",
        "counter",
        "branch",
    ):
        op.drop_table(table)


def _create_registry() -> None:
    op.create_table(
        "branch",
        sa.Column("name", _name_type(63), primary_key=True),
        sa.Column("uri", sa.String(400), nullable=False),
        sa.Column("certificate_sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("approved_at", sa.BigInteger, nullable=False),
        sa.Column("certificate_expires_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("uri", name="uq_branch_uri"),
        sa.CheckConstraint("status IN ('active', 'suspended', 'revoked')", name="ck_branch_status"),
    )
    op.create_table(
        "counter",
        sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.CheckConstraint("n >= 0", name="ck_counter_n"),
        sa.CheckConstraint("generation >= 0", name="ck_counter_generation"),
        sa.CheckConstraint("status IN ('active', 'exited')", name="ck_counter_status"),
    )


def _create_enrolment_tables() -> None:
    op.create_table(
        "generation",
        _user_key("generation"),
        sa.Column("generation", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("model_digest", sa.String(64), nullable=False),
        sa.Column("fingers", sa.Integer, nullable=False),
        sa.Column("enrolled_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("generation >= 1", name="ck_generation_generation"),
        sa.CheckConstraint("fingers BETWEEN 1 AND 1023", name="ck_generation_fingers"),
        sa.CheckConstraint(
            "status IN ('prepared', 'active', 'tainted', 'revoked')", name="ck_generation_status"
        ),
    )
    op.create_table(
        "user_grant",
        _branch_key("user_grant"),
        _user_key("user_grant"),
        sa.Column("granted_at", sa.BigInteger, nullable=False),
    )


def _create_image_tables() -> None:
    op.create_table(
        "image",
        sa.Column("image_id", _name_type(64), primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("everyone", sa.Boolean, nullable=False),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("size >= 0", name="ck_image_size"),
    )
    op.create_table("image_user", _image_key("image_user"), _user_key("image_user"))
    op.create_table("image_branch", _image_key("image_branch"), _branch_key("image_branch"))


def _create_exchange_tables() -> None:
    op.create_table(
        "request",
        sa.Column("request_id", sa.String(32), primary_key=True),
        sa.Column("branch", sa.String(63), nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("image_id", sa.String(64), nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reserved_at", sa.BigInteger, nullable=False),
        sa.Column("released_at", sa.BigInteger),
        sa.ForeignKeyConstraint(["branch"], ["branch.name"], name="fk_request_branch"),
        sa.ForeignKeyConstraint(
            ["user_id", "generation"],
            ["generation.user_id", "generation.generation"],
            name="fk_request_generation",
        ),
        sa.UniqueConstraint("user_id", "n", name="uq_request_user_n"),
        sa.CheckConstraint("n >= 1", name="ck_request_n"),
        sa.CheckConstraint("attempts >= 0", name="ck_request_attempts"),
        sa.CheckConstraint(
            "state IN ('reserved', 'released', 'delivered', 'unconfirmed', 'abandoned')",
            name="ck_request_state",
        ),
    )
    op.create_index("ix_request_state_reserved_at", "request", ["state", "reserved_at"])
    op.create_table(
        "strike",
        _branch_key("strike"),
        _user_key("strike"),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("streak", sa.Integer, nullable=False),
        sa.Column("blocked_until", sa.BigInteger, nullable=False),
        sa.Column("locked_until", sa.BigInteger, nullable=False),
    )


def _create_audit_tables() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("time_us", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(400), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer),
        sa.Column("image_id", sa.String(64)),
        sa.Column("n", sa.BigInteger),
        sa.Column("generation", sa.BigInteger),
        sa.Column("finger", sa.Integer),
        sa.Column("request_id", sa.String(32)),
        sa.Column("attempt", sa.Integer),
        sa.Column("suite", sa.String(32)),
        sa.Column("inner_cipher", sa.String(32)),
        sa.Column("tls_group", sa.String(32)),
        sa.Column("reason", sa.String(300)),
        sa.Column("item_count", sa.BigInteger),
        sa.Column("size", sa.BigInteger),
        sa.Column("duration_us", sa.BigInteger),
        sa.Column("leaf_hash", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("leaf_hash", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_audit_head_single"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "leaf_hash": ""}])


def _name_type(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _branch_key(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("branch.name", name=f"fk_{table}_branch")
    return sa.Column("branch", _name_type(63), key, primary_key=True)


def _user_key(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("counter.user_id", name=f"fk_{table}_user")
    return sa.Column("user_id", sa.Integer, key, primary_key=True, autoincrement=False)


def _image_key(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("image.image_id", name=f"fk_{table}_image")
    return sa.Column("image_id", _name_type(64), key, primary_key=True)
