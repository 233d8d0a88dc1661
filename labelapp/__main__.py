"""`python -m labelapp` is the command `labelapp`."""

from labelapp.cli import main

main()
