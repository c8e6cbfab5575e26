"""What no source tells of past years is asked of nobody: in the demo, units are late only where a case says so."""

from datetime import datetime

from apps.core.actor import Actor
from apps.core.dates import local
from apps.obligations.domain.withdrawing import ask_no_more
from apps.obligations.models import Duty

MOVEMENTS, REPORTS = "movement_", "report:"


def call_nobody_late(prefix: str, actor: Actor, now: datetime) -> None:
    """Papers of past years whose code begins so and that the cases did not send are owed no more."""
    past = Duty.objects.filter(code__startswith=prefix, year__year__lt=local(now).year)
    for year_id, code in past.values_list("year_id", "code"):
        ask_no_more(year_id=year_id, codes=[code], actor=actor, now=now)
