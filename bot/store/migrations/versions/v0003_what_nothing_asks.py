"""Take out what nothing asks any more: tries are counted while a mail is handled, answers an hour in the journal."""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Drop the table of tries and the index of first due times."""
    op.drop_table("attempts")
    op.drop_index("ix_outbox_first_due", "outbox")
