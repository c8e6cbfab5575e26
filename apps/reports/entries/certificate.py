"""Giấy khen, bằng khen of an issued decision that holds: all, those that were made anew, or one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.certificate_exports import certificates_data, sheets_to_print
from apps.awards.decision_enums import IN_FORCE
from apps.awards.models import AwardDecision, Certificate
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.award_decisions import find_decision, stem
from apps.reports.renderers import certificate

CHANGED = 1


@dataclass(frozen=True)
class Sheets(registry.Subject):
    """The decision, and which of its sheets are printed."""

    certificates: frozenset[int] = frozenset()


def _which(_actor: Actor) -> forms.Field:
    choices = [("", _("Tất cả giấy đang dùng")), (CHANGED, _("Chỉ những giấy in lại (đính chính, cấp đổi, cấp lại)"))]
    return forms.TypedChoiceField(label=_("Phạm vi in"), choices=choices, coerce=int, empty_value=None, required=False)


def _certificates(actor: Actor):
    seen = AwardDecision.objects.visible_to(actor).order_by().values("pk")
    return Certificate.objects.filter(line__decision__in=seen)


params.register("changed", params.Param(_which))
params.register("certificate", params.Param(params.choice("", _certificates, widget=forms.HiddenInput)))


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    decision = find_decision(chosen, actor)
    if decision.state not in IN_FORCE:
        raise registry.NothingToReport(_("Chỉ in giấy khen, bằng khen của quyết định đang có hiệu lực."))
    changed = chosen.get("changed") == CHANGED
    found = list(sheets_to_print(decision, changed_only=changed, certificate_id=chosen.get("certificate")))
    if not found:
        raise registry.NothingToReport(
            _("Chưa có giấy nào in lại do đính chính, cấp đổi, cấp lại.")
            if changed
            else _("Không còn giấy nào đang có hiệu lực.")
        )
    about = found[0].recipient if chosen.get("certificate") else decision
    title = _("Giấy khen, bằng khen: %(title)s") % {"title": about}
    ids = frozenset(each.pk for each in found)
    return Sheets(title, stem("giay-khen-bang-khen", decision), [decision], certificates=ids)


REPORT = registry.Report(
    name="certificate",
    title=gettext_lazy("Giấy khen, bằng khen"),
    description=gettext_lazy("Mỗi tập thể, cá nhân một tờ A4 hoặc A3 ngang, có mã QR tra cứu riêng; in được lên phôi."),
    scope=gettext_lazy("Quyết định khen thưởng"),
    params=("decision", "changed", "certificate"),
    needed=("decision",),
    visible=AwardDecision.objects.visible_to,
    find=find,
    build=lambda subject: certificates_data(subject.objects[0], subject.certificates),
    renderers={registry.PDF: certificate.CertificatesPdf()},
)
