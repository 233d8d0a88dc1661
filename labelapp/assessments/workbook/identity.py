"""Which self-assessment a workbook was made of, and the sentences with which a foreign one is refused."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from flask_babel import gettext as _

from labelapp.assessments.models import Assessment
from labelapp.assessments.workbook.layout import FORMAT
from labelapp.clock import now
from labelapp.web.errors import InvalidInput


@dataclass(frozen=True)
class Identity:
    """What the hidden sheet of a workbook says about it; all of it text, moments in ISO form."""

    format: str
    assessment: str
    started_at: str
    cluster: str
    cluster_name: str
    scheme: str
    scheme_hash: str
    language: str
    made_at: str

    @classmethod
    def of(cls, assessment: Assessment, language: str) -> "Identity":
        """The identity of a workbook that is made now."""
        return cls(
            format=str(FORMAT),
            assessment=str(assessment.id),
            started_at=assessment.started_at.isoformat(),
            cluster=str(assessment.cluster_id),
            cluster_name=assessment.cluster.name,
            scheme=f"{assessment.scheme_code}@{assessment.scheme_version}",
            scheme_hash=assessment.scheme_hash,
            language=language,
            made_at=now().isoformat(timespec="seconds"),
        )

    @classmethod
    def read(cls, found: dict[str, str]) -> "Identity | None":
        """The identity in a hidden sheet; None when something is missing or wrong."""
        try:
            identity = cls(**{field.name: found[field.name] for field in fields(cls)})
            moment = datetime.fromisoformat(identity.made_at)
        except (KeyError, ValueError):
            return None
        return identity if moment.tzinfo else None

    def lines(self) -> list[tuple[str, str]]:
        """What the hidden sheet says, one line a name."""
        return list(asdict(self).items())


def refuse_foreign(found: Identity, assessment: Assessment) -> None:
    """Raises InvalidInput, with a sentence, for the workbook of anything else than this self-assessment."""
    own = Identity.of(assessment, found.language)
    if found.format != own.format:
        raise InvalidInput(
            _(
                "This workbook comes from another release of the platform. Download a new one and copy your answers."
            )
        )
    if found.cluster != own.cluster:
        raise InvalidInput(
            _(
                "This workbook belongs to another organisation: %(name)s. Nothing was read.",
                name=found.cluster_name,
            )
        )
    code, _at, version = found.scheme.partition("@")
    own_code, _at, own_version = own.scheme.partition("@")
    if code != own_code:
        raise InvalidInput(
            _("This workbook belongs to another scheme: %(scheme)s. Nothing was read.", scheme=code)
        )
    if version != own_version or found.scheme_hash != own.scheme_hash:
        raise InvalidInput(
            _(
                "This workbook was made for version %(old)s of the scheme, this self-assessment uses %(new)s. "
                "Download a new one and copy your answers.",
                old=version,
                new=own_version,
            )
        )
    if (found.assessment, found.started_at) != (own.assessment, own.started_at):
        raise InvalidInput(
            _(
                "This workbook belongs to another self-assessment of your organisation. "
                "Upload it there, or download the workbook of this one."
            )
        )
