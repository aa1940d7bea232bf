"""The tables. What they hold is closed: audit metadata, counters and the registry (protocol §7.6).

A test compares them with what the migrations make.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from server.adapters.sql.columns import FingerSet, Hexadecimal, Moment, name_type

METADATA = MetaData()

BRANCH = Table(
    "branch",
    METADATA,
    Column("name", name_type(63), primary_key=True),
    Column("uri", String(400), nullable=False),
    Column("certificate_sha256", Hexadecimal(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("approved_at", Moment, nullable=False),
    Column("certificate_expires_at", Moment, nullable=False),
    UniqueConstraint("uri", name="uq_branch_uri"),
    CheckConstraint("status IN ('active', 'suspended', 'revoked')", name="ck_branch_status"),
)

ADMINISTRATOR = Table(
    "administrator",
    METADATA,
    Column("name", name_type(63), primary_key=True),
    Column("uri", String(400), nullable=False),
    Column("certificate_sha256", Hexadecimal(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("certificate_expires_at", Moment, nullable=False),
    UniqueConstraint("uri", name="uq_administrator_uri"),
    CheckConstraint("status IN ('active', 'revoked')", name="ck_administrator_status"),
)

BRANCH_CERTIFICATE = Table(
    "branch_certificate",
    METADATA,
    Column("branch", ForeignKey("branch.name", name="fk_branch_certificate_branch"), primary_key=True),
    Column("standing", String(16), primary_key=True),
    Column("certificate_sha256", Hexadecimal(64), nullable=False),
    Column("certificate_expires_at", Moment, nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint("standing IN ('renewed', 'replaced')", name="ck_branch_certificate_standing"),
)

COUNTER = Table(
    "counter",
    METADATA,
    Column("user_id", Integer, primary_key=True, autoincrement=False),
    Column("n", BigInteger, nullable=False),
    Column("status", String(16), nullable=False),
    Column("generation", BigInteger, nullable=False),
    CheckConstraint("n >= 0", name="ck_counter_n"),
    CheckConstraint("generation >= 0", name="ck_counter_generation"),
    CheckConstraint("status IN ('active', 'exited')", name="ck_counter_status"),
)

GENERATION = Table(
    "generation",
    METADATA,
    Column("user_id", ForeignKey("counter.user_id", name="fk_generation_user"), primary_key=True),
    Column("generation", BigInteger, primary_key=True, autoincrement=False),
    Column("status", String(16), nullable=False),
    Column("model_digest", Hexadecimal(64), nullable=False),
    Column("fingers", FingerSet, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    CheckConstraint("generation >= 1", name="ck_generation_generation"),
    CheckConstraint("fingers BETWEEN 1 AND 1023", name="ck_generation_fingers"),
    CheckConstraint("status IN ('prepared', 'active', 'tainted', 'revoked')", name="ck_generation_status"),
)

USER_GRANT = Table(
    "user_grant",
    METADATA,
    Column("branch", ForeignKey("branch.name", name="fk_user_grant_branch"), primary_key=True),
    Column("user_id", ForeignKey("counter.user_id", name="fk_user_grant_user"), primary_key=True),
    Column("granted_at", Moment, nullable=False),
)

IMAGE = Table(
    "image",
    METADATA,
    Column("image_id", name_type(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("everyone", Boolean, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Column("removal_reason", String(200)),
    CheckConstraint("size >= 0", name="ck_image_size"),
)

IMAGE_USER = Table(
    "image_user",
    METADATA,
    Column("image_id", ForeignKey("image.image_id", name="fk_image_user_image"), primary_key=True),
    Column("user_id", ForeignKey("counter.user_id", name="fk_image_user_user"), primary_key=True),
)

IMAGE_BRANCH = Table(
    "image_branch",
    METADATA,
    Column("image_id", ForeignKey("image.image_id", name="fk_image_branch_image"), primary_key=True),
    Column("branch", ForeignKey("branch.name", name="fk_image_branch_branch"), primary_key=True),
)

REQUEST = Table(
    "request",
    METADATA,
    Column("request_id", Hexadecimal(32), primary_key=True),
    Column("branch", ForeignKey("branch.name", name="fk_request_branch"), nullable=False),
    Column("user_id", Integer, nullable=False),
    Column("image_id", String(64), nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reserved_at", Moment, nullable=False),
    Column("released_at", Moment),
    ForeignKeyConstraint(
        ["user_id", "generation"],
        ["generation.user_id", "generation.generation"],
        name="fk_request_generation",
    ),
    UniqueConstraint("user_id", "n", name="uq_request_user_n"),
    CheckConstraint("n >= 1", name="ck_request_n"),
    CheckConstraint("attempts >= 0", name="ck_request_attempts"),
    CheckConstraint(
        "state IN ('reserved', 'released', 'delivered', 'unconfirmed', 'abandoned')", name="ck_request_state"
    ),
    Index("ix_request_state_reserved_at", "state", "reserved_at"),
)

STRIKE = Table(
    "strike",
    METADATA,
    Column("branch", ForeignKey("branch.name", name="fk_strike_branch"), primary_key=True),
    Column("user_id", ForeignKey("counter.user_id", name="fk_strike_user"), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("streak", Integer, nullable=False),
    Column("blocked_until", Moment, nullable=False),
    Column("locked_until", Moment, nullable=False),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time_us", BigInteger, nullable=False),
    Column("actor", String(400), nullable=False),
    Column("event", String(32), nullable=False),
    Column("user_id", Integer),
    Column("image_id", String(64)),
    Column("n", BigInteger),
    Column("generation", BigInteger),
    Column("finger", Integer),
    Column("request_id", String(32)),
    Column("attempt", Integer),
    Column("suite", String(32)),
    Column("inner_cipher", String(32)),
    Column("tls_group", String(32)),
    Column("reason", String(300)),
    Column("item_count", BigInteger),
    Column("size", BigInteger),
    Column("duration_us", BigInteger),
    Column("leaf_hash", String(64), nullable=False),
    # One for each filter; rows of one user, event or actor then come in the order of the log.
    Index("ix_audit_user_id_seq", "user_id", "seq"),
    Index("ix_audit_event_seq", "event", "seq"),
    Index("ix_audit_actor_seq", "actor", "seq"),
)

AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("leaf_hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="ck_audit_head_single"),
)

AUDIT_LOG = Table(
    "audit_log",
    METADATA,
    Column("log_id", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("salt", String(64), nullable=False),
    Column("past_log_id", String(64), nullable=False),
    Column("past_size", BigInteger, nullable=False),
    Column("past_root", String(64), nullable=False),
    UniqueConstraint("number", name="uq_audit_log_number"),
)

AUDIT_NODE = Table(
    "audit_node",
    METADATA,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("level >= 1", name="ck_audit_node_level"),
)

AUDIT_CHECKPOINT = Table(
    "audit_checkpoint",
    METADATA,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("log_id", ForeignKey("audit_log.log_id", name="fk_audit_checkpoint_log"), primary_key=True),
    Column("root", String(64), nullable=False),
    Column("time_us", BigInteger, nullable=False),
    Column("signature", String(128), nullable=False),
    CheckConstraint("size >= 1", name="ck_audit_checkpoint_size"),
)

FENCE = Table(
    "fence",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("required", Boolean, nullable=False),
    CheckConstraint("id = 1", name="ck_fence_single"),
)

REPORTED_MARK = Table(
    "reported_mark",
    METADATA,
    Column("branch", ForeignKey("branch.name", name="fk_reported_mark_branch"), primary_key=True),
    Column("user_id", ForeignKey("counter.user_id", name="fk_reported_mark_user"), primary_key=True),
    Column("mark", BigInteger, nullable=False),
    Column("reported_at", Moment, nullable=False),
)
