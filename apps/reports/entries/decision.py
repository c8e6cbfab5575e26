"""Quyết định khen thưởng, as a draft or as issued."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.decision_exports import decision_data
from apps.awards.models import AwardDecision
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.award_decisions import find_decision, stem
from apps.reports.renderers import decision as rendering
from apps.reports.renderers.printed import renderers


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    decision = find_decision(chosen, actor)
    title = _("Quyết định khen thưởng: %(title)s") % {"title": decision}
    return registry.Subject(title, stem("quyet-dinh-khen-thuong", decision), [decision])


REPORT = registry.Report(
    name="decision",
    title=gettext_lazy("Quyết định khen thưởng"),
    description=gettext_lazy("Căn cứ, Điều 1 đến Điều 3 và danh sách tập thể, cá nhân được khen thưởng ở phụ lục."),
    scope=gettext_lazy("Quyết định khen thưởng"),
    params=("decision",),
    title_is_public=True,
    visible=AwardDecision.objects.visible_to,
    find=find,
    build=lambda subject: [decision_data(each) for each in subject.objects],
    renderers={**renderers(rendering.compose), registry.XLSX: rendering.xlsx},
)
