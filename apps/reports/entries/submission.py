"""Tờ trình về việc đề nghị khen thưởng of a proposal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.exports import proposal_data
from apps.awards.models import AwardProposal
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.proposals import find_proposal, stem
from apps.reports.renderers import submission
from apps.reports.renderers.printed import renderers


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    proposal = find_proposal(chosen, actor)
    title = _("Tờ trình đề nghị khen thưởng: %(title)s") % {"title": proposal}
    return registry.Subject(title, stem("to-trinh", proposal), [proposal])


REPORT = registry.Report(
    name="submission",
    title=gettext_lazy("Tờ trình đề nghị khen thưởng"),
    description=gettext_lazy(
        "Kính gửi, căn cứ, số tập thể, cá nhân theo từng danh hiệu, hình thức; danh sách ở phụ lục."
    ),
    scope=gettext_lazy("Hồ sơ đề nghị khen thưởng"),
    params=("proposal",),
    title_is_public=True,
    visible=AwardProposal.objects.visible_to,
    find=find,
    build=lambda subject: [proposal_data(each) for each in subject.objects],
    renderers=renderers(submission.compose),
)
