"""A task for tests: writes one row per item, and may wait at one of them until a file appears."""

import time
import uuid
from pathlib import Path

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from apps.core.models import FormToken
from apps.jobs.running import running


@shared_task(acks_late=True)
def probe(*, job_id: int) -> None:
    """``params``: items; optionally ``stop_at`` (an item) with the files ``reached`` (written there) and ``gate``."""
    with running(job_id) as run:
        if run:
            for item in run.track(range(run.params["items"]), "Đang thử"):
                with transaction.atomic():
                    FormToken.objects.create(token=uuid.uuid4(), used_at=timezone.now(), result_url=f"/{job_id}/{item}")
                    if item == run.params.get("stop_at"):
                        _wait(run.params)
                    run.hold()
            run.result = {"items": run.params["items"]}


def _wait(params: dict) -> None:
    Path(params["reached"]).touch()
    while not Path(params["gate"]).exists():
        time.sleep(0.05)


def written(job_id: int) -> list[int]:
    """Items in the order of their rows' commits; an item that stands twice was done twice."""
    rows = FormToken.objects.filter(result_url__startswith=f"/{job_id}/").values_list("result_url", flat=True)
    return sorted(int(url.rsplit("/", 1)[1]) for url in rows)
