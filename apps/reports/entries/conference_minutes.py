"""Biên bản hội nghị, to sign or as signed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.conferences.enums import NOT_HELD
from apps.conferences.minutes_content import minutes_data
from apps.conferences.models import Conference
from apps.conferences.policies import can_read_minutes
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.entries.conferences import find_conference, stem
from apps.reports.renderers import conference_minutes
from apps.reports.renderers.printed import renderers


def find_minutes(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """Of a meeting that has begun; before they are signed only for who may read the draft."""
    conference = find_conference(chosen, actor)
    if not (verdict := can_read_minutes(actor, conference)):
        raise registry.NothingToReport(verdict.reason)
    if conference.state in NOT_HELD:
        raise registry.NothingToReport(_("Hội nghị chưa khai mạc, chưa có biên bản."))
    title = _("Biên bản: %(title)s") % {"title": conference.title}
    return registry.Subject(title, stem("bien-ban-hoi-nghi", conference), [conference])


REPORT = registry.Report(
    name="conference_minutes",
    title=gettext_lazy("Biên bản hội nghị"),
    description=gettext_lazy(
        "Thành phần, tài liệu, kết quả bỏ phiếu, ký kết giao ước, ý kiến và kết luận; in để chủ trì và thư ký ký."
    ),
    scope=gettext_lazy("Hội nghị"),
    params=("conference",),
    title_is_public=True,
    visible=Conference.objects.with_minutes_for,
    find=find_minutes,
    build=lambda subject: [minutes_data(each) for each in subject.objects],
    renderers=renderers(conference_minutes.compose),
)
