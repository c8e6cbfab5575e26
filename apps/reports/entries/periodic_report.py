"""Báo cáo định kỳ of one unit, or of all units that sent one template."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.periodic_reports.exports import reports_data
from apps.periodic_reports.models import PeriodicReport
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.params import Param, choice
from apps.reports.renderers import periodic_report


@dataclass(frozen=True)
class ReportSubject(registry.Subject):
    """``own_unit_ids``: units whose drafts the actor prints (None: all); of all others what was sent."""

    own_unit_ids: frozenset[int] | None = frozenset()


def own_units(actor: Actor) -> frozenset[int]:
    return frozenset(actor.unit_ids("officer", "leader"))


def printable(actor: Actor):
    """Reports whose content the actor may read: one's own, of others what was sent."""
    reports = PeriodicReport.objects.visible_to(actor)
    if actor.is_system:
        return reports.exclude(versions=None)
    own = PeriodicReport.objects.filter(unit_id__in=own_units(actor)).exclude(versions=None)
    return reports.filter(sent_version__isnull=False) | reports.filter(pk__in=own.values("pk"))


def find_reports(chosen: Mapping[str, int], actor: Actor) -> ReportSubject:
    """The report named, else those of the year that fit: of a unit, of the members of a cluster."""
    reports = printable(actor).for_list().order_by("template__due_on", "template_id", "order", "pk")
    if chosen.get("periodic_report"):
        reports = reports.filter(pk=chosen["periodic_report"])
    if chosen.get("year"):
        reports = reports.filter(template__year__year=chosen["year"])
    if chosen.get("unit"):
        reports = reports.filter(unit_id=chosen["unit"])
    if chosen.get("cluster_year"):
        reports = reports.of_cluster(chosen["cluster_year"])
    found = list(reports) if any(chosen.values()) else []
    if not found:
        raise registry.NothingToReport(_("Không có báo cáo nào đã gửi, hoặc bạn không có quyền xem."))
    first, own = found[0], None if actor.is_system else own_units(actor)
    stem = f"bao-cao-dinh-ky-{first.template.year.year}"
    if len(found) == 1:
        title = f"{first.template} – {first.unit_name}"
        return ReportSubject(title, f"{stem}-{slug(first.template.code)}-{slug(first.unit.code)}", found, own)
    return ReportSubject(_("Báo cáo định kỳ năm %(year)s") % {"year": first.template.year.year}, stem, found, own)


def _choices(actor: Actor):
    return printable(actor).for_list().order_by("-template__year__year", "template__due_on", "order")


params.register("periodic_report", Param(choice(gettext_lazy("Báo cáo"), _choices)))

REPORT = registry.Report(
    name="periodic_report",
    title=gettext_lazy("Báo cáo định kỳ"),
    description=gettext_lazy(
        "Báo cáo sơ kết, tổng kết của đơn vị: PDF để trình ký, Word để sửa tiếp, Excel để lấy số liệu."
        " Lĩnh vực không có nội dung được in “Không phát sinh”."
    ),
    scope=gettext_lazy("Đơn vị, Cụm"),
    params=("cluster_year", "year", "unit", "periodic_report"),
    title_is_public=True,
    visible=printable,
    find=find_reports,
    build=lambda subject: reports_data(subject.objects, subject.own_unit_ids),
    renderers=periodic_report.RENDERERS,
)
