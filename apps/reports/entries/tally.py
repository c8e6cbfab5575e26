"""Biên bản kiểm phiếu (BBKP) of one ballot, or of every certified ballot of a meeting or a session of a council."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.council_exports import council_sitting
from apps.awards.models import CouncilSession
from apps.ballots.enums import BallotState
from apps.ballots.exports import TallyData, tally_data
from apps.ballots.models import Ballot
from apps.ballots.queries import of_seen_records
from apps.conferences.models import Conference
from apps.conferences.sitting import Sitting, sitting_of
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.conferences import stem
from apps.reports.entries.council_minutes import stem as session_stem
from apps.reports.renderers import tally
from apps.reports.renderers.printed import several

KEEPER, COUNCIL = "conferences.conference:", "awards.councilsession:"


def visible(actor: Actor):
    """Certified ballots of meetings and sessions of councils that the actor sees."""
    return Ballot.objects.filter(of_seen_records(actor), state=BallotState.CERTIFIED).order_by("keeper", "order", "pk")


def meeting_of(ballot: Ballot) -> Conference | CouncilSession:
    prefix, _colon, pk = ballot.keeper.partition(":")
    model = CouncilSession if f"{prefix}:" == COUNCIL else Conference
    return model.objects.for_list().get(pk=pk)


def _frame(meeting: Conference | CouncilSession) -> Sitting:
    return council_sitting(meeting) if isinstance(meeting, CouncilSession) else sitting_of(meeting)


def _stem(meeting: Conference | CouncilSession) -> str:
    return session_stem("bbkp", meeting) if isinstance(meeting, CouncilSession) else stem("bbkp", meeting)


def find_ballots(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    found = visible(actor)
    if chosen.get("ballot"):
        found = found.filter(pk=chosen["ballot"])
    if chosen.get("conference") or not chosen.get("ballot"):
        found = found.filter(keeper=f"{KEEPER}{chosen.get('conference') or 0}")
    ballots = list(found)
    if not ballots:
        raise registry.NothingToReport(_("Chưa có biên bản kiểm phiếu nào, hoặc bạn không có quyền xem."))
    meeting = meeting_of(ballots[0])
    if chosen.get("ballot"):
        title = _("Biên bản kiểm phiếu: %(title)s") % {"title": ballots[0].title}
        return registry.Subject(title, f"{_stem(meeting)}-{ballots[0].order}", ballots)
    title = _("Biên bản kiểm phiếu: %(title)s") % {"title": meeting.title}
    return registry.Subject(title, _stem(meeting), ballots)


def _build(subject: registry.Subject) -> list[tuple[Sitting, TallyData]]:
    """Ballots of one file are of one meeting."""
    frame = _frame(meeting_of(subject.objects[0]))
    return [(frame, data) for data in tally_data(subject.objects)]


params.register("ballot", params.Param(params.choice(gettext_lazy("Cuộc bỏ phiếu"), visible)))

REPORT = registry.Report(
    name="tally",
    title=gettext_lazy("Biên bản kiểm phiếu (BBKP)"),
    description=gettext_lazy(
        "Phát ra, thu vào, hợp lệ, không hợp lệ, số phiếu và tỷ lệ từng đơn vị; danh sách mã biên nhận ở phụ lục riêng."
    ),
    scope=gettext_lazy("Hội nghị, phiên họp Hội đồng, cuộc bỏ phiếu"),
    params=("conference", "ballot"),
    title_is_public=True,
    visible=visible,
    find=find_ballots,
    build=_build,
    renderers={**several(tally.compose), registry.XLSX: tally.xlsx},
)
