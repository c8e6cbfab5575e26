"""Which citations in score sheets a reader of a paper may follow."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.scoring.models import ScoreSheet


def seen(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``sheet:<id>:<criterion>``, see domain.evidence) of sheets that the actor sees; one query."""
    by_sheet: dict[int, set[str]] = {}
    for key in keys:
        by_sheet.setdefault(int(key.split(":")[1]), set()).add(key)
    visible = ScoreSheet.objects.visible_to(actor).filter(pk__in=by_sheet).values_list("pk", flat=True)
    return {key for pk in visible for key in by_sheet[pk]}
