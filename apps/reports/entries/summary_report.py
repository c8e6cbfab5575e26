"""Báo cáo tổng kết of a cluster's year or of a whole organiser."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.models import SummaryReport
from apps.reports.naming import slug
from apps.reports.renderers import summary_report
from apps.reports.renderers.printed import renderers
from apps.reports.summary.printed import printed_summary
from apps.units.enums import UnitKind


def _choices(actor: Actor):
    return SummaryReport.objects.visible_to(actor).for_list().order_by("-year__year", "pk")


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    """The report of the cluster's year; without a cluster that of the unit named, else of the ministry."""
    whose = {"cluster_year__cluster__code": names.cluster} if names.cluster else {"cluster_year": None}
    rows = SummaryReport.objects.filter(year__year=names.year, **whose)
    if names.unit:
        rows = rows.filter(year__organiser__code=names.unit)
    elif not names.cluster:
        rows = rows.filter(year__organiser__kind=UnitKind.MINISTRY)
    pk = rows.order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        told = {"cluster": names.cluster or names.unit, "year": names.year}
        raise params.NoSuchSubject(_("Chưa lập báo cáo tổng kết năm %(year)s %(cluster)s.") % told)
    return pk


params.register(
    "summary",
    params.Param(
        params.choice(gettext_lazy("Báo cáo tổng kết"), _choices, gettext_lazy("Chọn báo cáo")),
        _named,
        takes_unit=True,
    ),
)


def find_summary(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """Raises NothingToReport."""
    found = _choices(actor).filter(pk=chosen.get("summary") or 0).first()
    if found is None:
        raise registry.NothingToReport(_("Không có báo cáo tổng kết này, hoặc bạn không có quyền xem."))
    whose = found.cluster_year.cluster.code if found.cluster_year_id else found.year.organiser.code
    return registry.Subject(str(found), f"bao-cao-tong-ket-{slug(whose)}-{found.year.year}", [found])


REPORT = registry.Report(
    name="summary_report",
    title=gettext_lazy("Báo cáo tổng kết công tác thi đua, khen thưởng"),
    description=gettext_lazy(
        "Câu theo số liệu của năm và nội dung do Trưởng Cụm, Khu vực soạn; phụ lục số liệu; bản dự thảo kèm danh sách"
        " số liệu còn thiếu."
    ),
    scope=gettext_lazy("Cụm, Khu vực; toàn ngành"),
    params=("summary",),
    title_is_public=True,
    visible=SummaryReport.objects.visible_to,
    find=find_summary,
    build=lambda subject: [printed_summary(each, timezone.now()) for each in subject.objects],
    renderers={**renderers(summary_report.compose), registry.XLSX: summary_report.xlsx},
)
