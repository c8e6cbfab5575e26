"""Bảng chi tiền thưởng of an issued decision; recipients as the registry has them now."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.decision_exports import decision_data
from apps.awards.models import AwardDecision
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.award_decisions import find_decision, stem
from apps.reports.renderers import payment
from apps.reports.renderers.printed import OfficialPdf


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    decision = find_decision(chosen, actor)
    if decision.is_draft:
        raise registry.NothingToReport(_("Tiền thưởng tính theo ngày ban hành: ban hành quyết định trước."))
    title = _("Bảng chi tiền thưởng: %(title)s") % {"title": decision}
    return registry.Subject(title, stem("chi-tien-thuong", decision), [decision])


REPORT = registry.Report(
    name="payment",
    title=gettext_lazy("Bảng chi tiền thưởng"),
    description=gettext_lazy(
        "Hệ số, lương cơ sở, tiền thưởng và số thực chi từng tập thể, cá nhân của một quyết định."
    ),
    scope=gettext_lazy("Quyết định khen thưởng"),
    params=("decision",),
    title_is_public=True,
    visible=AwardDecision.objects.visible_to,
    find=find,
    build=lambda subject: [decision_data(each, corrected=True) for each in subject.objects],
    renderers={
        registry.PDF: OfficialPdf(payment.compose),
        registry.XLSX: payment.xlsx,
    },
)
