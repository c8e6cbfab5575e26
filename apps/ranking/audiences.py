"""Who sees a ranking (accounts.audience): the other side of ``RankingRun.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.audiences import heads_of
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.ranking.queries import settings_of
from apps.units.audiences import OWN, organisers
from apps.units.enums import Role
from apps.units.models import Unit


def register() -> None:
    audience.register(RankingRun, of_run)


def of_run(run: RankingRun) -> Audience:
    circles = [*heads_of(run.cluster_year_id), *organisers(run.cluster_year.cluster.organiser)]
    published = run.published_at and run.state in {RunState.PUBLISHED, RunState.SUPERSEDED}
    if published or (run.announced_at and settings_of(run.cluster_year).members_see_provisional):
        members = frozenset(run.cluster_year.members.values_list("unit_id", flat=True))
        why = _("Đơn vị thành viên: kết quả đã công bố") if published else _("Đơn vị thành viên: Kết quả dự kiến")
        circles.append(Circle(why, OWN, members))
    if published:
        organiser = run.cluster_year.cluster.organiser
        above = audience.path_and_above(organiser.path, Unit.steplen) - {organiser.path}
        why = _("Thường trực Hội đồng cấp trên: kết quả đã công bố")
        circles.append(Circle(why, (Role.STANDING_OFFICE,), unit_paths=above))
    return Audience(tuple(circles))
