"""Biên bản họp bình xét of a proposal, to sign or as signed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.meeting_exports import unit_minutes_data
from apps.awards.models import AwardProposal
from apps.awards.queries import has_minutes
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.proposals import find_proposal, stem
from apps.reports.renderers import unit_minutes
from apps.reports.renderers.printed import renderers


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    proposal = find_proposal(chosen, actor)
    if not has_minutes(proposal):
        lacks = _("Biên bản chưa ký.") if proposal.ballot_id else _("Hồ sơ chưa ghi cuộc họp bình xét.")
        raise registry.NothingToReport(lacks)
    title = _("Biên bản họp bình xét: %(title)s") % {"title": proposal}
    return registry.Subject(title, stem("bien-ban-hop-binh-xet", proposal), [proposal])


REPORT = registry.Report(
    name="unit_minutes",
    title=gettext_lazy("Biên bản họp bình xét"),
    description=gettext_lazy(
        "Thành phần, số phiếu từng tập thể, cá nhân, kết luận của cuộc họp ở đơn vị; in để chủ trì và thư ký ký. Hồ sơ"
        " lập từ kết quả bỏ phiếu tại hội nghị: trích biên bản hội nghị."
    ),
    scope=gettext_lazy("Hồ sơ đề nghị khen thưởng"),
    params=("proposal",),
    title_is_public=True,
    visible=AwardProposal.objects.visible_to,
    find=find,
    build=lambda subject: [unit_minutes_data(each) for each in subject.objects],
    renderers=renderers(unit_minutes.compose),
)
