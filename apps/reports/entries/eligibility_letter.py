"""Phiếu kiểm tra điều kiện, tiêu chuẩn of one nominee, or of everybody in a proposal."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.eligibility_exports import eligibility_data
from apps.awards.models import AwardProposal, Nominee
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.proposals import find_proposal, stem
from apps.reports.renderers import eligibility_letter
from apps.reports.renderers.printed import renderers


def _nominees(actor: Actor):
    return Nominee.objects.visible_to(actor).select_related("award").in_order()


params.register("nominee", params.Param(params.choice("", _nominees, widget=forms.HiddenInput)))


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """One nominee, else all of the proposal."""
    one = _nominees(actor).filter(pk=chosen["nominee"]).first() if chosen.get("nominee") else None
    if chosen.get("nominee") and one is None:
        raise registry.NothingToReport(_("Không có hồ sơ nào, hoặc bạn không có quyền xem."))
    proposal = find_proposal({"proposal": one.proposal_id} if one else chosen, actor)
    found = [one] if one else list(_nominees(actor).filter(proposal=proposal))
    if not any(each.checked_at for each in found):
        raise registry.NothingToReport(_("Chưa kiểm tra điều kiện, tiêu chuẩn: mở danh sách, chọn “Kiểm tra lại”."))
    about = one.recipient if one else proposal
    title = _("Phiếu kiểm tra điều kiện, tiêu chuẩn: %(title)s") % {"title": about}
    name = stem("phieu-kiem-tra-dieu-kien", proposal)
    return registry.Subject(title, f"{name}-{one.pk}" if one else name, found)


def build(subject: registry.Subject):
    proposal = AwardProposal.objects.for_list().get(pk=subject.objects[0].proposal_id)
    return eligibility_data(proposal, subject.objects)


REPORT = registry.Report(
    name="eligibility_letter",
    title=gettext_lazy("Phiếu kiểm tra điều kiện, tiêu chuẩn"),
    description=gettext_lazy(
        "Từng điều kiện với điều luật, kết quả kiểm tra thấy, phần còn thiếu và cách khắc phục; "
        "nội dung bảo mật không in."
    ),
    scope=gettext_lazy("Hồ sơ đề nghị khen thưởng"),
    params=("proposal", "nominee"),
    visible=Nominee.objects.visible_to,
    find=find,
    build=build,
    renderers=renderers(eligibility_letter.compose),
)
