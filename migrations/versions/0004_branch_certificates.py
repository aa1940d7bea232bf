"""The certificates of a branch beside the one in force: the renewed one, and the one it replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: no certificate was ever renewed."""
    branch = sa.ForeignKey("branch.name", name="fk_branch_certificate_branch")
    name = sa.String(63).with_variant(sa.String(63, collation="C"), "postgresql")
    op.create_table(
        "branch_certificate",
        sa.Column("branch", name, branch, primary_key=True),
        sa.Column("standing", sa.String(16), primary_key=True),
        sa.Column("certificate_sha256", sa.String(64), nullable=False),
        sa.Column("certificate_expires_at", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.CheckConstraint("standing IN ('renewed', 'replaced')", name="ck_branch_certificate_standing"),
    )


def downgrade() -> None:
    """Remove it; a certificate that is in force stays so."""
    op.drop_table("branch_certificate")
