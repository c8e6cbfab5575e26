"""Who sees a ranking (accounts.audience): the other side of ``RankingRun.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.audiences import heads_of
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(RankingRun, of_run)


def of_run(run: RankingRun) -> Audience:
    circles = [*heads_of(run.cluster_year_id), *organisers(run.cluster_year.cluster.organiser)]
    if run.published_at and run.state in {RunState.PUBLISHED, RunState.SUPERSEDED}:
        members = frozenset(run.cluster_year.members.values_list("unit_id", flat=True))
        circles.append(Circle(_("Đơn vị thành viên: kết quả đã công bố"), OWN, members))
    return Audience(tuple(circles))
