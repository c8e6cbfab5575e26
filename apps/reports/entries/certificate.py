"""Giấy khen, bằng khen of an issued decision that holds; corrected in the registry, they are printed right."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.decision_enums import IN_FORCE
from apps.awards.decision_exports import decision_data
from apps.awards.models import AwardDecision
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.award_decisions import find_decision, stem
from apps.reports.renderers import certificate


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    decision = find_decision(chosen, actor)
    if decision.state not in IN_FORCE:
        raise registry.NothingToReport(_("Chỉ in giấy khen, bằng khen của quyết định đang có hiệu lực."))
    title = _("Giấy khen, bằng khen: %(title)s") % {"title": decision}
    return registry.Subject(title, stem("giay-khen-bang-khen", decision), [decision])


REPORT = registry.Report(
    name="certificate",
    title=gettext_lazy("Giấy khen, bằng khen"),
    description=gettext_lazy("Mỗi tập thể, cá nhân một trang A4 ngang, có mã QR tra cứu; vị trí từng phần minh họa."),
    scope=gettext_lazy("Quyết định khen thưởng"),
    params=("decision",),
    visible=AwardDecision.objects.visible_to,
    find=find,
    build=lambda subject: [decision_data(each, corrected=True) for each in subject.objects],
    renderers={registry.PDF: certificate.pdf},
)
