"""Register of those who tell people how a job ended: notices lie in a later row and add themselves."""

from collections.abc import Callable

from apps.jobs.models import Job

_carriers: list[Callable[[Job], object]] = []


def register(carrier: Callable[[Job], object]) -> None:
    """``carrier(job)`` is called in the transaction that ends a job as done or failed."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def tell(job_id: int) -> None:
    if _carriers:
        job = Job.objects.get(pk=job_id)
        for carrier in _carriers:
            carrier(job)
