"""Biên bản họp Hội đồng of a session that has begun, to sign or as signed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.council_enums import SessionState
from apps.awards.council_exports import council_minutes_data
from apps.awards.models import AwardProposal, CouncilSession
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.renderers import council_minutes
from apps.reports.renderers.printed import renderers


def _choices(actor: Actor):
    return CouncilSession.objects.visible_to(actor).for_list().order_by("-held_on", "-pk")


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    """The last session of the year, of the council of a unit or of all; with a cluster the last one before which a
    proposal of that cluster and year stood, whenever the council met.
    """
    rows = CouncilSession.objects.filter(year__year=names.year)
    if names.cluster:
        of_cluster = AwardProposal.objects.of_cluster(names.cluster, names.year)
        rows = CouncilSession.objects.filter(items__nominee__proposal__in=of_cluster)
    if names.unit:
        rows = rows.filter(council__organiser__code=names.unit)
    pk = rows.order_by("-held_on", "-pk").values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Năm %(year)s không có phiên họp Hội đồng nào.") % {"year": names.year})
    return pk


params.register(
    "session",
    params.Param(
        params.choice(gettext_lazy("Phiên họp Hội đồng"), _choices, gettext_lazy("Chọn phiên họp")),
        _named,
        takes_unit=True,
    ),
)


def stem(prefix: str, session: CouncilSession) -> str:
    """Name of the file: what, whose, when."""
    return f"{prefix}-{slug(session.council.organiser.code)}-{session.held_on:%Y-%m-%d}-{session.number}"


def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    session = _choices(actor).filter(pk=chosen.get("session") or 0).first()
    if session is None:
        raise registry.NothingToReport(_("Không có phiên họp nào, hoặc bạn không có quyền xem."))
    if session.state == SessionState.PLANNED:
        raise registry.NothingToReport(_("Phiên họp chưa khai mạc, chưa có biên bản."))
    title = _("Biên bản họp Hội đồng: %(title)s") % {"title": session.title}
    return registry.Subject(title, stem("bien-ban-hop-hoi-dong", session), [session])


REPORT = registry.Report(
    name="council_minutes",
    title=gettext_lazy("Biên bản họp Hội đồng"),
    description=gettext_lazy(
        "Thành phần, hồ sơ, thành viên có liên quan, số phiếu từng tập thể, cá nhân, kết luận; in để chủ trì và thư ký"
        " ký."
    ),
    scope=gettext_lazy("Phiên họp Hội đồng"),
    params=("session",),
    title_is_public=True,
    visible=CouncilSession.objects.visible_to,
    find=find,
    build=lambda subject: [council_minutes_data(each) for each in subject.objects],
    renderers=renderers(council_minutes.compose),
)
