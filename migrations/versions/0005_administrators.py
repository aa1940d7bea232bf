"""Administrators of other machines, with the certificate of each that is in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    by_code_point = sa.String(63).with_variant(sa.String(63, collation="C"), "postgresql")
    op.create_table(
        "administrator",
        sa.Column("name", by_code_point, primary_key=True),
        sa.Column("uri", sa.String(400), nullable=False),
        sa.Column("certificate_sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("issued_at", sa.BigInteger, nullable=False),
        sa.Column("certificate_expires_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("uri", name="uq_administrator_uri"),
        sa.CheckConstraint("status IN ('active', 'revoked')", name="ck_administrator_status"),
    )


def downgrade() -> None:
    """Remove it; every administrator has to be issued a certificate anew."""
    op.drop_table("administrator")
