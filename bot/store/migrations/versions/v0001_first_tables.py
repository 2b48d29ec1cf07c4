"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create all tables."""
    _journal()
    _inbox()
    _outbox()
    op.create_table(
        "marks",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _journal() -> None:
    op.create_table(
        "meetings",
        sa.Column("position", _POSITION, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="uq_meetings_id"),
    )
    op.create_table(
        "journal",
        sa.Column("meeting_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "sequence", name="pk_journal"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_journal_meetings"),
        sqlite_with_rowid=False,
    )


def _inbox() -> None:
    op.create_table(
        "mails",
        sa.Column("sha256", sa.Text, primary_key=True),
        *_place(),
        sa.Column("received", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("meeting_id", sa.Text),
        sa.Column("disposition", sa.Text, nullable=False),
    )
    op.create_index("ix_mails_meeting_id_received_uid", "mails", ["meeting_id", "received", "uid"])
    op.create_table(
        "mail_uids",
        *_place(),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_mail_uids_mails"),
        sa.PrimaryKeyConstraint("folder", "uid_validity", "uid", name="pk_mail_uids"),
    )
    op.create_table(
        "attempts",
        *_place(),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("folder", "uid_validity", "uid", name="pk_attempts"),
    )


def _place() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("uid_validity", sa.BigInteger, nullable=False),
        sa.Column("uid", sa.BigInteger, nullable=False),
    )


def _outbox() -> None:
    texts = ("meeting_id", "key", "message_id", "sender", "recipient", "sha256", "due", "first_due", "state")
    op.create_table(
        "outbox",
        sa.Column("position", _POSITION, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("response", sa.Text, nullable=False),
        sa.UniqueConstraint("meeting_id", "key", name="uq_outbox_meeting_id_key"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
    )
    op.create_index("ix_outbox_state_due", "outbox", ["state", "due"])
    op.create_index("ix_outbox_first_due", "outbox", ["first_due"])
