"""volumes: a list of thousands of rows, cut into volumes, by two worker processes against one.

``n``: rows of "Theo dõi đúng hạn" of one cluster. The time is that of the job, from asked to done. ``rows_equal``: each
time the same volumes of the same length, and no worker took MOST_MEMORY bytes.
"""

import io
import subprocess
import sys
import zipfile

from django.conf import settings

from apps.demo.bench.lateness_list import make_list
from apps.demo.bench.runner import Measured, Result, Sides, measure
from apps.demo.bench.workers import Workers, running_workers
from apps.documents.pdf_pages import count_pages
from apps.jobs.models import Job
from apps.reports import volumes

SIZES, SMALL = (10_000,), (volumes.MOST_ROWS + 1,)
RUNS = 1  # minutes each, in new processes
MOST_MEMORY = 700_000_000


def run(*, small: bool) -> Result:
    return measure("volumes", [lambda n=n: sides(n) for n in (SMALL if small else SIZES)])


def sides(n: int) -> Sides:
    code = f"VOLUMES{n}"
    make_list(code, n)
    return Sides(n=n, bare=lambda: made_by(1, code), ours=lambda: made_by(2, code), runs=RUNS, cold=True)


def made_by(number: int, code: str) -> Measured:
    with running_workers(number) as workers:
        bound = asked(workers, code)
    [job] = Job.objects.filter(task__endswith="render_report").order_by("-pk")[:1]
    with zipfile.ZipFile(io.BytesIO(bound)) as archive:
        pages = [count_pages(archive.read(name)) for name in archive.namelist()]
    taken = job.finished_at - job.started_at
    return Measured((pages, max(workers.peaks) < MOST_MEMORY), taken.total_seconds() * 1000)


def asked(workers: Workers, code: str) -> bytes:
    """The list by the portal's own command, which waits for the workers."""
    out = workers.folder / "list.zip"
    command = [sys.executable, "manage.py", "render_report", "lateness", "--cluster", code, "--year", "2025"]
    subprocess.run(  # noqa: S603 -- our own constant command
        [*command, "--format", "pdf", "--out", str(out)],
        cwd=settings.BASE_DIR,
        env=workers.environment,
        check=True,
        capture_output=True,
    )
    return out.read_bytes()
