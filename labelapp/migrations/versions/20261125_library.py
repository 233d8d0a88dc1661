"""Documents have a kind, an owner, dates and files in revisions; contents have a virus check; links name a file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "20261125f"
down_revision = "20261125d"
branch_labels = None
depends_on = None

KINDS = (
    "statutes", "strategy", "contract", "participants", "report", "minutes", "survey", "financial_statement",
    "photo", "press", "other",
)
STATES = ("unscanned", "waiting", "clean", "infected")
FILE_COLUMNS = "filename, content_type, size, pages, sha256"


def _kind() -> sa.Enum:
    return sa.Enum(*KINDS, name="documentkind", native_enum=False, length=30)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "content_check",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="checkstate", native_enum=False, length=30), nullable=False),
        sa.Column("finding", sa.String(length=255), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_content_check")),
    )
    _create_revisions()
    # Every document so far has one file in its first revision.
    op.execute(
        f"INSERT INTO document_revision (document_id, cluster_id, file, number, {FILE_COLUMNS},"
        f" uploaded_by_id, uploaded_at) SELECT id, cluster_id, 1, 1, {FILE_COLUMNS}, uploaded_by_id, uploaded_at"
        " FROM document ORDER BY id"
    )
    if _is_sqlite():
        _rebuild(_document(_details()), "'other', uploaded_by_id, NULL, NULL")
    else:
        _alter_document()
    with op.batch_alter_table("evidence_link") as batch:
        batch.add_column(sa.Column("file", sa.Integer(), nullable=True))


def _create_revisions() -> None:
    op.create_table(
        "document_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_revision_not_empty")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_revision_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_document_revision_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_document_revision_uploaded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_revision")),
        sa.UniqueConstraint("cluster_id", "sha256", name="uq_document_revision_same_file"),
        sa.UniqueConstraint(
            "document_id", "file", "number", name=op.f("uq_document_revision_document_id_file_number")
        ),
    )
    op.create_index("ix_document_revision_sha256", "document_revision", ["sha256"])
    current = sa.text("replaced_at IS NULL")
    op.create_index(
        "uq_document_revision_one_current",
        "document_revision",
        ["document_id", "file"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )


def _alter_document() -> None:
    op.add_column("document", sa.Column("kind", _kind(), nullable=False, server_default="other"))
    op.add_column("document", sa.Column("owner_id", sa.Integer(), nullable=True))
    op.add_column("document", sa.Column("effective_on", sa.Date(), nullable=True))
    op.add_column("document", sa.Column("expires_on", sa.Date(), nullable=True))
    op.execute("UPDATE document SET owner_id = uploaded_by_id")
    op.alter_column("document", "owner_id", nullable=False)
    op.alter_column("document", "kind", server_default=None)
    op.create_foreign_key(op.f("fk_document_owner_id_account"), "document", "account", ["owner_id"], ["id"])
    op.drop_index("ix_document_sha256", table_name="document")
    op.drop_constraint("uq_document_same_file", "document", type_="unique")
    op.drop_constraint(op.f("ck_document_not_empty"), "document", type_="check")
    for column in FILE_COLUMNS.split(", "):
        op.drop_column("document", column)


def _document(own: list[SchemaItem]) -> list[SchemaItem]:
    """What a document is in both versions, and what only one of them has."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        *own,
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_document_cluster_id_cluster")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_document_uploaded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    ]


def _details() -> list[SchemaItem]:
    return [
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_document_owner_id_account")),
    ]


def _file() -> list[SchemaItem]:
    return [
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_not_empty")),
        sa.UniqueConstraint("cluster_id", "sha256", name="uq_document_same_file"),
    ]


def _rebuild(columns: list[SchemaItem], values: str) -> None:
    """SQLite drops no column that a constraint names, so the table is made anew under its own name.

    Its name must stay: with foreign keys on, the rows that point here are only satisfied again when rows with
    the same ids come back into a table of this name, within the same transaction.
    """
    common = "id, cluster_id, title, uploaded_by_id, uploaded_at, removed_at"
    own = ", ".join(item.name for item in columns[6:] if isinstance(item, sa.Column))
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TABLE document_before AS SELECT * FROM document")
    op.drop_table("document")
    op.create_table("document", *columns)
    op.execute(f"INSERT INTO document ({common}, {own}) SELECT {common}, {values} FROM document_before")
    op.drop_table("document_before")
    op.create_index("ix_document_cluster_id", "document", ["cluster_id"])


def downgrade() -> None:
    """Back to one file a document: its first one, in its current revision."""
    with op.batch_alter_table("evidence_link") as batch:
        batch.drop_column("file")
    op.execute(
        "CREATE TABLE first_file AS SELECT * FROM document_revision r WHERE replaced_at IS NULL AND file ="
        " (SELECT min(file) FROM document_revision o WHERE o.document_id = r.document_id AND o.replaced_at IS NULL)"
    )
    op.drop_table("document_revision")
    op.drop_table("content_check")
    if _is_sqlite():
        first = ", ".join(
            f"(SELECT {name} FROM first_file WHERE document_id = document_before.id)"
            for name in FILE_COLUMNS.split(", ")
        )
        _rebuild(_document(_file()), first)
        op.create_index("ix_document_sha256", "document", ["sha256"])
    else:
        _restore_document()
    op.drop_table("first_file")


def _restore_document() -> None:
    for column in _file():
        if isinstance(column, sa.Column):
            op.add_column("document", sa.Column(column.name, column.type, nullable=True))
    filled = ", ".join(f"{name} = first_file.{name}" for name in FILE_COLUMNS.split(", "))
    op.execute(f"UPDATE document SET {filled} FROM first_file WHERE first_file.document_id = document.id")
    for name in ("filename", "content_type", "size", "sha256"):
        op.alter_column("document", name, nullable=False)
    op.create_check_constraint("not_empty", "document", "size > 0")
    op.create_unique_constraint("uq_document_same_file", "document", ["cluster_id", "sha256"])
    op.create_index("ix_document_sha256", "document", ["sha256"])
    for name in ("kind", "owner_id", "effective_on", "expires_on"):
        op.drop_column("document", name)
