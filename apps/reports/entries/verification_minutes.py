"""Biên bản thống nhất điểm of one sheet, or of all sheets of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import verification_minutes
from apps.reports.renderers.printed import renderers
from apps.scoring.enums import MinutesState
from apps.scoring.minutes_exports import minutes_data
from apps.scoring.models import VerificationMinutes


def find_minutes(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The newest minutes of each sheet chosen, in protocol order; drafts whose step ended are nobody's paper."""
    seen = VerificationMinutes.objects.visible_to(actor)
    seen = seen.exclude(state=MinutesState.DRAFT, sheet_version__locked_at__isnull=False)
    if params.get("sheet"):
        seen = seen.filter(sheet_id=params["sheet"])
    if params.get("cluster_year") or not params.get("sheet"):
        seen = seen.filter(sheet__cluster_year_id=params.get("cluster_year"))
    newest = seen.order_by("sheet_id", "-pk").distinct("sheet_id").values("pk")
    found = VerificationMinutes.objects.filter(pk__in=newest).for_list().order_by("sheet__line", "sheet__order", "pk")
    found = list(found)
    if not found:
        raise registry.NothingToReport(_("Chưa có biên bản thống nhất điểm nào, hoặc bạn không có quyền xem."))
    sheet = found[0].sheet
    stem = f"bien-ban-thong-nhat-diem-{slug(sheet.cluster_year.cluster.code)}-{sheet.cluster_year.year.year}"
    if params.get("sheet"):
        title = _("Biên bản thống nhất điểm %(unit)s") % {"unit": sheet.unit_name}
        return registry.Subject(title, f"{stem}-{slug(sheet.unit.code)}", found)
    title = _("Biên bản thống nhất điểm các đơn vị, %(cluster)s") % {"cluster": sheet.cluster_year}
    return registry.Subject(title, stem, found)


REPORT = registry.Report(
    name="verification_minutes",
    title=gettext_lazy("Biên bản thống nhất điểm"),
    description=gettext_lazy(
        "Điểm chuẩn, điểm thưởng, điểm thống nhất của từng nội dung, ý kiến của đơn vị; in hai bản để ký."
    ),
    scope=gettext_lazy("Đơn vị, Cụm"),
    params=("cluster_year", "sheet"),
    title_is_public=True,
    visible=VerificationMinutes.objects.visible_to,
    find=find_minutes,
    build=lambda subject: minutes_data(subject.objects),
    renderers={**renderers(verification_minutes.compose), registry.XLSX: verification_minutes.xlsx},
)
