"""The seal of the running app: its key and whom it trusts, loaded once a process."""

from flask import Flask, current_app

from labelapp.clock import now
from labelapp.documents.sealing.keys import SealKeyError, load_key
from labelapp.documents.sealing.note import SealNote
from labelapp.documents.sealing.signing import Sealer
from labelapp.documents.sealing.trust import Trust, load_certificates, remember, trusted
from labelapp.extensions import settings
from labelapp.settings import Settings, SettingsError

KEPT = "sealer"


def init_app(app: Flask) -> None:
    """Stop the start when the files that the settings name are not there or do not open."""
    found: Settings = app.extensions["settings"]
    try:
        if found.seal_pkcs12:
            load_key(found)
        load_certificates(found.seal / "trusted")
        if found.seal_tsa and not load_certificates(found.seal / "time"):
            raise SealKeyError(
                f"LABELAPP_SEAL_TSA: {found.seal / 'time'} holds no certificate of its authority"
            )
    except SealKeyError as error:
        raise SettingsError(str(error)) from error


def seal(content: bytes, *, stamped: bool = True) -> bytes:
    """A PDF with the seal of this instance, and with a time stamp when an authority of time stamps is set.

    What is made anew whenever somebody reads it (letters, reports) needs no stamp: `stamped=False`. Raises
    SealPostponed when the authority of time stamps does not answer, SealKeyError when the key cannot be used.
    """
    return sealer().seal(content, now(), stamped=stamped)


def seal_note() -> SealNote:
    """What a document says about the seal that it will get."""
    key = sealer().key
    return SealNote(key.name, key.test)


def trust() -> Trust:
    """Whose seals and time stamps this instance believes. Read anew each time: the operator may have added one."""
    return trusted(settings().seal, sealer().key)


def sealer() -> Sealer:
    """This process's sealer. The key is loaded when it is first needed, after a server has forked."""
    found: Sealer | None = current_app.extensions.get(KEPT)
    if found is None:
        found = current_app.extensions[KEPT] = make_sealer(settings())
    return found


def make_sealer(chosen: Settings) -> Sealer:
    """A sealer of its own, for a process without an app. Raises SealKeyError when the key cannot be used."""
    key = load_key(chosen)
    if not key.test:
        remember(chosen.seal, key.certificate)
    address = chosen.seal_tsa
    return Sealer(key, str(address) if address else None, load_certificates(chosen.seal / "time"))
