"""Biên bản kiểm phiếu (BBKP) of one ballot, or of every certified ballot of a meeting."""

from collections.abc import Mapping

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ballots.enums import BallotState
from apps.ballots.exports import TallyData, tally_data
from apps.ballots.models import Ballot
from apps.conferences.exports import Sitting, sitting_of
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.conferences import stem
from apps.reports.renderers import tally
from apps.reports.renderers.printed import several

KEEPER = "conferences.conference:"


def visible(actor: Actor):
    """Certified ballots of meetings that the actor sees."""
    key = Concat(Value(KEEPER), Cast("pk", CharField()))
    keepers = Conference.objects.visible_to(actor).order_by().annotate(key=key).values("key")
    return Ballot.objects.filter(state=BallotState.CERTIFIED, keeper__in=keepers).order_by("keeper", "order", "pk")


def meeting_of(ballot: Ballot) -> Conference:
    return Conference.objects.for_list().get(pk=ballot.keeper.removeprefix(KEEPER))


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
        return registry.Subject(title, f"{stem('bbkp', meeting)}-{ballots[0].order}", ballots)
    title = _("Biên bản kiểm phiếu: %(title)s") % {"title": meeting.title}
    return registry.Subject(title, stem("bbkp", meeting), ballots)


def _build(subject: registry.Subject) -> list[tuple[Sitting, TallyData]]:
    return [
        (sitting_of(meeting_of(ballot)), data)
        for ballot, data in zip(subject.objects, tally_data(subject.objects), strict=True)
    ]


params.register("ballot", params.Param(params.choice(gettext_lazy("Cuộc bỏ phiếu"), visible)))

REPORT = registry.Report(
    name="tally",
    title=gettext_lazy("Biên bản kiểm phiếu (BBKP)"),
    description=gettext_lazy(
        "Phát ra, thu vào, hợp lệ, không hợp lệ, số phiếu và tỷ lệ từng đơn vị; danh sách mã biên nhận ở phụ lục riêng."
    ),
    scope=gettext_lazy("Hội nghị, cuộc bỏ phiếu"),
    params=("conference", "ballot"),
    visible=visible,
    find=find_ballots,
    build=_build,
    renderers={**several(tally.compose), registry.XLSX: tally.xlsx},
)
