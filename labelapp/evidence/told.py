"""What happens to documents, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_EVIDENCE = Topic.EVIDENCE

WORDS = {
    "document.uploaded": Words(_EVIDENCE, _l("A document was uploaded.")),
    "document.revised": Words(_EVIDENCE, _l("A file got a new revision.")),
    "document.file_added": Words(_EVIDENCE, _l("A file was added to a document.")),
    "document.file_removed": Words(_EVIDENCE, _l("A file was taken out of a document.")),
    "document.described": Words(_EVIDENCE, _l("The description of a document was changed.")),
    "document.removed": Words(_EVIDENCE, _l("A document was removed.")),
    "document.restored": Words(_EVIDENCE, _l("A document was restored.")),
    "document.revision_restored": Words(_EVIDENCE, _l("An earlier revision of a file was restored.")),
    "document.quarantined": Words(_EVIDENCE, _l("A file was put aside because a virus was found.")),
}
