"""Who sees a score sheet (accounts.audience): the other side of ``ScoreSheet.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.audiences import heads_of
from apps.scoring.models import ScoreSheet
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(ScoreSheet, of_sheet)


def of_sheet(sheet: ScoreSheet) -> Audience:
    return Audience(
        (
            Circle(_("Cán bộ, lãnh đạo của chính đơn vị"), OWN, frozenset({sheet.unit_id})),
            *heads_of(sheet.cluster_year_id),
            *organisers(sheet.cluster_year.cluster.organiser),
        )
    )
