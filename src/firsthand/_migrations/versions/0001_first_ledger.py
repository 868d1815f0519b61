"""The first ledger: inputs, documents, append-only statements and judgements, derived tables, audit, full-text search."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

DERIVED = (
    "derivations",
    "drifts",
    "virtuals",
    "families",
    "dates",
    "incidents",
    "sources",
    "source_of",
    "doubtful",
    "assessments",
    "disagreements",
    "grades",
    "source_cautions",
)


def upgrade() -> None:
    """Creates every table; statements, judgements and the audit refuse to be changed or removed."""
    _inputs_and_documents()
    _statements()
    _derived_and_audit()
    for table in ("statements", "judgements", "audit"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    words = "kind UNINDEXED, id UNINDEXED, words, tokenize='unicode61 remove_diacritics 2'"
    op.execute(f"CREATE VIRTUAL TABLE search USING fts5({words})")


def _inputs_and_documents() -> None:
    op.create_table(
        "inputs",
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("raw", sa.Text, nullable=True),
        sa.Column("rejected", sa.Text, nullable=True),
    )
    op.create_table(
        "raw_items",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=True),
        sa.Column("document", sa.Text, nullable=True),
        sa.Column("rejected", sa.Text, nullable=True),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=True),
        sa.Column("headline", sa.Text, nullable=True),
        sa.Column("language", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def _statements() -> None:
    op.create_table(
        "readings",
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("statements", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "statements",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, index=True),
        sa.Column("document", sa.Text, nullable=False, index=True),
        sa.Column("slot", sa.Text, nullable=True),
        sa.Column("property", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("low", sa.Integer, nullable=True),
        sa.Column("best", sa.Integer, nullable=True),
        sa.Column("high", sa.Integer, nullable=True),
        sa.Column("polarity", sa.Text, nullable=False),
        sa.Column("factuality", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def _derived_and_audit() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    for name in DERIVED:
        op.create_table(
            name,
            sa.Column("id", sa.Text, primary_key=True),
            sa.Column("position", sa.Integer, nullable=False),
            sa.Column("body", sa.Text, nullable=False),
        )
    op.create_table(
        "stages", sa.Column("stage", sa.Text, primary_key=True), sa.Column("fingerprint", sa.Text, nullable=False)
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
