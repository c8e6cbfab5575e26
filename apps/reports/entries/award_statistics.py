"""Thống kê khen thưởng of a unit with all below it, or of the whole sector."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.award_statistics import AwardStatistics, award_statistics
from apps.reports.naming import slug
from apps.reports.renderers import statistics
from apps.reports.renderers.printed import renderers
from apps.units.enums import UnitKind
from apps.units.models import Unit
from apps.units.models.people_scope import ROLES, reach_of


def counted_for(actor: Actor):
    """Units whose awards somebody may have counted: those in reach, with all that hangs below them."""
    return Unit.objects.filter(reach_of(actor, *ROLES).condition())


def find_unit(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The unit named; else the ministry, or the topmost unit in reach. Raises NothingToReport."""
    units, year = counted_for(actor), params.get("year") or timezone.localdate().year
    if params.get("unit"):
        found = units.filter(pk=params["unit"]).first()
    else:
        found = units.filter(kind=UnitKind.MINISTRY).first() or units.order_by("path").first()
    if found is None:
        raise registry.NothingToReport(_("Không có đơn vị này, hoặc bạn không có quyền xem khen thưởng của đơn vị."))
    found.reported_year = year
    title = _("Thống kê khen thưởng năm %(year)s, %(unit)s") % {"year": year, "unit": found.name}
    return registry.Subject(
        title, f"thong-ke-khen-thuong-{slug(found.code)}-{year}", [found], resolved={"year": year, "unit": found.pk}
    )


def build(subject: registry.Subject) -> AwardStatistics:
    [unit] = subject.objects
    return award_statistics(unit, unit.reported_year, timezone.now())


REPORT = registry.Report(
    name="award_statistics",
    title=gettext_lazy("Thống kê khen thưởng"),
    description=gettext_lazy(
        "Khen thưởng đã tặng theo danh hiệu, hình thức, cấp, loại hình, đơn vị, giới tính, tập thể và cá nhân, năm;"
        " bảng Excel có số liệu chi tiết để lọc."
    ),
    scope=gettext_lazy("Đơn vị; toàn ngành"),
    params=("year", "unit"),
    needed=("year",),
    title_is_public=True,
    visible=counted_for,
    find=find_unit,
    build=build,
    renderers={**renderers(statistics.compose_awards), registry.XLSX: statistics.awards_xlsx},
)
