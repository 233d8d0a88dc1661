"""Documents of an invented cluster organisation, on which a scheme shows how its documents will look."""

from labelapp.documents.samples.making import KINDS, SchemeFacts, sample_pdf

__all__ = ["KINDS", "SchemeFacts", "sample_pdf"]
