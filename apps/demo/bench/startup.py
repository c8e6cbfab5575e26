"""startup: a fresh Python that sets up the whole project, against one that sets up Django's own apps."""

import subprocess
import sys
from collections.abc import Callable

from django.conf import settings

from apps.demo.bench.runner import Result, Sides, measure

OURS = "import django; django.setup(); print(django.__version__)"
BARE = (
    "import django; from django.conf import settings; settings.configure(INSTALLED_APPS=["
    "'django.contrib.admin','django.contrib.auth','django.contrib.contenttypes','django.contrib.sessions',"
    "'django.contrib.messages','django.contrib.staticfiles']); django.setup(); print(django.__version__)"
)


def fresh_python(code: str) -> Callable[[], str]:
    def run() -> str:
        done = subprocess.run(  # noqa: S603 -- our own constant code
            [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
        )
        return done.stdout

    return run


def run(*, small: bool) -> Result:
    """``n``: installed apps. One size only."""
    apps = len(settings.INSTALLED_APPS)
    return measure("startup", [lambda: Sides(n=apps, bare=fresh_python(BARE), ours=fresh_python(OURS))])
