"""The seal on a document: who issued it, when, and that not a byte changed since.

`seal` puts it on, `check_seal` says what became of it. The seal is a certification signature by PAdES (ETSI
EN 319 142), invisible, that allows no change. It covers the file from the first to the last byte, so a check compares
bytes and never has to understand the PDF.
"""

from labelapp.documents.sealing.checking import SealCheck, SealState, check_seal
from labelapp.documents.sealing.installation import init_app, make_sealer, seal, seal_note, trust
from labelapp.documents.sealing.keys import SealKeyError
from labelapp.documents.sealing.note import SealNote
from labelapp.documents.sealing.signing import SealPostponed
from labelapp.documents.sealing.trust import Trust, load_certificates

__all__ = [
    "SealCheck",
    "SealKeyError",
    "SealNote",
    "SealPostponed",
    "SealState",
    "Trust",
    "check_seal",
    "init_app",
    "load_certificates",
    "make_sealer",
    "seal",
    "seal_note",
    "trust",
]
