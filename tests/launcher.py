"""Starts the server again and again within a moment, for tests that kill it: each start is a fork of this process.

Reads a line for each start and writes the id of the process that became the server, the leader of its own group.
Everything slow (imports, schemes) is done before; a started server is the same gunicorn as `labelapp serve`.
"""

import os
import signal
import sys

from gunicorn.app.wsgiapp import WSGIApplication

from labelapp.app import create_app
from labelapp.cli.instance import gunicorn_arguments

application = create_app()


def main() -> None:
    """Start a server for each line of the standard input, until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    port = int(sys.argv[1])
    for _line in sys.stdin:
        process = os.fork()
        if process == 0:
            _become_server(port)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()


def _become_server(port: int) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.argv = ["gunicorn", *gunicorn_arguments("127.0.0.1", port, workers=2), "tests.launcher:application"]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()
    sys.exit(0)
