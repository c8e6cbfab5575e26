"""Bảng tổng hợp ý kiến, tiếp thu, giải trình of a round of consultation."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.renderers import consultation_summary as rendering
from apps.reports.renderers.printed import renderers
from apps.scoring.consultation_exports import summary_data
from apps.scoring.models import Consultation
from apps.units.models import organised_for


def visible(actor: Actor):
    """All comments side by side: the organiser's standing office and the auditors."""
    rounds = Consultation.objects.all()
    return rounds if actor.is_system else rounds.filter(organised_for(actor, "criteria_set__year__organiser"))


def find_round(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The round named."""
    found = visible(actor).for_list().filter(pk=chosen.get("consultation")).first()
    if found is None:
        raise registry.NothingToReport(_("Không có đợt lấy ý kiến nào, hoặc bạn không có quyền xem."))
    title = _("Tổng hợp ý kiến: %(title)s") % {"title": found.criteria_set.title}
    stem = f"tong-hop-y-kien-{slug(found.criteria_set.code)}-{found.number}"
    return registry.Subject(title, stem, [found])


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    """The newest round of the year."""
    rounds = Consultation.objects.filter(criteria_set__year__year=names.year).order_by("-opened_at", "-pk")
    pk = rounds.values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Năm %(year)s không có đợt lấy ý kiến nào.") % {"year": names.year})
    return pk


def _choices(actor: Actor):
    return visible(actor).for_list().order_by("-opened_at", "-pk")


params.register(
    "consultation",
    params.Param(params.choice(gettext_lazy("Đợt lấy ý kiến"), _choices, gettext_lazy("Chọn đợt")), _named),
)

REPORT = registry.Report(
    name="consultation_summary",
    title=gettext_lazy("Bảng tổng hợp ý kiến dự thảo bảng tiêu chí"),
    description=gettext_lazy("Mọi ý kiến theo thứ tự tiêu chí của dự thảo, kèm tiếp thu, giải trình."),
    scope=gettext_lazy("Đơn vị tổ chức"),
    params=("consultation",),
    title_is_public=True,
    visible=visible,
    find=find_round,
    build=lambda subject: [summary_data(each) for each in subject.objects],
    renderers={**renderers(rendering.compose), registry.XLSX: rendering.xlsx},
)
