#!/usr/bin/env python3
"""Django's commands for this clone: in its own environment, against its own services unless others are named.

Run by any Python, it goes on with the one of ``.venv``. With neither ``DATABASE_URL`` nor ``REDIS_URL`` set it uses the
embedded PostgreSQL and Redis, and starts them when they are not running; the last user stops what was started so.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WITHOUT_SERVICES = {"help", "version", "--help", "-h", "--version"}


def enter_virtual_environment() -> None:
    """Replace this process by the clone's own Python, where there is one and this is another."""
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists() or Path(sys.prefix).resolve() == (ROOT / ".venv").resolve():
        return
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


def main() -> None:
    """Run one command."""
    enter_virtual_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_SERVICES:
        from emulation_portal.embedded.attach import use_embedded_services

        use_embedded_services()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
