"""Công văn tham gia ý kiến dự thảo bảng tiêu chí of one unit, to sign or as it was sent."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.renderers import consultation_reply as rendering
from apps.reports.renderers.printed import renderers
from apps.scoring.consultation_exports import reply_data
from apps.scoring.consultation_policies import is_own
from apps.scoring.models import ConsultationReply


def find_reply(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The reply named; what the unit is still writing is printed for the unit only."""
    replies = ConsultationReply.objects.visible_to(actor).for_list().select_related("consultation__duty__document")
    found = replies.filter(pk=chosen.get("consultation_reply")).first()
    if found is None:
        raise registry.NothingToReport(_("Không có ý kiến tham gia nào, hoặc bạn không có quyền xem."))
    found.print_as_sent = not is_own(actor, found)
    title = _("Ý kiến của %(unit)s về %(title)s") % {
        "unit": found.unit_name,
        "title": found.consultation.criteria_set.title,
    }
    year = found.consultation.criteria_set.year.year
    return registry.Subject(title, f"y-kien-du-thao-{slug(found.unit.code)}-{year}", [found])


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    """The unit's reply to the newest round of the year."""
    if not names.unit:
        return None
    rows = ConsultationReply.objects.filter(
        consultation__criteria_set__year__year=names.year, unit__code=names.unit
    ).order_by("-consultation__opened_at", "-pk")
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Năm này không có ý kiến tham gia của đơn vị %(unit)s.") % {"unit": names.unit})
    return pk


def _choices(actor: Actor):
    rows = ConsultationReply.objects.visible_to(actor).for_list()
    return rows.order_by("-consultation__opened_at", "unit_name", "pk")


params.register(
    "consultation_reply",
    params.Param(params.choice(gettext_lazy("Đơn vị"), _choices, gettext_lazy("Chọn đơn vị")), _named, takes_unit=True),
)

REPORT = registry.Report(
    name="consultation_reply",
    title=gettext_lazy("Công văn tham gia ý kiến dự thảo bảng tiêu chí"),
    description=gettext_lazy("Ý kiến của đơn vị về từng tiêu chí và Phụ lục; dùng để trình ký, đóng dấu."),
    scope=gettext_lazy("Đơn vị"),
    params=("consultation_reply",),
    title_is_public=True,
    visible=ConsultationReply.objects.visible_to,
    find=find_reply,
    build=lambda subject: [reply_data(each, as_sent=each.print_as_sent) for each in subject.objects],
    renderers=renderers(rendering.compose),
)
