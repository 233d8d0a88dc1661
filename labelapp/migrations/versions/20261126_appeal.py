"""Appeals with a re-examination, and complaints."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_appeal"
down_revision = "20261126_desk"
branch_labels = None
depends_on = None

APPEAL_STATES = ("draft", "filed", "upheld", "dismissed", "inadmissible", "withdrawn")
COMPLAINT_STATES = ("received", "statement_asked", "referred", "closed")
OUTCOMES = ("not_admissible", "unfounded", "founded", "founded_surveillance")


ONE_REVIEW = "CONSTRAINT uq_review_submission_id UNIQUE (submission_id)"
TWO_REVIEWS = "CONSTRAINT uq_review_submission_id_examination UNIQUE (submission_id, examination)"
EXAMINATION = (
    "examination INTEGER DEFAULT 1 NOT NULL"
    " CONSTRAINT ck_review_examined_twice_at_most CHECK (examination IN (1, 2))"
)
REPLACES = "replaces_id INTEGER CONSTRAINT fk_decision_replaces_id_decision REFERENCES decision (id)"


def upgrade() -> None:
    _let_a_submission_be_examined_twice()
    op.execute(f"ALTER TABLE decision ADD COLUMN {REPLACES}")
    op.create_index(op.f("ix_decision_replaces_id"), "decision", ["replaces_id"], unique=True)
    _create_appeals()
    _create_complaints()


def _let_a_submission_be_examined_twice() -> None:
    op.execute(f"ALTER TABLE review ADD COLUMN {EXAMINATION}")
    if _is_sqlite():
        _rewrite("review", ONE_REVIEW, TWO_REVIEWS)
    else:
        op.execute("ALTER TABLE review DROP CONSTRAINT uq_review_submission_id")
        op.execute(f"ALTER TABLE review ADD {TWO_REVIEWS}")
    op.create_table(
        "barred_person",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        _to("barred_person", "review_id", "review"),
        _to("barred_person", "user_id", "account"),
        sa.PrimaryKeyConstraint("review_id", "user_id", name=op.f("pk_barred_person")),
    )
    op.create_index(op.f("ix_barred_person_user_id"), "barred_person", ["user_id"])


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rewrite(table: str, old: str, new: str) -> None:
    """SQLite changes no constraint in place, so the table is made anew under its own name, whatever else it holds.

    Its name must stay: with foreign keys on, the rows that point here are only satisfied again when rows with
    the same ids come back into a table of this name, within the same transaction.
    """
    bind = op.get_bind()
    kept = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    (before,) = bind.exec_driver_sql(kept, (table, "table")).scalars().all()
    indexes = bind.exec_driver_sql(kept, (table, "index")).scalars().all()
    if old not in before:
        raise RuntimeError(f"table {table} is not as expected: {before}")
    bind.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    bind.exec_driver_sql(f"CREATE TABLE {table}_before AS SELECT * FROM {table}")
    op.drop_table(table)
    bind.exec_driver_sql(before.replace(old, new))
    columns = ", ".join(
        row[1] for row in bind.exec_driver_sql(f"PRAGMA table_info({table})")
    )
    bind.exec_driver_sql(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before")  # noqa: S608
    op.drop_table(f"{table}_before")
    for index in indexes:
        bind.exec_driver_sql(index)


def _create_appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("state", _words("appealstate", *APPEAL_STATES), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("saved_at", _moment(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("filed_at", _moment(), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", _moment(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("officer_statement", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_at", _moment(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reexamination_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'draft') = (filed_at IS NULL)", name=op.f("ck_appeal_filed_unless_draft")
        ),
        sa.CheckConstraint(
            "state NOT IN ('upheld', 'dismissed', 'inadmissible') OR length(reasons) > 0",
            name=op.f("ck_appeal_reasoned"),
        ),
        _to("appeal", "decision_id", "decision"),
        _to("appeal", "reexamination_id", "review"),
        *(_to("appeal", f"{who}_id", "account") for who in ("saved_by", "filed_by", "officer", "decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
        sa.UniqueConstraint("reexamination_id", name=op.f("uq_appeal_reexamination_id")),
    )
    op.create_index(op.f("ix_appeal_state"), "appeal", ["state"])
    op.create_table(
        "appeal_attachment",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        _to("appeal_attachment", "appeal_id", "appeal"),
        _to("appeal_attachment", "revision_id", "document_revision"),
        sa.PrimaryKeyConstraint("appeal_id", "revision_id", name=op.f("pk_appeal_attachment")),
    )
    op.create_table(
        "appeal_handler",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_at", _moment(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", _moment(), nullable=True),
        _to("appeal_handler", "appeal_id", "appeal"),
        _to("appeal_handler", "user_id", "account"),
        _to("appeal_handler", "named_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_handler")),
        sa.UniqueConstraint("appeal_id", "user_id", name=op.f("uq_appeal_handler_appeal_id_user_id")),
    )
    op.create_index(op.f("ix_appeal_handler_user_id"), "appeal_handler", ["user_id"])
    op.create_table(
        "appeal_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", _moment(), nullable=False),
        _to("appeal_note", "appeal_id", "appeal"),
        _to("appeal_note", "author_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_note")),
    )
    op.create_index(op.f("ix_appeal_note_appeal_id"), "appeal_note", ["appeal_id"])
    _create_statements()


def _create_statements() -> None:
    op.create_table(
        "appeal_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", _moment(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", _moment(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", _moment(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(given_at IS NULL) = (length(text) = 0)", name=op.f("ck_appeal_statement_given_with_text")
        ),
        _to("appeal_statement", "appeal_id", "appeal"),
        *(_to("appeal_statement", f"{who}_id", "account") for who in ("user", "asked_by", "given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_statement")),
    )
    op.create_index(op.f("ix_appeal_statement_appeal_id"), "appeal_statement", ["appeal_id"])
    op.create_index(op.f("ix_appeal_statement_user_id"), "appeal_statement", ["user_id"])


def _create_complaints() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("state", _words("complaintstate", *COMPLAINT_STATES), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", _moment(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("officer_statement", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("statement_due_on", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_at", _moment(), nullable=True),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", _words("complaintoutcome", *OUTCOMES), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_at", _moment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_complaint_closed_with_outcome")
        ),
        _to("complaint", "certificate_id", "certificate"),
        *(_to("complaint", f"{who}_id", "account") for who in ("officer", "stated_by", "closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_certificate_id"), "complaint", ["certificate_id"])
    op.create_index(op.f("ix_complaint_state"), "complaint", ["state"])
    op.create_table(
        "complaint_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", _moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", _moment(), nullable=True),
        _to("complaint_opinion", "complaint_id", "complaint"),
        _to("complaint_opinion", "user_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_opinion")),
        sa.UniqueConstraint(
            "complaint_id", "user_id", name=op.f("uq_complaint_opinion_complaint_id_user_id")
        ),
    )
    op.create_index(op.f("ix_complaint_opinion_user_id"), "complaint_opinion", ["user_id"])
    op.create_table(
        "surveillance_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("done_at", _moment(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(done_at IS NULL) = (length(finding) = 0)", name=op.f("ck_surveillance_mark_done_with_finding")
        ),
        _to("surveillance_mark", "certificate_id", "certificate"),
        _to("surveillance_mark", "complaint_id", "complaint"),
        *(_to("surveillance_mark", f"{who}_id", "account") for who in ("marked_by", "done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveillance_mark")),
    )
    op.create_index(op.f("ix_surveillance_mark_certificate_id"), "surveillance_mark", ["certificate_id"])


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=30)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    """A submission that was examined twice cannot go back: the second review stays in the way, and says so."""
    for table in (
        "surveillance_mark",
        "complaint_opinion",
        "complaint",
        "appeal_statement",
        "appeal_note",
        "appeal_handler",
        "appeal_attachment",
        "appeal",
        "barred_person",
    ):
        op.drop_table(table)
    op.drop_index(op.f("ix_decision_replaces_id"), "decision")
    if _is_sqlite():
        _rewrite("decision", f", {REPLACES}", "")
        _rewrite("review", TWO_REVIEWS, ONE_REVIEW)
    else:
        op.execute("ALTER TABLE decision DROP COLUMN replaces_id")
        op.execute(f"ALTER TABLE review DROP CONSTRAINT uq_review_submission_id_examination, ADD {ONE_REVIEW}")
    op.execute("ALTER TABLE review DROP COLUMN examination")
