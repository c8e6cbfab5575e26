"""Danh sách đề nghị khen thưởng of a proposal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.exports import proposal_data
from apps.awards.models import AwardProposal
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.proposals import find_proposal, stem
from apps.reports.renderers import nominee_list
from apps.reports.renderers.printed import renderers


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    proposal = find_proposal(chosen, actor)
    title = _("Danh sách đề nghị khen thưởng: %(title)s") % {"title": proposal}
    return registry.Subject(title, stem("danh-sach-de-nghi", proposal), [proposal])


REPORT = registry.Report(
    name="nominee_list",
    title=gettext_lazy("Danh sách đề nghị khen thưởng"),
    description=gettext_lazy("Tập thể, cá nhân với danh hiệu, hình thức, số phiếu đồng ý và tóm tắt thành tích."),
    scope=gettext_lazy("Hồ sơ đề nghị khen thưởng"),
    params=("proposal",),
    title_is_public=True,
    visible=AwardProposal.objects.visible_to,
    find=find,
    build=lambda subject: [proposal_data(each) for each in subject.objects],
    renderers={**renderers(nominee_list.compose), registry.XLSX: nominee_list.xlsx},
)
