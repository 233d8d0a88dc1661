"""Certificates, the files made of them, and the counter of their serials."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.clusters.models import Cluster
from labelapp.clusters.places import sort_key
from labelapp.decisions.models import Decision
from labelapp.extensions import Model


class Origin(StrEnum):
    """Whether a certificate was issued here, or taken over from an earlier register."""

    ISSUED = "issued"
    IMPORTED = "imported"


def _sort_name(context: Any) -> str:
    return sort_key(context.get_current_parameters()["holder"])[:200]


class Certificate(Model):
    """A certificate with every fact that it certifies, as they were on the day of issue.

    Its status is never stored: `labelapp.certificates.status` derives it from these dates and the day. Of several
    suspensions the latest stands here, and each in the log; `suspended_until` is its last day when it ends by itself.
    A `reissue` repeats what `supersedes_id` certifies under the holder's present name and place; it followed no
    decision itself. `sort_name` is the holder without case and accents, by which the register is sorted.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="dates_in_order"),
        Index("ix_certificate_name", "sort_name", "id"),
        Index("ix_certificate_country_name", "country", "sort_name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(30), unique=True)
    code: Mapped[str] = mapped_column(String(14), unique=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    scheme_code: Mapped[str] = mapped_column(String(40))
    scheme_version: Mapped[str] = mapped_column(String(20))
    scheme_name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(10))
    illustrative: Mapped[bool]
    award: Mapped[str] = mapped_column(String(10))
    holder: Mapped[str] = mapped_column(String(200), index=True)
    sort_name: Mapped[str] = mapped_column(String(200), default=_sort_name, server_default="")
    holder_language: Mapped[str] = mapped_column(String(8))
    place: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    portfolios: Mapped[list[str]]
    language: Mapped[str] = mapped_column(String(8))
    assessors: Mapped[int]
    assessed_on: Mapped[date]
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    renewable_until: Mapped[date]
    issued_at: Mapped[datetime]
    issuer: Mapped[str] = mapped_column(String(200))
    demonstration: Mapped[bool]
    origin: Mapped[Origin] = mapped_column(
        Enum(
            Origin, native_enum=False, length=10, values_callable=lambda kind: [item.value for item in kind]
        ),
        default=Origin.ISSUED,
        server_default=Origin.ISSUED.value,
    )
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    reissue: Mapped[bool] = mapped_column(default=False, server_default=false())
    status_index: Mapped[int | None] = mapped_column(index=True, unique=True)
    superseded_on: Mapped[date | None]
    suspended_on: Mapped[date | None]
    suspended_until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    status_reason: Mapped[str] = mapped_column(Text, default="")
    cluster: Mapped[Cluster] = relationship()
    decision: Mapped[Decision | None] = relationship()


class PrintReason(StrEnum):
    """Why a file of a certificate was made."""

    ISSUE = "issue"
    REPLACEMENT = "replacement"  # the storage had lost the one before
    AGAIN = "again"  # the secretariat asked for it: a new template, a new key


class CertificatePrint(Model):
    """A file that was ever made of a certificate. An earlier one stays genuine when another takes its place."""

    __tablename__ = "certificate_print"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    printed_at: Mapped[datetime]
    reason: Mapped[PrintReason] = mapped_column(
        Enum(PrintReason, native_enum=False, length=20, values_callable=lambda kind: [i.value for i in kind])
    )
    certificate: Mapped[Certificate] = relationship()


class SerialCounter(Model):
    """The last number given out for one letter in one year; the row is locked while a serial is taken."""

    __tablename__ = "serial_counter"
    __table_args__ = (UniqueConstraint("letter", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(4))
    year: Mapped[int]
    last: Mapped[int]
