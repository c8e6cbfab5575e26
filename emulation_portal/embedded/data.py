"""``python -m emulation_portal.embedded.data [--demo]``: brings the database to what the code expects.

Applies migrations, loads the demo into an empty database where asked, and prints the demo accounts as JSON.
"""

import io
import sys
from pathlib import Path

import django
from django.conf import settings

from script.bootstrap.console import say, step

from .translations import compile_changed


def main(*, demo: bool) -> None:
    """Prepare what the processes need before they start."""
    compile_changed(Path(settings.BASE_DIR) / "locale")
    django.setup()
    from django.core.management import call_command

    with step("Cơ sở dữ liệu · Database migrations"):
        call_command("migrate", interactive=False, verbosity=0)
    if not settings.LOCAL:
        with step("Tệp tĩnh · Static files"):
            call_command("collectstatic", interactive=False, verbosity=0)
    if demo:
        load_demo()
    print(demo_accounts() or "[]")


def load_demo() -> None:
    """Load the demo if no EmulationYear exists."""
    from django.apps import apps
    from django.core.management import call_command

    if apps.get_model("periods", "EmulationYear").objects.exists():
        return
    if not _has_command("load_demo"):
        say("  ! Chưa có dữ liệu mẫu trong phiên bản này. · This version has no demo data yet.")
        return
    with step("Dữ liệu mẫu · Demo data"):
        call_command("load_demo", stdout=sys.stderr)


def demo_accounts() -> str:
    """What ``demo_accounts --json`` prints; empty where there is no such command."""
    from django.core.management import call_command

    if not _has_command("demo_accounts"):
        return ""
    printed = io.StringIO()
    call_command("demo_accounts", json=True, stdout=printed)
    return printed.getvalue().strip()


def _has_command(name: str) -> bool:
    from django.core.management import get_commands

    return name in get_commands()


if __name__ == "__main__":
    main(demo="--demo" in sys.argv[1:])
