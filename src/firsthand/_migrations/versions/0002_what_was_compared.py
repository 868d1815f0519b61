"""What collating read of one or two documents, by digest, so that a later run reads only what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the table of kept answers; nothing in it is evidence, and all of it can be made again."""
    op.create_table(
        "compared", sa.Column("digest", sa.Text, primary_key=True), sa.Column("body", sa.LargeBinary, nullable=False)
    )
