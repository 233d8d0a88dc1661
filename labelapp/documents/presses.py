"""Printing and sealing many certificates at once: processes that do nothing else.

They get plain data and give back files; they know neither the app nor its database. Each sets up its fonts, style
sheets and key once. They are started anew and not forked: a token's session, a connection and the threads of a
storage must not be shared with the process that asks.
"""

import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import connection, get_context, parent_process

from labelapp.documents.certificate import CertificateData, certificate_pdf
from labelapp.documents.render import Attachment, OwnTemplate, press
from labelapp.documents.sealing import make_sealer
from labelapp.documents.sealing.signing import Sealer
from labelapp.settings import Settings


@dataclass(frozen=True)
class Sheet:
    """Everything that the file of a certificate is made of: equal sheets make equal pages."""

    data: CertificateData
    attachments: tuple[Attachment, ...] = ()
    own: OwnTemplate | None = None


def print_sheet(sheet: Sheet) -> bytes:
    """The page, not sealed yet. Raises UnprintableName."""
    return certificate_pdf(sheet.data, sheet.attachments, sheet.own)


class Presses:
    """Some processes that print. Close them, or they wait for more until the process that started them is gone."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self._pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_set_up, initargs=(settings,)
        )

    def begin(self, sheet: Sheet, moment: datetime) -> Future[bytes]:
        """Have a sheet printed, and sealed as of `moment`.

        The result raises UnprintableName, SealPostponed and SealKeyError, and BrokenProcessPool when a process was
        killed.
        """
        return self._pool.submit(_print_and_seal, sheet, moment)

    def close(self) -> None:
        """End the processes; what has not begun is not printed."""
        self._pool.shutdown(cancel_futures=True)


_sealers: list[Sealer] = []  # the one of this process


def _set_up(settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides when it is over
    threading.Thread(target=_follow_parent, daemon=True).start()
    press()
    _sealers.append(make_sealer(settings))


def _follow_parent() -> None:
    """End with the process that asks, also when it is killed: nobody else would ever ask."""
    parent = parent_process()
    assert parent is not None
    waiting: Sequence[int] = [parent.sentinel]
    connection.wait(waiting)
    os._exit(1)


def _print_and_seal(sheet: Sheet, moment: datetime) -> bytes:
    return _sealers[0].seal(print_sheet(sheet), moment)
